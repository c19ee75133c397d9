import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dataKeys } from '../../src/sealing/data-keys.ts'
import { equalSecrets } from '../../src/sealing/equal-secrets.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import {
  keyIdOf,
  seal,
  SealBroken,
  sealingKey,
  unseal,
  unsealBytes,
} from '../../src/sealing/seal.ts'

const bytesOf = (fill: number): Uint8Array =>
  new Uint8Array(32).map((_, index) => (index * 7 + fill) % 256)
const key = sealingKey(bytesOf(1))
const other = sealingKey(bytesOf(2))
const vietnamese = 'Tôi đã nêu gương, nhưng còn ngại va chạm.'.normalize('NFC')

describe('seal', () => {
  test('gives back the very text, in the normal form it was sealed in', () => {
    for (const text of ['', vietnamese, vietnamese.normalize('NFD'), '👍', 'a'.repeat(2000)]) {
      expect(unseal(key, seal(key, text, 'answer'), 'answer')).toBe(text)
    }
  })

  test('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, context) => {
        expect([...unsealBytes(key, seal(key, bytes, context), context)]).toEqual([...bytes])
      }),
    )
  })

  test('has the layout 1 | key id 4 | nonce 12 | ciphertext | tag 16', () => {
    const sealed = seal(key, 'x', 'c')
    expect(sealed[0]).toBe(1)
    expect(keyIdOf(sealed)).toBe(key.id)
    expect(sealed).toHaveLength(1 + 4 + 12 + 32 + 16)
  })

  test('hides which of two short choices was sealed', () => {
    expect(seal(key, 'good', 'c')).toHaveLength(seal(key, 'notYetImplemented', 'c').length)
  })

  test('never gives the same bytes twice', () => {
    expect(seal(key, 'x', 'c')).not.toEqual(seal(key, 'x', 'c'))
  })

  test('is broken by a flip of any one bit', () => {
    const sealed = seal(key, vietnamese, 'c')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Uint8Array.from(sealed)
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => unseal(key, flipped, 'c')).toThrow(SealBroken)
    }
  })

  test.each([
    ['moved to another row', seal(key, vietnamese, 'answer|text|1'), 'answer|text|2'],
    ['sealed with another key', seal(other, vietnamese, 'answer|text|1'), 'answer|text|1'],
    ['cut short', seal(key, vietnamese, 'answer|text|1').subarray(0, -1), 'answer|text|1'],
    ['nearly nothing', Uint8Array.of(1, 2, 3), 'answer|text|1'],
    ['empty', new Uint8Array(), 'answer|text|1'],
  ])('does not open what is %s, and says nothing of it', (_, sealed, context) => {
    expect(() => unseal(key, sealed, context)).toThrow(
      /^A sealed value could not be opened: it was altered or moved, or another key sealed it$/,
    )
  })

  test('takes keys of 32 bytes only', () => {
    expect(() => sealingKey(new Uint8Array(31))).toThrow(RangeError)
  })

  test('does not show the key when it is printed', () => {
    expect(JSON.stringify(key)).not.toContain(
      Buffer.from(bytesOf(1)).toString('base64').slice(0, 8),
    )
  })
})

