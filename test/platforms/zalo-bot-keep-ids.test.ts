import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseKeepingIds } from '../../src/platforms/zalo-bot/keep-ids.ts'

test.each([
  ['an id above 2^53', '{"id":9007199254740993}', { id: '9007199254740993' }],
  ['its neighbour stays another', '{"id":9007199254740992}', { id: '9007199254740992' }],
  ['in a list', '[12345678901234567890,1]', ['12345678901234567890', 1]],
  ['alone', ' 12345678901234567 ', '12345678901234567'],
  ['below zero', '[-12345678901234567]', ['-12345678901234567']],
  ['16 digits', '[1234567890123456]', ['1234567890123456']],
  ['a time in ms stays a number', '{"date":1750316131602}', { date: 1750316131602 }],
  ['a fraction', '[12345678901234567.5]', [Number('12345678901234567.5')]],
  ['digits behind the point', '[0.12345678901234567]', [Number('0.12345678901234567')]],
  ['an exponent', '[12345678901234567e2,1e-12]', [Number('12345678901234567e2'), 1e-12]],
  ['digits in a text', '{"text":"số 12345678901234567, 1"}', { text: 'số 12345678901234567, 1' }],
  ['a text with quotes', '["\\"12345678901234567\\\\",12345678901234567]', ['"12345678901234567\\', '12345678901234567']],
  ['a key of digits', '{"12345678901234567":12345678901234567}', { '12345678901234567': '12345678901234567' }],
] as const)('%s', (_, json, expected) => {
  expect(parseKeepingIds(json)).toEqual(expected)
})

test.each(['', '{"id":12345678901234567', '"12345678901234567', '[012345678901234567]', 'x'.repeat(20)])('no JSON: %s', (json) => {
  expect(() => parseKeepingIds(json)).toThrow(SyntaxError)
})

test('without long numbers it is JSON.parse; with them every digit stays', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.bigInt({ min: 10n ** 15n, max: 10n ** 40n }), (value, long) => {
      const holder = JSON.stringify({ value, long: 0 }).replace(/0}$/, `${String(long)}}`)
      const parsed = parseKeepingIds(holder) as { value: unknown; long: unknown }
      expect(parsed.long).toBe(String(long))
      const isShort = !/\d{16}/.test(JSON.stringify(value))
      if (isShort) expect(parsed.value).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('an open text full of quotes costs no time', () => {
  const begunAt = performance.now()
  expect(() => parseKeepingIds(`"${'\\"'.repeat(130_000)}1234567890123456`)).toThrow(SyntaxError)
  expect(performance.now() - begunAt).toBeLessThan(500)
})
