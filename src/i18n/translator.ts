import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInstance } from 'i18next'
import type { MessageKey } from './generated/keys.ts'

export type { MessageKey } from './generated/keys.ts'

export type Language = 'vi' | 'en'
export const languages: readonly Language[] = ['vi', 'en']

/**
 * What a sentence may be filled with. Already formatted: numbers and dates are made text by
 * `format.ts`.
 */
type Values = Readonly<Record<string, string | number>>

/** The words of one language. */
export interface Translator {
  readonly language: Language
  (key: MessageKey, values?: Values): string
}

export type Translators = Readonly<Record<Language, Translator>>

interface Tree {
  readonly [name: string]: string | Tree
}

function readTree(folder: string): Tree {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return Object.fromEntries(
    files.map((file) => [
      basename(file, '.json'),
      JSON.parse(readFileSync(join(folder, file), 'utf8')) as Tree,
    ]),
  )
}

/**
 * Reads `locales/<language>/<subject>.json`; the key of a sentence is `<subject>.<path>`. A missing
 * key is a bug and throws.
 */
export function createTranslators(folder: string): Translators {
  const i18n = createInstance({
    lng: 'vi',
    fallbackLng: false,
    initAsync: false,
    // Messages are plain text, so nothing is escaped; a value never is read as a template.
    interpolation: { escapeValue: false, skipOnVariables: true },
    resources: Object.fromEntries(
      languages.map((language) => [language, { translation: readTree(join(folder, language)) }]),
    ),
    parseMissingKeyHandler: (key: string): string => {
      throw new Error(`no words for ${key}`)
    },
  })
  void i18n.init()
  const speak = (language: Language): Translator => {
    const fixed = i18n.getFixedT(language)
    return Object.assign((key: MessageKey, values?: Values) => fixed(key, values ?? {}), {
      language,
    })
  }
  return { vi: speak('vi'), en: speak('en') }
}
