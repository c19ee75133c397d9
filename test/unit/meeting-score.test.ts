import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AttendanceCounts } from '../../src/domain/attendance.ts'
import { countBranchTasks } from '../../src/domain/branch-task.ts'
import { localDate } from '../../src/domain/local-date.ts'
import {
  bandOf,
  factsOf,
  readPoints,
  type ScoreSheet,
  type ScoreSource,
  scoreOf,
  suggestedPoints,
} from '../../src/domain/meeting-score.ts'
import { period } from '../../src/domain/period.ts'
import { checkScoreSheet } from '../../src/questionnaires/check-score-sheet.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'

const { scoreSheet: sheet } = loadQuestionnaires(join(import.meta.dirname, '../../questionnaires'))
const nothing: ScoreSource = {
  kind: 'regular',
  calledFor: new Date('2026-12-03T12:30:00Z'),
  times: null,
  attendance: null,
  tasks: null,
  papers: {},
}
const suggested = (source: Partial<ScoreSource>, id: string): number | null => {
  const criterion = sheet.criteria.find((each) => each.id === id)
  return criterion === undefined
    ? null
    : suggestedPoints(criterion, factsOf({ ...nothing, ...source }, sheet))
}
const counts = (
  present: number,
  unexcused: number,
  expected = 20,
  unmarked = 0,
): AttendanceCounts => {
  return {
    members: expected,
    exempt: 0,
    temporary: 0,
    expected,
    present,
    excused: expected - present - unexcused - unmarked,
    unexcused,
    unmarked,
  }
}
const tasks = (done: number, open: number) =>
  countBranchTasks(
    [
      ...Array.from(
        { length: done },
        () => ({ state: 'done', dueOn: localDate('2026-12-01') }) as const,
      ),
      ...Array.from(
        { length: open },
        () => ({ state: 'open', dueOn: localDate('2026-12-30') }) as const,
      ),
    ],
    localDate('2026-12-10'),
  )

describe('the sheet', () => {
  it('has seven criteria of a hundred points and four bands, and says how sure it is', () => {
    expect(sheet.criteria.map(({ max }) => max)).toEqual([5, 5, 10, 40, 5, 30, 5])
    expect(sheet.bands.map(({ from, label }) => [from, label.vi])).toEqual([
      [90, 'Tốt'],
      [70, 'Khá'],
      [50, 'Trung bình'],
      [0, 'Kém'],
    ])
    expect(sheet.mark.vi).toContain('diễn đạt rút gọn')
    expect(sheet.reviewStatus).toBe('needs-party-official-proofread')
  })

  it('is refused when the sums, the bands or the steps do not fit', () => {
    const [first] = sheet.criteria
    if (first === undefined) throw new Error('no criterion')
    const broken: ScoreSheet = {
      ...sheet,
      criteria: [{ ...first, max: 4 }, ...sheet.criteria.slice(1), first],
      bands: [...sheet.bands].reverse(),
    }
    expect(checkScoreSheet(broken).map(({ path }) => path)).toEqual(
      expect.arrayContaining(['criteria', 'bands', 'criteria[0].suggests.steps']),
    )
    expect(checkScoreSheet(sheet)).toEqual([])
  })

  it.each([
    [100, 'good'],
    [90, 'good'],
    [89, 'fair'],
    [70, 'fair'],
    [69, 'average'],
    [50, 'average'],
    [49, 'poor'],
    [0, 'poor'],
  ])('%i points are %s', (total, band) => {
    expect(bandOf(total, sheet)?.id).toBe(band)
  })
})

