// An attacker who knows every total, everything published in a round, and our rules, tries every
// way the answers can have been.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Block, Said } from '../../src/domain/checkpoint.ts'
import { type PublishedRow, publishRow } from '../../src/domain/suppression.ts'

/**
 * Counts by level: of those who had answered by the first publication, and of the newcomers of each
 * further one.
 */
type Answers = readonly (readonly number[])[]
type Publisher = (levels: readonly Block[], isLast: boolean, said: readonly Said[]) => PublishedRow

const ours: Publisher = (levels, isLast, said) =>
  publishRow(levels, isLast ? 'closing' : 'checkpoint', said)

/** Every way that `people` can spread over `size` levels. */
function spreads(people: number, size: number): readonly (readonly number[])[] {
  if (size === 1) return [[people]]
  return Array.from({ length: people + 1 }, (_, first) =>
    spreads(people - first, size - 1).map((rest) => [first, ...rest]),
  ).flat()
}

function everyWay(cohorts: readonly number[], size: number): readonly Answers[] {
  const further = (ways: readonly Answers[], people: number) =>
    ways.flatMap((way) => spreads(people, size).map((one) => [...way, one]))
  return cohorts.reduce(further, [[]])
}

function sumOf(cohorts: Answers): readonly number[] {
  return cohorts.reduce((sum, cohort) => sum.map((count, level) => count + (cohort[level] ?? 0)))
}

/**
 * All that is published of these answers, one publication after each cohort, the last at closing.
 */
function story(answers: Answers, publisher: Publisher): string {
  let said: readonly Said[] = []
  return answers
    .map((_, place) => {
      const levels = sumOf(answers.slice(0, place + 1)).map((count, level) => ({
        levels: [String(level)],
        count,
      }))
      const row = publisher(levels, place === answers.length - 1, said)
      if ('said' in row) said = row.said
      return JSON.stringify(row)
    })
    .join('\n')
}

/**
 * The counts an attacker would like to know: of each cohort, and of all up to each publication, by
 * level.
 */
function cellsOf(answers: Answers): readonly number[] {
  return [...answers.flat(), ...answers.flatMap((_, place) => sumOf(answers.slice(0, place + 1)))]
}

interface Finding {
  readonly story: string
  readonly low: number
  readonly high: number
}

/** What is certain of each cell, for every story that can be told. */
function attack(
  cohorts: readonly number[],
  size: number,
  publisher: Publisher = ours,
): readonly Finding[] {
  const consistent = new Map<string, { low: number; high: number }[]>()
  for (const answers of everyWay(cohorts, size)) {
    const cells = cellsOf(answers)
    const told = story(answers, publisher)
    const known = consistent.get(told)
    const low = (count: number, place: number) => Math.min(count, known?.[place]?.low ?? count)
    const high = (count: number, place: number) => Math.max(count, known?.[place]?.high ?? count)
    consistent.set(
      told,
      cells.map((count, place) => ({ low: low(count, place), high: high(count, place) })),
    )
  }
  return [...consistent].flatMap(([told, ranges]) =>
    ranges.map((range) => ({ story: told, ...range })),
  )
}

const isExposed = ({ low, high }: Finding) => low === high && (low === 1 || low === 2)
/** Not which, but that it is 1 or 2. */
const isSmall = ({ low, high }: Finding) => low >= 1 && high <= 2

describe('one publication', () => {
  const sizes = [2, 3, 4, 5].flatMap((size) =>
    [5, 6, 7, 8, 9, 10, 11, 12].map((people) => [size, people] as const),
  )
  it.each(sizes)('%i levels, %i respondents', (size, people) => {
    const findings = attack([people], size)
    expect(findings.filter(isExposed)).toEqual([])
    // The one thing "mixed" tells of up to eight people on three levels: that few chose the outer
    // ones.
    const isKnown = ({ story: told }: Finding) => size === 3 && people < 9 && told.includes('mixed')
    expect(findings.filter((finding) => isSmall(finding) && !isKnown(finding))).toEqual([])
  })
})

describe('a checkpoint, and then the closing', () => {
  const pairs = [5, 6, 7, 8, 9, 10].flatMap((first) =>
    [0, 1, 2, 3, 4, 5, 6].map((more) => [first, more] as const),
  )
  it.each(pairs)('%i respondents and %i more', (first, more) => {
    for (const size of [2, 3]) {
      const findings = attack([first, more], size)
      expect(findings.filter(isExposed)).toEqual([])
      if (first > 5 && more > 0) expect(findings.filter(isSmall)).toEqual([])
    }
  })
})

describe('any sequence of publications', () => {
  it('tells no count of one or two, of anybody', () => {
    const sequences = fc.record({
      size: fc.integer({ min: 2, max: 4 }),
      cohorts: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 2, maxLength: 4 }),
    })
    const waysOf = (people: number, size: number): number =>
      people <= 0 ? 1 : (waysOf(people - 1, size) * (people + size - 1)) / people
    fc.assert(
      fc.property(sequences, ({ size, cohorts }) => {
        fc.pre(cohorts.reduce((ways, people) => ways * waysOf(people, size), 1) <= 3000)
        expect(attack(cohorts, size).filter(isExposed)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it.each([[[5, 5, 1]], [[5, 5, 4]], [[6, 5, 2]]])('%j on three levels', (cohorts) => {
    expect(attack(cohorts, 3).filter(isExposed)).toEqual([])
  })
})

describe('the attacker', () => {
  const figures: Publisher = (levels) => ({ kind: 'figures', respondents: 0, blocks: levels })
  it('finds what plain figures give away', () => {
    expect(attack([6], 3, figures).some(isExposed)).toBe(true)
  })

  it('finds what figures at a checkpoint give away by subtraction', () => {
    const twice: Publisher = (levels) => publishRow(levels, 'closing', [])
    expect(attack([10, 1], 3, twice).some(isExposed)).toBe(true)
  })

  it('finds what figures at closing give away when the checkpoint is forgotten', () => {
    const forgetful: Publisher = (levels, isLast) => ours(levels, isLast, [])
    expect(attack([10, 1], 3, forgetful).some(isExposed)).toBe(true)
  })
})
