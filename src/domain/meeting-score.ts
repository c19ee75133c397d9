// The 100 points a branch proposes for its own meeting (Hướng dẫn 42; domain.md §3.6): criteria and
// bands are data, this is the sum. A proposal for the branch's vote and never an official level.
import { type AttendanceCounts, attendancePercent } from './attendance.ts'
import { type BranchTaskCounts, tasksDonePercent } from './branch-task.ts'
import { closingPapers, type PapersDone } from './meeting-papers.ts'
import { percentOf } from './participation.ts'
import type { Period } from './period.ts'
import type { Localised } from './questionnaire.ts'

/** What the assistant may know of a meeting. */
export const scoreFacts = ['duration', 'attendance', 'documents', 'tasks', 'closing'] as const
export type ScoreFact = (typeof scoreFacts)[number]

/** Reached from `from` percent on; `isClean`: and nothing amiss. */
interface ScoreStep {
  readonly from: number
  readonly isClean?: boolean | undefined
  readonly points: number
}

interface ScoreCriterion {
  readonly id: string
  readonly max: number
  readonly name: Localised
  readonly hint: Localised
  readonly suggests: { readonly of: ScoreFact; readonly steps: readonly ScoreStep[] } | null
}

interface ScoreBand {
  readonly id: string
  readonly from: number
  readonly label: Localised
}

/** `meeting-score.yaml` */
export interface ScoreSheet {
  readonly version: string
  readonly reviewStatus: string
  readonly sources: readonly Localised[]
  readonly mark: Localised
  readonly minutes: { readonly regular: number; readonly thematic: number; readonly late: number }
  readonly criteria: readonly ScoreCriterion[]
  readonly bands: readonly ScoreBand[]
}

/** The real beginning and end of a meeting. */
interface MeetingTimes {
  readonly startedAt: Date
  readonly endedAt: Date | null
}

/** What was recorded of a meeting; null: nothing. */
export interface ScoreSource {
  readonly kind: 'regular' | 'thematic'
  /** When it was called for. */
  readonly calledFor: Date
  readonly times: MeetingTimes | null
  readonly attendance: AttendanceCounts | null
  /** Of the resolution before this meeting. */
  readonly tasks: BranchTaskCounts | null
  readonly papers: PapersDone
}

/** Known of a criterion: a share in percent, and whether nothing was amiss. */
interface KnownFact {
  readonly percent: number
  readonly isClean: boolean
}

type KnownFacts = Readonly<Partial<Record<ScoreFact, KnownFact>>>

const msPerMinute = 60_000

function durationOf(
  { kind, calledFor, times }: ScoreSource,
  { minutes }: ScoreSheet,
): KnownFact | null {
  const endedAt = times?.endedAt ?? null
  if (times === null || endedAt === null) return null
  const lasted = Math.max(
    0,
    Math.floor((endedAt.getTime() - times.startedAt.getTime()) / msPerMinute),
  )
  const late = (times.startedAt.getTime() - calledFor.getTime()) / msPerMinute
  return {
    percent: Math.min(100, Math.floor((lasted * 100) / minutes[kind])),
    isClean: late <= minutes.late,
  }
}

function attendanceOf({ attendance }: ScoreSource): KnownFact | null {
  const percent =
    attendance === null || attendance.unmarked > 0 ? null : attendancePercent(attendance)
  return percent === null || attendance === null
    ? null
    : { percent, isClean: attendance.unexcused === 0 }
}

function tasksOf({ tasks }: ScoreSource): KnownFact | null {
  const percent = tasks === null ? null : tasksDonePercent(tasks)
  return percent === null ? null : { percent, isClean: true }
}

/** Only what the secretary answered: silence is not a no. */
function papersOf({ papers }: ScoreSource): Pick<KnownFacts, 'documents' | 'closing'> {
  const { documents } = papers
  const answered = closingPapers.filter((paper) => papers[paper] !== undefined)
  const done = closingPapers.filter((paper) => papers[paper] === true)
  return {
    ...(documents === undefined
      ? {}
      : { documents: { percent: documents ? 100 : 0, isClean: documents } }),
    ...(answered.length === 0
      ? {}
      : { closing: { percent: percentOf(done.length, closingPapers.length) ?? 0, isClean: true } }),
  }
}

