// Reads a text once to warm up, then once for each line of standard input.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

export async function work(read) {
  const text = readFileSync(process.argv[2], 'utf8')
  read(text)
  for await (const _ of createInterface({ input: process.stdin })) {
    const start = process.hrtime.bigint()
    const before = process.cpuUsage()
    const found = read(text)
    found.seconds = Number(process.hrtime.bigint() - start) / 1e9
    const used = process.cpuUsage(before)
    found.cpu = (used.user + used.system) / 1e6
    process.stdout.write(JSON.stringify(found) + '\n')
  }
}
