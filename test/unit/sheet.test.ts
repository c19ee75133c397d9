import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { period, periodIndex } from '../../src/domain/period.ts'
import type { Pack } from '../../src/domain/questionnaire.ts'
import { type SheetInput, buildSheet, maxPrompts, startsQuarter } from '../../src/domain/sheet.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'

const { packs } = loadQuestionnaires(
  fileURLToPath(new URL('../../questionnaires', import.meta.url)),
)

function pack(id: string): Pack {
  const found = packs.get(id)
  if (found === undefined) throw new Error(`no pack ${id}`)
  return found
}

function remedies(count: number): readonly { readonly id: string }[] {
  return Array.from({ length: count }, (_, at) => ({ id: `remedy-${String(at)}` }))
}

const november: SheetInput = {
  pack: pack('monthly'),
  memberSeed: 'member-1',
  periodIndex: periodIndex(period('2026-11')),
  openRemedies: remedies(3),
  isQuarterStart: false,
  voiceOpen: true,
}

const anyInput: fc.Arbitrary<SheetInput> = fc.record({
  pack: fc.constantFrom(...packs.values()),
  memberSeed: fc.uuid(),
  periodIndex: fc.integer({ min: 24_000, max: 25_000 }),
  openRemedies: fc.integer({ min: 0, max: 6 }).map(remedies),
  isQuarterStart: fc.boolean(),
  voiceOpen: fc.boolean(),
})

describe('buildSheet', () => {
  it('asks promises, heads, manifestations, deed and voice, in this order', () => {
    const kinds = buildSheet(november).items.map(({ kind }) => kind)
    expect(kinds).toEqual([
      'promise',
      'promise',
      'promise',
      'head',
      'head',
      'head',
      'head',
      'manifestation',
      'manifestation',
      'manifestation',
      'deed',
      'voice',
    ])
  })

  it('takes the promises most due first', () => {
    const promises = buildSheet({ ...november, openRemedies: remedies(5) }).items.filter(
      (item) => item.kind === 'promise',
    )
    expect(promises).toEqual(
      [0, 1, 2].map((at) => ({
        kind: 'promise',
        key: `p${String(at + 1)}`,
        remedyId: `remedy-${String(at)}`,
      })),
    )
  })

  it.each([
    ['monthly', false, 3],
    ['monthly', true, 2],
    ['standards-144', false, 2],
    ['standards-144', true, 1],
  ] as const)(
    'of %s, acknowledgement %s, leaves room for %s promises',
    (id, isQuarterStart, room) => {
      const { items } = buildSheet({ ...november, pack: pack(id), isQuarterStart })
      expect(items).toHaveLength(maxPrompts)
      expect(items.filter(({ kind }) => kind === 'promise')).toHaveLength(room)
      expect(items.filter(({ kind }) => kind === 'acknowledge')).toHaveLength(
        isQuarterStart ? 1 : 0,
      )
    },
  )

  it('has at most 12 items, short ASCII keys, each once, and wordings that exist', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { items } = buildSheet(input)
        const keys = items.map(({ key }) => key)
        expect(items.length).toBeLessThanOrEqual(maxPrompts)
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys.every((key) => /^[a-zA-Z0-9.-]{1,18}$/.test(key))).toBe(true)
        for (const item of items) {
          if (item.kind === 'head')
            expect(
              input.pack.heads.find(({ id }) => id === item.head)?.wordings[item.wording],
            ).toBeDefined()
          if (item.kind === 'manifestation')
            expect(input.pack.manifestation.wordings[item.wording]).toBeDefined()
          if (item.kind === 'deed' || item.kind === 'voice')
            expect(input.pack[item.kind].wordings[item.wording]).toBeDefined()
        }
      }),
    )
  })

  it('never shows the same sheet, head wording or deed wording two months running', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const next = buildSheet({ ...input, periodIndex: input.periodIndex + 1 })
        const worded = (sheet: typeof next): readonly string[] =>
          sheet.items.flatMap((item) =>
            item.kind === 'head' || item.kind === 'deed'
              ? [`${item.key} ${String(item.wording)}`]
              : [],
          )
        const now = buildSheet(input)
        expect(now).not.toEqual(next)
        expect(worded(now).filter((wording) => worded(next).includes(wording))).toEqual([])
      }),
    )
  })

  it('stays the same through the database', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const sheet = buildSheet(input)
        expect(JSON.parse(JSON.stringify(sheet))).toEqual(sheet)
      }),
    )
  })

  it('asks the members of a branch the same heads in the same words, and different manifestations', () => {
    const [one, other] = ['a', 'b'].map(
      (memberSeed) => buildSheet({ ...november, memberSeed }).items,
    )
    expect(one?.filter(({ kind }) => kind === 'head')).toEqual(
      other?.filter(({ kind }) => kind === 'head'),
    )
    expect(one?.filter(({ kind }) => kind === 'manifestation')).not.toEqual(
      other?.filter(({ kind }) => kind === 'manifestation'),
    )
  })
})

describe('startsQuarter', () => {
  it('is true of four months a year', () => {
    const months = Array.from({ length: 12 }, (_, at) =>
      period(`2027-${String(at + 1).padStart(2, '0')}`),
    )
    expect(months.filter(startsQuarter)).toEqual(['2027-01', '2027-04', '2027-07', '2027-10'])
  })
})
