import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeAlphabet, formatCode, makeCode, readCode } from '../../src/domain/code.ts'

const anyCode = fc.string({
  unit: fc.constantFrom(...codeAlphabet.split('')),
  minLength: 8,
  maxLength: 8,
})

describe('makeCode', () => {
  it('leaves out bytes that would make some signs likelier, and asks for more', () => {
    const asked: number[] = []
    const bytes = [243, 0, 26, 27, 255, 242, 1, 2, 3, 4, 5, 6]
    const code = makeCode((count) => {
      asked.push(count)
      return Uint8Array.from(bytes.splice(0, count))
    })
    expect(code).toBe('0Z0Z1234')
    expect(asked).toEqual([8, 2])
  })

  it('has no look-alikes, and nothing that Telex or VNI rewrites', () => {
    expect(codeAlphabet).toMatch(/^(?!.*[AEIOUYDWL]).{27}$/)
    expect(new Set(codeAlphabet).size).toBe(27)
  })
})

describe('readCode', () => {
  it('reads every code as it was printed, however it is typed', () => {
    fc.assert(
      fc.property(anyCode, fc.constantFrom('', ' ', '-', '–', '.', '\u00A0'), (code, between) => {
        const spaced = code.split('').join(between)
        const misread = code.replaceAll('0', 'o').replaceAll('1', 'l')
        const link = `https://t.me/chi_bo_bot?start=${code}&x=1`
        const typings = [
          formatCode(code),
          spaced,
          spaced.toLowerCase(),
          misread,
          `/start ${code}`,
          link,
        ]
        expect(typings.map(readCode)).toEqual(typings.map(() => code))
      }),
    )
  })

  it.each([
    ['7kmq 2rtb', '7KMQ2RTB'],
    [' “7KMQ-2RTB”. ', '7KMQ2RTB'],
    ['７ＫＭＱ２ＲＴＢ', '7KMQ2RTB'],
    ['/nhom@chi_bo_bot 7KMQ 2RTB', '7KMQ2RTB'],
    ['7KMQ\u200B2RTB', '7KMQ2RTB'],
    ['O7KQ2RTl', '07KQ2RT1'],
    ['7KMQ2RT', null],
    ['7KMQ2RTBB', null],
    ['7KMQ2RTA', null],
    ['7KMQ2RT!', null],
    ['hướng dẫn', null],
    ['/start', null],
    ['', null],
  ])('%j', (typed, code) => {
    expect(readCode(typed)).toBe(code)
  })
})

it('prints a code in two halves', () => {
  expect(formatCode('7KMQ2RTB')).toBe('7KMQ 2RTB')
})
