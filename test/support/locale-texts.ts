// The words of both languages, as files and as the translators say them.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createVocabulary } from '../../src/conversation/commands.ts'
import { type Language, createTranslators } from '../../src/i18n/translator.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'
import { textsIn } from './message-uses.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
export const words = createTranslators(join(root, 'locales'))
export const texts = {
  vi: textsIn(join(root, 'locales/vi')),
  en: textsIn(join(root, 'locales/en')),
}
export const vocabulary = createVocabulary(words)
export const questionnaires = loadQuestionnaires(join(root, 'questionnaires'))

/** The page of the try mode reads `playground.json` by itself. */
export const spoken = [...texts.vi].filter(([key]) => !key.startsWith('playground.'))
export const placeholder = /\{\{(\w+)\}\}/gu
export const namesOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(placeholder)].map(([, name]) => name ?? ''))].sort()
export const textOf = (language: Language, key: string): string => texts[language].get(key) ?? ''