/** What is known, each as a share; what is not known is absent. */
export function factsOf(source: ScoreSource, sheet: ScoreSheet): KnownFacts {
  const [duration, attendance, tasks] = [
    durationOf(source, sheet),
    attendanceOf(source),
    tasksOf(source),
  ]
  return {
    ...(duration === null ? {} : { duration }),
    ...(attendance === null ? {} : { attendance }),
    ...(tasks === null ? {} : { tasks }),
    ...papersOf(source),
  }
}

/** The points that what is known comes to; null: the secretary says. */
export function suggestedPoints({ suggests }: ScoreCriterion, facts: KnownFacts): number | null {
  const fact = suggests === null ? undefined : facts[suggests.of]
  if (suggests === null || fact === undefined) return null
  return (
    suggests.steps.find(
      ({ from, isClean }) => fact.percent >= from && (isClean !== true || fact.isClean),
    )?.points ?? null
  )
}

export type Marks = Readonly<Record<string, number>>

export interface ScoredCriterion {
  readonly criterion: ScoreCriterion
  /** From 1. */
  readonly number: number
  readonly points: number | null
}

/** `total`, `band`: null while a criterion has no points. */
export interface MeetingScore {
  readonly period: Period
  readonly sheet: ScoreSheet
  readonly lines: readonly ScoredCriterion[]
  readonly total: number | null
  readonly band: ScoreBand | null
}

/**
 * The score of a meeting by the sheet in force; marks it does not know, or that are no points of
 * it, count as not given.
 */
export function scoreOf(period: Period, sheet: ScoreSheet, marks: Marks): MeetingScore {
  const lines = sheet.criteria.map((criterion, place): ScoredCriterion => {
    const points = marks[criterion.id]
    const isPoints =
      points !== undefined && Number.isInteger(points) && points >= 0 && points <= criterion.max
    return { criterion, number: place + 1, points: isPoints ? points : null }
  })
  const isWhole = lines.every(({ points }) => points !== null)
  const total = isWhole ? lines.reduce((sum, { points }) => sum + (points ?? 0), 0) : null
  return { period, sheet, lines, total, band: total === null ? null : bandOf(total, sheet) }
}

/** The band a total falls into: a border belongs to the band above it. */
export function bandOf(total: number, { bands }: Pick<ScoreSheet, 'bands'>): ScoreBand | null {
  return bands.find(({ from }) => total >= from) ?? null
}

export type PointsRefusal = 'notANumber' | 'negative' | 'fraction' | 'tooMany'
type TypedPoints =
  | { readonly ok: true; readonly points: number }
  | { readonly ok: false; readonly reason: PointsRefusal }

const form =
  /^(?<sign>[-−–]?)\s*(?<whole>\d{1,6})(?<part>[.,]\d+|\s*rưỡi)?\s*(?:điểm|diem|points?)?(?:\s*\/\s*(?<of>\d{1,3}))?$/u

/** “4”, “4 điểm”, “4/5”: whole points from 0 to `max`. */
export function readPoints(typed: string, max: number): TypedPoints {
  const text = typed.normalize('NFKC').trim().toLowerCase()
  const found = form.exec(text)?.groups
  if (found === undefined || (found['of'] !== undefined && Number(found['of']) !== max))
    return { ok: false, reason: 'notANumber' }
  const whole = Number(found['whole'])
  const isFraction = found['part'] !== undefined && !/^[.,]0+$/u.test(found['part'])
  if (found['sign'] !== '' && (whole > 0 || isFraction)) return { ok: false, reason: 'negative' }
  if (isFraction) return { ok: false, reason: 'fraction' }
  return whole > max ? { ok: false, reason: 'tooMany' } : { ok: true, points: whole }
}