describe('what is suggested', () => {
  it.each<[number, number, number]>([
    [20, 0, 5],
    [18, 0, 5],
    [18, 1, 4],
    [17, 0, 3],
    [15, 0, 3],
    [14, 0, 2],
    [13, 0, 2],
    [12, 0, 1],
    [0, 20, 1],
  ])('attendance of %i in 20, %i without a reason: %i points', (present, unexcused, points) => {
    expect(suggested({ attendance: counts(present, unexcused) }, 'attendance')).toBe(points)
  })

  it.each<[number, number, number]>([
    [10, 0, 30],
    [9, 1, 30],
    [8, 2, 27],
    [7, 3, 24],
    [6, 4, 20],
    [5, 5, 15],
    [4, 6, 10],
    [0, 3, 10],
  ])('%i tasks done, %i not: %i points', (done, open, points) => {
    expect(suggested({ tasks: tasks(done, open) }, 'results')).toBe(points)
  })

  it.each<[ScoreSource['kind'], string, string, number]>([
    ['regular', '19:30', '21:00', 5],
    ['regular', '19:45', '21:15', 5],
    ['regular', '19:46', '21:16', 4],
    ['regular', '19:30', '20:59', 3],
    ['regular', '19:30', '20:30', 2],
    ['thematic', '19:30', '21:00', 2],
    ['thematic', '19:30', '21:30', 5],
  ])('a %s meeting from %s to %s: %i points', (kind, from, to, points) => {
    const at = (time: string): Date => new Date(`2026-12-03T${time}:00+07:00`)
    expect(suggested({ kind, times: { startedAt: at(from), endedAt: at(to) } }, 'time')).toBe(
      points,
    )
  })

  it('a minute that was not full is not counted, as where the meeting is said to be over', () => {
    const times = {
      startedAt: new Date('2026-12-03T19:30:00+07:00'),
      endedAt: new Date('2026-12-03T20:59:50+07:00'),
    }
    expect(suggested({ kind: 'regular', times }, 'time')).toBe(3)
  })

  it('papers by what the secretary answered; silence is not a no', () => {
    expect(suggested({ papers: { documents: true } }, 'preparation')).toBe(10)
    expect(suggested({ papers: { documents: false } }, 'preparation')).toBe(5)
    expect(suggested({}, 'preparation')).toBeNull()
    expect(
      suggested({ papers: { minutes: true, resolution: true, posted: true } }, 'closing'),
    ).toBe(5)
    expect(suggested({ papers: { minutes: true, resolution: true } }, 'closing')).toBe(3)
    expect(suggested({ papers: { minutes: false } }, 'closing')).toBe(0)
  })

  it('nothing of what is not known: a list half taken, a meeting not ended, no tasks', () => {
    expect(factsOf(nothing, sheet)).toEqual({})
    const half = {
      attendance: counts(10, 0, 20, 3),
      times: { startedAt: nothing.calledFor, endedAt: null },
      tasks: tasks(0, 0),
    }
    expect(factsOf({ ...nothing, ...half }, sheet)).toEqual({})
    expect(suggested({}, 'conduct')).toBeNull()
  })
})

describe('the sum', () => {
  const full = Object.fromEntries(sheet.criteria.map(({ id, max }) => [id, max]))
  it('is there once every criterion has points', () => {
    expect(scoreOf(period('2026-12'), sheet, full)).toMatchObject({
      total: 100,
      band: { id: 'good' },
    })
    const score = scoreOf(period('2026-12'), sheet, { ...full, conduct: 29 })
    expect(score).toMatchObject({ total: 89, band: { id: 'fair' } })
    const most = Object.fromEntries(Object.entries(full).filter(([id]) => id !== 'conduct'))
    expect(scoreOf(period('2026-12'), sheet, most)).toMatchObject({ total: null, band: null })
  })

  it('takes no points that are none', () => {
    for (const conduct of [41, -1, 1.5])
      expect(scoreOf(period('2026-12'), sheet, { ...full, conduct }).total).toBeNull()
  })

  it.each<[string, number | string]>([
    ['4', 4],
    [' 4 điểm', 4],
    ['4/5', 4],
    ['5,0', 5],
    ['0', 0],
    ['５', 5],
    ['-0', 0],
    ['6', 'tooMany'],
    ['100', 'tooMany'],
    ['4,5', 'fraction'],
    ['4 rưỡi', 'fraction'],
    ['-1', 'negative'],
    ['−2', 'negative'],
    ['bốn', 'notANumber'],
    ['', 'notANumber'],
    ['4/10', 'notANumber'],
    ['4 5', 'notANumber'],
    ['9999999', 'notANumber'],
    ['1e3', 'notANumber'],
  ])('typed “%s”: %s', (typed, expected) => {
    const read = readPoints(typed, 5)
    expect(read.ok ? read.points : read.reason).toBe(expected)
  })
})