describe('data keys', () => {
  test('open what they wrapped, and only in their own row', () => {
    const keys = dataKeys(key)
    const made = keys.make('member|1')
    const sealed = seal(made.key, vietnamese, 'c')
    expect(unseal(dataKeys(key).open(made.wrapped, 'member|1'), sealed, 'c')).toBe(vietnamese)
    expect(() => keys.open(made.wrapped, 'member|2')).toThrow(SealBroken)
    expect(() => dataKeys(other).open(made.wrapped, 'member|1')).toThrow(SealBroken)
  })

  test('are rewrapped by a new master key and seal the same as before', () => {
    const { wrapped, key: dataKey } = dataKeys(key).make('member|1')
    const rotated = dataKeys(other, [key]).rewrap(wrapped, 'member|1')
    expect(keyIdOf(rotated)).toBe(other.id)
    expect(dataKeys(other).open(rotated, 'member|1').id).toBe(dataKey.id)
  })

  test('are kept in memory, at most 4,096, until they are forgotten', () => {
    const keys = dataKeys(key)
    const { wrapped } = keys.make('member|0')
    const first = keys.open(wrapped, 'member|0')
    expect(keys.open(Uint8Array.from(wrapped), 'member|0')).toBe(first)
    for (let member = 1; member < 4096; member++) keys.make(`member|${String(member)}`)
    expect(keys.open(wrapped, 'member|0')).toBe(first)
    for (let member = 1; member <= 4096; member++) keys.make(`member|${String(member)}`)
    const again = keys.open(wrapped, 'member|0')
    expect(again).not.toBe(first)
    keys.forget(wrapped, 'member|0')
    expect(keys.open(wrapped, 'member|0')).not.toBe(again)
  })
})

describe('keyring', () => {
  const ring = createKeyring(bytesOf(1))

  test('gives the same for the same master key, another for another', () => {
    const same = createKeyring(bytesOf(1))
    const another = createKeyring(bytesOf(2))
    expect(same.fingerprint()).toBe(ring.fingerprint())
    expect(same.fingerprint()).toMatch(/^[0-9a-f]{8}$/)
    expect(another.fingerprint()).not.toBe(ring.fingerprint())
    expect(same.lookupHash('code', 'AB')).toEqual(ring.lookupHash('code', 'AB'))
    expect(another.lookupHash('code', 'AB')).not.toEqual(ring.lookupHash('code', 'AB'))
    expect(unseal(same.system, seal(ring.system, 'body', 'c'), 'c')).toBe('body')
  })

  test('keeps equal values of two kinds apart, and kinds from running into values', () => {
    expect(ring.lookupHash('code', 'AB')).not.toEqual(ring.lookupHash('user', 'AB'))
    expect(ring.lookupHash('codeA', 'B')).not.toEqual(ring.lookupHash('code', 'AB'))
    expect(ring.lookupHash('code', 'AB')).toHaveLength(32)
  })

  test('knows its own tags', () => {
    const tag = ring.tag('round|member|answer')
    expect(tag).toMatch(/^[\w-]{11}$/)
    expect(ring.verifyTag('round|member|answer', tag)).toBe(true)
    expect(ring.verifyTag('round|stranger|answer', tag)).toBe(false)
    for (const forged of [
      '',
      'short',
      `${tag}=`,
      tag.toLowerCase() === tag ? tag.toUpperCase() : tag.toLowerCase(),
    ]) {
      expect(ring.verifyTag('round|member|answer', forged)).toBe(false)
    }
  })

  test('chains audit rows to what stands before them', () => {
    const first = ring.auditMac(new Uint8Array(), 'row')
    expect(ring.auditMac(first, 'row')).not.toEqual(first)
    expect(ring.auditMac(new Uint8Array(), 'row')).toEqual(first)
    expect(createKeyring(bytesOf(2)).auditMac(new Uint8Array(), 'row')).not.toEqual(first)
  })

  test('opens data keys of an older master key', () => {
    const { wrapped } = ring.dataKeys.make('member|1')
    expect(() =>
      createKeyring(bytesOf(3), [bytesOf(1)]).dataKeys.open(wrapped, 'member|1'),
    ).not.toThrow()
    expect(() => createKeyring(bytesOf(3)).dataKeys.open(wrapped, 'member|1')).toThrow(SealBroken)
  })
})

test.each([
  ['s3cret', 's3cret', true],
  ['s3cret', 's3creT', false],
  ['s3cret', 's3cret ', false],
  ['', '', true],
  ['', 's3cret', false],
])('equalSecrets(%j, %j) is %j', (a, b, expected) => {
  expect(equalSecrets(a, b)).toBe(expected)
})
