// An attacker who knows every total, everything published of a round, and our rules, tries every
// way the answers can have been: those who came one after another, one who left and one who came in
// their place, and those who promised something.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DueRemedies } from '../../src/domain/remedy.ts'
import {
  type Block,
  type DoneOfDue,
  publishDue,
  type PublishedRow,
  publishRow,
} from '../../src/domain/suppression.ts'

/** Counts by level: of those who had answered first, and of the newcomers after each of them. */
type Answers = readonly (readonly number[])[]
/** What is said of the levels after each cohort; null: nothing. */
type Publisher = (levels: readonly Block[], isLast: boolean) => PublishedRow | string | null

const ours: Publisher = (levels, isLast) => (isLast ? publishRow(levels) : null)

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

const blocksOf = (counts: readonly number[]): readonly Block[] =>
  counts.map((count, level) => ({ levels: [String(level)], count }))

interface Finding {
  readonly story: string
  readonly low: number
  readonly high: number
}

/** What is certain of each cell, for every story that can be told of these answers. */
function certainties(
  ways: readonly Answers[],
  storyOf: (answers: Answers) => string,
  cellsOf: (answers: Answers) => readonly number[],
): readonly Finding[] {
  const consistent = new Map<string, { low: number; high: number }[]>()
  for (const answers of ways) {
    const told = storyOf(answers)
    const known = consistent.get(told)
    const low = (count: number, place: number) => Math.min(count, known?.[place]?.low ?? count)
    const high = (count: number, place: number) => Math.max(count, known?.[place]?.high ?? count)
    consistent.set(
      told,
      cellsOf(answers).map((count, place) => ({
        low: low(count, place),
        high: high(count, place),
      })),
    )
  }
  return [...consistent].flatMap(([told, ranges]) =>
    ranges.map((range) => ({ story: told, ...range })),
  )
}

/** Of each cohort, and of all up to each, by level: one publisher's word after each cohort. */
function attack(
  cohorts: readonly number[],
  size: number,
  publisher: Publisher = ours,
): readonly Finding[] {
  const upTo = (answers: Answers, place: number) => sumOf(answers.slice(0, place + 1))
  return certainties(
    everyWay(cohorts, size),
    (answers) =>
      JSON.stringify(
        answers.map((_, place) =>
          publisher(blocksOf(upTo(answers, place)), place === answers.length - 1),
        ),
      ),
    (answers) => [...answers.flat(), ...answers.flatMap((_, place) => upTo(answers, place))],
  )
}

