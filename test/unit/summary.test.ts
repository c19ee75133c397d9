import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RosterCounts } from '../../src/domain/participation.ts'
import { period } from '../../src/domain/period.ts'
import { type SummaryInput, suggestTopic, summarise } from '../../src/domain/summary.ts'
import { publish } from '../../src/domain/suppression.ts'
import type { Tally } from '../../src/domain/tally.ts'

const levels = ['good', 'strive', 'mend']
const scales = { heads: levels, groups: levels }
const roster: RosterCounts = {
  members: 17,
  exempt: 1,
  away: 0,
  expected: 16,
  done: 14,
  onPaper: 1,
  inProgress: 1,
  notBegun: 0,
  late: 0,
}
const october = period('2026-10')
const november = period('2026-11')

type Triple = readonly [number, number, number]
const counts = ([good, strive, mend]: Triple) => ({ good, strive, mend })
function tally(of: typeof november, heads: Readonly<Record<string, Triple>>): Tally {
  const [first = [0, 0, 0]] = Object.values(heads)
  return {
    period: of,
    roster,
    sheets: first[0] + first[1] + first[2],
    others: first[0] + first[1] + first[2] - 2,
    heads: Object.fromEntries(Object.entries(heads).map(([id, triple]) => [id, counts(triple)])),
    groups: { I: counts([10, 4, 0]), II: counts([14, 0, 0]) },
    remedies: { due: 11, done: 9, owners: 8, otherOwners: 6 },
    voices: 3,
  }
}
function closed(of: typeof november, heads: Readonly<Record<string, Triple>>) {
  return publish(tally(of, heads), scales)
}
const thisMonth = closed(november, {
  thought: [11, 2, 1],
  ethics: [13, 1, 0],
  duties: [8, 0, 6],
  order: [7, 4, 3],
})
const lastMonth = closed(october, {
  thought: [10, 2, 1],
  ethics: [12, 1, 0],
  duties: [7, 3, 3],
  order: [9, 4, 0],
})
const input = (more: Partial<SummaryInput>): SummaryInput => ({
  period: november,
  round: 'closed',
  roster,
  published: thisMonth,
  turns: null,
  previousRoster: { ...roster, done: 12, inProgress: 3 },
  previous: lastMonth,
  ...more,
})

describe('summarise', () => {
  it('has all of a closed month', () => {
    const summary = summarise(input({}))
    expect(summary.participation).toMatchObject({
      tookPart: 15,
      percent: 93.8,
      previousPercent: 81.3,
      onPaper: 1,
    })
    expect(summary.content).toMatchObject({ kind: 'shown', sheets: 14 })
    expect(summary.remedies).toEqual({
      kind: 'shown',
      due: 11,
      done: 9,
      percent: 81.8,
      reachesMark: true,
    })
    expect(summary.voices).toEqual({ kind: 'shown', count: 3 })
    expect([summary.topic, summary.nextSteps]).toEqual(['order', ['readVoices', 'raiseTopic']])
  })

  it('tells a change only of what was published the same way in both months', () => {
    const { content } = summarise(input({}))
    const changes =
      content.kind === 'shown'
        ? Object.fromEntries(content.heads.map(({ id, changes: of }) => [id, of]))
        : {}
    expect(changes).toEqual({
      thought: [
        { levels: ['good'], before: 10, difference: 1 },
        { levels: ['strive', 'mend'], before: 3, difference: 0 },
      ],
      ethics: [],
      duties: [{ levels: ['good'], before: 7, difference: 1 }],
      order: [{ levels: ['good'], before: 9, difference: -2 }],
    })
  })

  it.each<[string, Partial<SummaryInput>, string]>([
    ['no round', { round: 'none', roster: null, published: null }, 'noRound'],
    ['open, however many sheets', { round: 'open', published: null }, 'roundOpen'],
    [
      'closed with too few',
      { published: closed(november, { thought: [4, 0, 0] }) },
      'fewRespondents',
    ],
    [
      'closed, and something was said before',
      { published: publish(tally(november, { thought: [9, 3, 3] }), scales, true) },
      'shownEarly',
    ],
  ])('%s: there is nothing but participation', (_, more, reason) => {
    const { content, remedies, voices, topic, nextSteps } = summarise(input(more))
    const missing = { kind: 'missing', reason }
    expect([content, remedies, voices, topic]).toEqual([missing, missing, missing, null])
    expect(nextSteps.filter((step) => step !== 'remindUnfinished')).toEqual([])
  })

  it('with enough sheets and too few owners says so of the remedies alone', () => {
    const few = { ...tally(november, { thought: [9, 3, 3] }) }
    const remedies = { due: 4, done: 0, owners: 4, otherOwners: 3 }
    const summary = summarise(input({ published: publish({ ...few, remedies }, scales) }))
    expect([summary.content.kind, summary.remedies, summary.voices.kind]).toEqual([
      'shown',
      { kind: 'missing', reason: 'fewOwners' },
      'shown',
    ])
    expect(summary.nextSteps).not.toContain('reachMark')
  })

  it('while the round is open has whom to remind', () => {
    expect(summarise(input({ round: 'open', published: null })).nextSteps).toEqual([
      'remindUnfinished',
    ])
  })

  it('compares nothing with a month of another scale', () => {
    const other = { ...lastMonth, scales: { heads: ['good', 'fair', 'mend'], groups: levels } }
    const { content } = summarise(input({ previous: other }))
    expect(
      content.kind === 'shown' && content.heads.every(({ changes }) => changes.length === 0),
    ).toBe(true)
  })

  it('says the same of two months whose publications are the same: nothing comes from behind them', () => {
    const triple = fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9))
    fc.assert(
      fc.property(triple, triple, (now, then) => {
        const published = closed(november, { thought: now, ethics: now })
        const previous = closed(october, { thought: then, ethics: now })
        const read = JSON.parse(JSON.stringify([published, previous])) as [
          typeof published,
          typeof previous,
        ]
        expect(summarise(input({ published: read[0], previous: read[1] }))).toEqual(
          summarise(input({ published, previous })),
        )
        const numbers =
          JSON.stringify(summarise(input({ published, previous })).content).match(/"count":\d+/g) ??
          []
        expect(numbers.some((number) => /:[012]$/.test(number))).toBe(false)
      }),
    )
  })
})

describe('suggestTopic', () => {
  it.each<
    [
      string,
      Readonly<Record<string, Triple>>,
      Readonly<Record<string, Triple>> | null,
      string | null,
    ]
  >([
    [
      'the largest change, upwards too',
      { a: [7, 7, 0], b: [10, 4, 0] },
      { a: [8, 6, 0], b: [4, 10, 0] },
      'b',
    ],
    ['nothing to compare: the fewest good', { a: [10, 4, 0], b: [4, 10, 0] }, null, 'b'],
    ['most chose another level', { a: [10, 4, 0], b: [1, 13, 0] }, null, 'b'],
    ['everybody good', { a: [14, 0, 0], b: [13, 1, 0] }, null, null],
    ['too few', { a: [2, 2, 0] }, null, null],
  ])('%s', (_, now, then, topic) => {
    expect(suggestTopic(closed(november, now), then === null ? null : closed(october, then))).toBe(
      topic,
    )
  })
})
