import nlp from 'compromise'
import { work } from './worker.mjs'

await work((text) => {
  const document = nlp(text)
  return {
    tokens: document.wordCount(),
    sentences: document.length,
    names: document.people().length + document.places().length + document.organizations().length,
  }
})
