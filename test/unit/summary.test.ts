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
    version: 1,
    period: of,
    roster,
    sheets: first[0] + first[1] + first[2],
    heads: Object.fromEntries(Object.entries(heads).map(([id, triple]) => [id, counts(triple)])),
    groups: { I: counts([10, 4, 0]), II: counts([14, 0, 0]) },
    remedies: {
      created: 5,
      noMeasure: 2,
      inProgress: 6,
      overdue: 2,
      done: 9,
      dueInPeriod: 11,
      doneOfDue: 9,
    },
    voices: { named: 2, anonymous: 1 },
  }
}
function closed(of: typeof november, heads: Readonly<Record<string, Triple>>) {
  return publish(tally(of, heads), scales, 'closing', null)
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
    expect(summary.content).toMatchObject({ kind: 'shown', stage: 'closing', sheets: 14 })
    const counted = {
      created: 5,
      inProgress: 6,
      overdue: 2,
      done: 9,
      dueInPeriod: 11,
      doneOfDue: 9,
    }
    expect(summary.remedies).toEqual({
      kind: 'shown',
      of: november,
      ...counted,
      percent: 81.8,
      reachesMark: true,
    })
    expect(summary.voices).toEqual({ kind: 'shown', count: 3, areAnonymousTextsShown: true })
    expect([summary.topic, summary.nextSteps]).toEqual([
      'order',
      ['reviewOverdue', 'readVoices', 'raiseTopic'],
    ])
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
    [
      'open, too few so far',
      { round: 'open', published: null, roster: { ...roster, done: 4 } },
      'roundOpen',
    ],
    [
      'open, enough and nothing published yet',
      { round: 'open', published: null, roster: { ...roster, done: 5 } },
      'notYetCheckpoint',
    ],
    [
      'closed with too few',
      { published: closed(november, { thought: [4, 0, 0] }) },
      'fewRespondents',
    ],
  ])('%s: content is missing', (_, more, reason) => {
    expect(summarise(input(more)).content).toEqual({ kind: 'missing', reason })
  })

  it('with too few still has participation, remedies and voices without their texts', () => {
    const summary = summarise(input({ published: closed(november, { thought: [4, 0, 0] }) }))
    expect([summary.participation.kind, summary.remedies.kind, summary.topic]).toEqual([
      'shown',
      'shown',
      null,
    ])
    expect(summary.voices).toMatchObject({ count: 3, areAnonymousTextsShown: false })
  })

  it('while the round is open has the remedies of the last closing, no voices, and whom to remind', () => {
    const checkpoint = publish(tally(november, { thought: [6, 1, 0] }), scales, 'checkpoint', null)
    const summary = summarise(input({ round: 'open', published: checkpoint }))
    expect(summary.remedies).toMatchObject({ of: october, created: 5 })
    expect(summary.voices).toEqual({ kind: 'missing', reason: 'roundOpen' })
    const heads = [{ id: 'thought', row: { kind: 'majority', level: 'good' }, changes: [] }]
    expect(summary.content).toMatchObject({ stage: 'checkpoint', sheets: 7, heads })
    expect(summary.nextSteps).toContain('remindUnfinished')
    expect(summarise(input({ round: 'open', published: null, previous: null })).remedies).toEqual({
      kind: 'missing',
      reason: 'roundOpen',
    })
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
