import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isAskedByItem,
  manifestationsPerMonth,
  pickManifestations,
  pickWording,
} from '../../src/domain/rotation.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'

const { items } = loadQuestionnaires(
  fileURLToPath(new URL('../../questionnaires', import.meta.url)),
).manifestations
const asked = items.filter(isAskedByItem).map(({ id }) => id)
const seed = fc.string({ maxLength: 40 })
const month = fc.integer({ min: 0, max: 40_000 })

function idsOf(memberSeed: string, index: number): readonly string[] {
  return pickManifestations(memberSeed, index, items).map(({ id }) => id)
}

describe('pickManifestations', () => {
  it('gives all 18 of groups I and II, and nothing else, in any six months in a row', () => {
    fc.assert(
      fc.property(seed, month, (member, first) => {
        const six = [0, 1, 2, 3, 4, 5].flatMap((later) => idsOf(member, first + later))
        expect([...six].sort()).toEqual([...asked].sort())
      }),
    )
  })

  it('shares nothing between a month and the next', () => {
    fc.assert(
      fc.property(seed, month, (member, first) => {
        const next = idsOf(member, first + 1)
        expect(idsOf(member, first).filter((id) => next.includes(id))).toEqual([])
      }),
    )
  })

  it('touches both groups every month', () => {
    fc.assert(
      fc.property(seed, month, (member, index) => {
        const groups = pickManifestations(member, index, items).map(({ group }) => group)
        expect(groups).toHaveLength(manifestationsPerMonth)
        expect(new Set(groups)).toEqual(new Set(['I', 'II']))
      }),
    )
  })

  it('gives the same member the same answer, and other members others', () => {
    const members = Array.from({ length: 150 }, (_, at) => `member-${String(at)}`)
    const hands = members.map((member) => idsOf(member, 24_323).join())
    expect(hands).toEqual(members.map((member) => idsOf(member, 24_323).join()))
    expect(new Set(hands).size).toBeGreaterThan(120)
  })

  it('asks a branch about every manifestation about equally often', () => {
    const counts = new Map<string, number>()
    for (let at = 0; at < 1_800; at += 1) {
      for (const id of idsOf(`c${String(at)}`, 24_323)) counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    // 300 each on average; five standard deviations are 79.
    expect(asked.filter((id) => Math.abs((counts.get(id) ?? 0) - 300) > 79)).toEqual([])
  })

  it('refuses a month that is no whole number', () => {
    expect(() => pickManifestations('a', 1.5, items)).toThrow(RangeError)
  })
})

describe('pickWording', () => {
  it('never repeats a wording the next month, and uses every one in turn', () => {
    fc.assert(
      fc.property(seed, month, fc.integer({ min: 2, max: 9 }), (key, first, count) => {
        const turns = Array.from({ length: count }, (_, later) =>
          pickWording(key, first + later, count),
        )
        expect(new Set(turns).size).toBe(count)
        expect(turns.every((turn) => Number.isInteger(turn) && turn >= 0 && turn < count)).toBe(
          true,
        )
      }),
    )
  })

  it('lets questions begin at different wordings', () => {
    const starts = ['h.politics', 'h.ethics', 'h.duties', 'h.discipline', 'deed', 'voice', 'm'].map(
      (key) => pickWording(key, 0, 5),
    )
    expect(new Set(starts).size).toBeGreaterThan(2)
  })

  it('refuses a question without wordings', () => {
    expect(() => pickWording('deed', 0, 0)).toThrow(RangeError)
  })
})
