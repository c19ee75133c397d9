import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitText } from '../../src/messaging/split-text.ts'

test.each([
  ['short stays whole', 'một hai', 10, ['một hai']],
  ['empty stays one', '', 10, ['']],
  ['exactly the limit', 'x'.repeat(10), 10, ['x'.repeat(10)]],
  ['between paragraphs first', 'một hai\nba\n\nbốn năm', 14, ['một hai\nba', 'bốn năm']],
  ['then between lines', 'một hai\nba bốn năm', 10, ['một hai', 'ba bốn năm']],
  ['then after a sentence', 'Một hai. Ba bốn năm', 12, ['Một hai.', 'Ba bốn năm']],
  ['then between words', 'một hai ba', 8, ['một hai', 'ba']],
  ['else anywhere', 'x'.repeat(25), 10, ['x'.repeat(10), 'x'.repeat(10), 'x'.repeat(5)]],
  ['but not inside a character', `${'x'.repeat(9)}😀y`, 10, ['x'.repeat(9), '😀y']],
  ['a paragraph break right at the limit', `${'x'.repeat(10)}\n\ny`, 10, ['x'.repeat(10), 'y']],
] as const)('%s', (_, text, limit, parts) => {
  expect(splitText(text, limit)).toEqual(parts)
  expect(splitText(text, limit, limit)).toEqual(parts)
})

test.each([
  ['the last part leaves room', 'một hai\n\nba bốn', 20, 10, ['một hai', 'ba bốn']],
  ['and only the last', `${'x'.repeat(20)}\n\nba bốn`, 20, 10, ['x'.repeat(20), 'ba bốn']],
] as const)('%s', (_, text, limit, lastLimit, parts) => {
  expect(splitText(text, limit, lastLimit)).toEqual(parts)
})

const words = fc.array(
  fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    fc.constantFrom(' ', '\n', '\n\n', '. '),
  ),
  {
    maxLength: 60,
  },
)

test('no part is too long, and nothing is lost but white space', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 4, max: 60 }), (pieces, limit) => {
      const text = pieces.join('')
      const parts = splitText(text, limit)
      for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit)
      expect(parts.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
      if (text.length > limit && text.trim() !== '') expect(parts).not.toContain('')
    }),
  )
})

test('nor is the last, which may have less room', () => {
  fc.assert(
    fc.property(
      words,
      fc.integer({ min: 4, max: 60 }),
      fc.integer({ min: 4, max: 60 }),
      (pieces, one, other) => {
        const [limit, lastLimit] = [Math.max(one, other), Math.min(one, other)]
        const text = pieces.join('')
        const parts = splitText(text, limit, lastLimit)
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit)
        expect(parts.at(-1)?.length).toBeLessThanOrEqual(lastLimit)
        expect(parts.join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''))
        for (const part of parts) expect(part).not.toMatch(/^[\uDC00-\uDFFF]/)
      },
    ),
  )
})
