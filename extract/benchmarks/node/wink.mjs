import winkNLP from 'wink-nlp'
import model from 'wink-eng-lite-web-model'
import { work } from './worker.mjs'

const nlp = winkNLP(model, ['sbd', 'ner', 'pos'])

await work((text) => {
  const document = nlp.readDoc(text)
  return {
    tokens: document.tokens().length(),
    sentences: document.sentences().length(),
    names: document.entities().length(),
  }
})