/** One of `people` leaves and one comes instead: the number is the same and the people are not. */
function swap(people: number, size: number, publisher: Publisher = ours): readonly Finding[] {
  return certainties(
    everyWay([people - 1, 1, 1], size),
    ([stayed = [], left = [], came = []]) =>
      JSON.stringify([
        publisher(blocksOf(sumOf([stayed, left])), false),
        publisher(blocksOf(sumOf([stayed, came])), true),
      ]),
    ([, left = [], came = []]) => [...left, ...came],
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

  it('tells no count of one or two of those who came in any order', () => {
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

  it.each([5, 6, 7, 8, 9, 10, 11, 12])('of %i, one left and one came', (people) => {
    for (const size of [2, 3]) expect(swap(people, size).filter(isExposed)).toEqual([])
  })

  describe('the attacker', () => {
    const figures: Publisher = (levels) => ({ kind: 'figures', respondents: 0, blocks: levels })
    const twice: Publisher = (levels) => publishRow(levels)
    /** v0.1.0: words at five sheets and at every five more. */
    const wordsBefore: Publisher = (levels, isLast) => {
      const people = levels.reduce((sum, { count }) => sum + count, 0)
      const most = levels.find(({ count }) => count >= people - 2)
      return isLast ? publishRow(levels) : (most?.levels.join() ?? 'mixed')
    }

    it('finds what plain figures give away', () => {
      expect(attack([6], 3, figures).some(isExposed)).toBe(true)
    })

    it('finds what figures said twice give away by subtraction', () => {
      expect(attack([10, 1], 3, twice).some(isExposed)).toBe(true)
    })

    it('finds what words before the closing give away when one leaves and one comes', () => {
      expect(swap(6, 2, wordsBefore).some(isExposed)).toBe(true)
    })
  })
})

/** What one person has due in the month, and how much of it is done. */
const belongings = [0, 1, 2].flatMap((due) =>
  Array.from({ length: due + 1 }, (_, done) => ({ due, done })),
)
const most = 2
type Figure = (due: DueRemedies, others: number) => DoneOfDue | null

/**
 * Ways that people of one kind can own as much: what one of them can have (`can`), and two of them
 * together (`pairs`), as bits.
 */
interface Ways {
  readonly due: number
  readonly done: number
  readonly owners: number
  readonly can: number
  readonly pairs: number
}

const nothing: Ways = { due: 0, done: 0, owners: 0, can: 0, pairs: 0 }
const bitOf = ({ due, done }: { due: number; done: number }): number => 1 << (due * 5 + done)

function waysOf(spread: readonly number[]): Ways {
  const has = belongings.map((each, place) => ({ ...each, people: spread[place] ?? 0 }))
  const pairs = has.flatMap((one, i) =>
    has.flatMap((two, j) =>
      one.people > (i === j ? 1 : 0) && two.people > 0
        ? [bitOf({ due: one.due + two.due, done: one.done + two.done })]
        : [],
    ),
  )
  return {
    due: has.reduce((sum, { due, people }) => sum + due * people, 0),
    done: has.reduce((sum, { done, people }) => sum + done * people, 0),
    owners: has.reduce((sum, { due, people }) => sum + (due > 0 ? people : 0), 0),
    can: has.reduce((bits, one) => (one.people > 0 ? bits | bitOf(one) : bits), 0),
    pairs: pairs.reduce((bits, bit) => bits | bit, 0),
  }
}

const known = new Map<number, readonly Ways[]>()
/** Those that look the same from outside are one. */
function everyWaysOf(people: number): readonly Ways[] {
  const found = known.get(people)
  if (found !== undefined) return found
  const alike = new Map<string, Ways>()
  for (const spread of spreads(people, belongings.length)) {
    const ways = waysOf(spread)
    const key = [ways.due, ways.done, ways.owners].join()
    const { can, pairs } = alike.get(key) ?? nothing
    alike.set(key, { ...ways, can: ways.can | can, pairs: ways.pairs | pairs })
  }
  const all = [...alike.values()]
  known.set(people, all)
  return all
}

interface Knower {
  readonly isReader: boolean
  readonly due: number
  readonly done: number
}

const anybody: readonly Knower[] = [true, false].flatMap((isReader) =>
  belongings.map((each) => ({ isReader, ...each })),
)

/** Whoever reads or hears it, and so many colleagues who tell what they have. */
function knowers(colleagues: number, from = 0): readonly (readonly Knower[])[] {
  return anybody
    .slice(from)
    .flatMap((one, place) =>
      colleagues === 0
        ? [[one]]
        : knowers(colleagues - 1, from + place).map((group) => [one, ...group]),
    )
}

type Leak = 'owner' | 'count'

function leaksOf({ can, pairs }: Pick<Ways, 'can' | 'pairs'>): readonly Leak[] {
  const isOne = (bits: number) => bits !== 0 && (bits & (bits - 1)) === 0
  const owns = can !== 0 && (can & 1) === 0
  const counts = (isOne(can) && owns) || (isOne(pairs) && (pairs & 1) === 0)
  return [...(owns ? (['owner'] as const) : []), ...(counts ? (['count'] as const) : [])]
}

/**
 * What is certain of the rest for those who know of themselves: that somebody owns something, or
 * how much one or two of them have.
 */
function spy(
  group: readonly Knower[],
  readers: number,
  others: number,
  figure: Figure,
): readonly Leak[] {
  const own = (isReader: boolean) => group.filter((one) => one.isReader === isReader)
  const sum = (of: 'due' | 'done') => group.reduce((total, one) => total + one[of], 0)
  const owning = (people: readonly Knower[]) => people.filter(({ due }) => due > 0).length
  const stories = new Map<string, { readers: Ways; others: Ways }>()
  const [restReaders, restOthers] = [readers - own(true).length, others - own(false).length]
  for (const ofReaders of everyWaysOf(restReaders)) {
    for (const ofOthers of everyWaysOf(restOthers)) {
      // Nobody has so little at the most: what follows from the bound of this test is no leak.
      if (ofReaders.due + ofOthers.due > most * (restOthers - 1)) continue
      const otherOwners = ofOthers.owners + owning(own(false))
      const said = figure(
        {
          due: sum('due') + ofReaders.due + ofOthers.due,
          done: sum('done') + ofReaders.done + ofOthers.done,
          owners: otherOwners + ofReaders.owners + owning(own(true)),
          otherOwners,
        },
        others,
      )
      const story = said === null ? '' : `${String(said.done)}/${String(said.due)}`
      const before = stories.get(story) ?? { readers: nothing, others: nothing }
      stories.set(story, {
        readers: both(before.readers, ofReaders),
        others: both(before.others, ofOthers),
      })
    }
  }
  return [...stories.values()].flatMap((of) => [...leaksOf(of.readers), ...leaksOf(of.others)])
}

function both(a: Ways, b: Ways): Ways {
  return { ...nothing, can: a.can | b.can, pairs: a.pairs | b.pairs }
}

function leaks(
  readers: number,
  others: number,
  colleagues: number,
  figure: Figure,
): ReadonlySet<Leak> {
  const groups = knowers(colleagues).filter((group) => {
    const own = group.filter(({ isReader }) => isReader).length
    return own <= readers && group.length - own <= others
  })
  return new Set(groups.flatMap((group) => spy(group, readers, others, figure)))
}

describe('the figure of remedies', () => {
  const branches = [5, 6, 7, 8, 9, 10].flatMap((others) =>
    [1, 2].map((readers) => [readers, others] as const),
  )
  it.each(branches)(
    'of a branch with %i readers and %i others: no owner is certain with two colleagues, no count of one or two with one',
    (readers, others) => {
      for (const colleagues of [0, 1])
        expect([...leaks(readers, others, colleagues, publishDue)], String(colleagues)).toEqual([])
      expect([...leaks(readers, others, 2, publishDue)]).not.toContain('owner')
    },
    60_000,
  )

  it('rests on four owners at least, besides whoever hears it', () => {
    const count = fc.nat(12)
    fc.assert(
      fc.property(count, count, fc.nat(20), (otherOwners, readersOwning, others) => {
        const owners = otherOwners + readersOwning
        const said = publishDue({ due: owners, done: 0, owners, otherOwners }, others)
        return said === null || (otherOwners >= 4 && owners - 1 >= 4)
      }),
    )
  })

  it.each<[string, Figure, readonly [readers: number, others: number, colleagues: number]]>([
    ['said whoever owns it, as v0.1.0 did', ({ due, done }) => ({ due, done }), [1, 3, 1]],
    [
      'said for three owners',
      ({ due, done, otherOwners }) => (otherOwners >= 3 ? { due, done } : null),
      [1, 5, 2],
    ],
    [
      'said in a branch so small that all must own something',
      ({ due, done, otherOwners, owners }) =>
        otherOwners >= 4 && owners >= 5 ? { due, done } : null,
      [1, 7, 2],
    ],
  ])('the attacker finds what a figure gives away that is %s', (_, figure, [r, o, colleagues]) => {
    expect(leaks(r, o, colleagues, figure).size).toBeGreaterThan(0)
  })
})
