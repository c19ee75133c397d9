// The words of both languages against the tone they are to keep (month.md, domain.md §6.1).
import { describe, expect, it } from 'vitest'
import { memberCommandNames, officerCommandNames } from '../../src/conversation/screens/help.ts'
import { languages } from '../../src/i18n/translator.ts'

import { placeholder, spoken, texts, words } from '../support/locale-texts.ts'

const emoji = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}]/u
const foreign =
  'the|and|you|your|please|meeting|round|sheet|summary|reminder|deadline|check|online|link|click|menu|app|user|email|ok'
const english = new RegExp(`(?<![\\p{L}\\p{N}])(?:${foreign})(?![\\p{L}\\p{N}])`, 'iu')
/** Where a sentence is at fault, as `language key`. */
const at = (isFault: (text: string) => boolean): readonly string[] =>
  languages.flatMap((language) =>
    [...texts[language]].filter(([, text]) => isFault(text)).map(([key]) => `${language} ${key}`),
  )
const vietnameseAt = (isFault: (text: string) => boolean): readonly string[] =>
  spoken.filter(([, text]) => isFault(text)).map(([key]) => key)

describe('the tone', () => {
  it('has no exclamation marks and no emoji, in either language', () => {
    expect(at((text) => /[!！]/u.test(text) || emoji.test(text))).toEqual([])
  })

  it('says “đồng chí”, never “bạn”, blames nobody and praises nobody', () => {
    const wrong =
      /(?<!\p{L})(?:bạn|vi phạm|khuyết điểm|chúc mừng|hoan hô|tuyệt vời|xuất sắc|giỏi)(?!\p{L})/iu
    expect(at((text) => wrong.test(text))).toEqual([])
  })

  it('is Vietnamese in Vietnamese', () => {
    expect(vietnameseAt((text) => english.test(text.replace(placeholder, '')))).toEqual([])
  })

  it('puts tone marks one way: ủy, hòa, xóa', () => {
    const otherWay = /(?<!q)u[ỷỳýỹỵ](?!\p{L})|o[àáảãạèéẻẽẹ](?!\p{L})/u
    expect(vietnameseAt((text) => otherWay.test(text))).toEqual([])
  })

  it('has no text that would crowd a message of 1,900 characters', () => {
    expect(at((text) => text.length > 420)).toEqual([])
    for (const t of [words.vi, words.en]) {
      // The longest help is the secretary's.
      const lines = [...officerCommandNames, ...memberCommandNames].map((name) =>
        t('help.line', { words: t(`commands.${name}.label`), what: t(`commands.${name}.menu`) }),
      )
      expect([t('help.intro'), ...lines, t('help.typing')].join('\n').length).toBeLessThan(1900)
    }
  })
})
