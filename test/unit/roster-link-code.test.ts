import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeLinkCode, readLinkCode, showLinkCode } from '../../src/domain/link-code.ts'

describe('a code', () => {
  it('is read as it was made, however it is typed', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 255 })), (stream) => {
        const code = makeLinkCode((count) => Uint8Array.from([...stream.take(count)]))
        const shown = showLinkCode(code)
        return [code, shown, shown.toLowerCase(), shown.replace(' ', '-'), ` ${[...code].join(' ')}\n`].every((typed) => readLinkCode(typed) === code)
      }),
    )
  })

  it('has nothing that a Vietnamese keyboard rewrites', () => {
    const codes = Array.from({ length: 500 }, () => makeLinkCode(randomBytes)).join('')
    expect(codes).toMatch(/^[0-9BCFGHJKMNPQRSTVXZ]+$/)
    expect(new Set(codes).size).toBe(27)
  })

  it.each([
    ['o and l for 0 and 1', 'o7kq 2rtl', '07KQ2RT1'],
    ['full-width letters', '７ＫＭＱ２ＲＴＢ', '7KMQ2RTB'],
    ['too short', '7KMQ2RT', null],
    ['too long', '7KMQ2RTBB', null],
    ['a vowel', '7KMQ2RTA', null],
    ['a sentence', 'xin chào', null],
    ['nothing', '', null],
  ])('%s', (_, typed, code) => {
    expect(readLinkCode(typed)).toBe(code)
  })
})
