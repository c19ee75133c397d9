import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseKeepingIds } from '../../src/messaging/keep-ids.ts'

test.each([
  ['an id above 2^53', '{"id":9007199254740993}', { id: '9007199254740993' }],
  ['its neighbour stays another', '{"id":9007199254740992}', { id: '9007199254740992' }],
  ['in a list', '[12345678901234567890,1]', ['12345678901234567890', 1]],
  ['alone', ' 12345678901234567 ', '12345678901234567'],
  ['below zero', '[-12345678901234567]', ['-12345678901234567']],
  ['16 digits that a number holds', '[1234567890123456]', [1234567890123456]],
  [
    'the last that a number holds',
    '[9007199254740991,-9007199254740991]',
    [9007199254740991, -9007199254740991],
  ],
  [
    'the first that none holds',
    '[9007199254740992,-9007199254740992]',
    ['9007199254740992', '-9007199254740992'],
  ],
  [
    'a small fraction',
    '[0.00000000000000001,-0.5510185758261927916]',
    [1e-17, Number('-0.5510185758261927916')],
  ],
  ['a time in ms stays a number', '{"date":1750316131602}', { date: 1750316131602 }],
  ['a fraction', '[12345678901234567.5]', [Number('12345678901234567.5')]],
  ['digits behind the point', '[0.12345678901234567]', [Number('0.12345678901234567')]],
  [
    'more digits than a fraction has',
    '{"pi":3.14159265358979323846,"big":1e300}',
    { pi: Number('3.14159265358979323846'), big: 1e300 },
  ],
  ['an exponent', '[12345678901234567e2,1e-12]', [Number('12345678901234567e2'), 1e-12]],
  ['digits in a text', '{"text":"số 12345678901234567, 1"}', { text: 'số 12345678901234567, 1' }],
  [
    'a text with quotes',
    '["\\"12345678901234567\\\\",12345678901234567]',
    ['"12345678901234567\\', '12345678901234567'],
  ],
  [
    'digits on both sides of a quote',
    '{"a":"5510185758261927916 \\" 5510185758261927917"}',
    { a: '5510185758261927916 " 5510185758261927917' },
  ],
  [
    'a key that ends in a backslash',
    '{"a\\\\":5510185758261927916}',
    { 'a\\': '5510185758261927916' },
  ],
  [
    'a neighbour after it',
    '{"id":-5510185758261927916,"a":1}',
    { id: '-5510185758261927916', a: 1 },
  ],
  [
    'a key of digits',
    '{"12345678901234567":12345678901234567}',
    { '12345678901234567': '12345678901234567' },
  ],
] as const)('%s', (_, json, expected) => {
  expect(parseKeepingIds(json)).toEqual(expected)
})

const fullOfQuotes = `"${'\\"'.repeat(130_000)}1234567890123456`

test.each([
  ['nothing', ''],
  ['an object without its end', '{"id":12345678901234567'],
  ['a text without its end', '"12345678901234567'],
  ['a text without its end in an object', '{"text":"không đóng 5510185758261927916'],
  ['a text full of quotes without its end, at once', fullOfQuotes],
  ['a zero before it', '[012345678901234567]'],
  ['letters', 'x'.repeat(20)],
])('no JSON: %s', (_, json) => {
  expect(() => parseKeepingIds(json)).toThrow(SyntaxError)
})

test('without long numbers it is JSON.parse; with them every digit stays', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.bigInt({ min: 2n ** 53n, max: 10n ** 40n }), (value, long) => {
      const holder = JSON.stringify({ value, long: 0 }).replace(/0}$/, `${String(long)}}`)
      const parsed = parseKeepingIds(holder) as { value: unknown; long: unknown }
      expect(parsed.long).toBe(String(long))
      const isShort = !/\d{16}/.test(JSON.stringify(value))
      if (isShort) expect(parsed.value).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})
