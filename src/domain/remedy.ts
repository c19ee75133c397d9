import type { LocalDate } from './local-date.ts'

/**
 * `noMeasure`: admitted, and no measure yet. `dropped`: no longer fits. `withdrawn`: its answer was
 * changed or erased.
 */
export type RemedyStatus = 'open' | 'inProgress' | 'done' | 'dropped' | 'withdrawn' | 'noMeasure'

export interface RemedyState {
  readonly status: RemedyStatus
  /** The day it is to be done by; null only without a measure. */
  readonly dueOn: LocalDate | null
}

/** A date is moved so often for the asking; from then on a reason is needed (issue 2 §3). */
export const freeMoves = 2

/** Still to be done: promised with a date and not closed. */
function isActive({ status }: Pick<RemedyState, 'status'>): boolean {
  return status === 'open' || status === 'inProgress'
}

/**
 * Admitted and not closed, and its measure or its day is missing: whoever put it off may still say
 * how it is mended, and by when.
 */
export function isUnplanned(
  remedy: Pick<RemedyState, 'status' | 'dueOn'> & { readonly measure: string | null },
): boolean {
  const { status, dueOn, measure } = remedy
  return (isActive({ status }) || status === 'noMeasure') && (measure === null || dueOn === null)
}

/** The day after its date a remedy is overdue, on the day itself not yet. */
export function isOverdue(
  remedy: Pick<RemedyState, 'status' | 'dueOn'>,
  today: LocalDate,
): boolean {
  return isActive(remedy) && remedy.dueOn !== null && remedy.dueOn < today
}

/**
 * What a month opens with, most due first: the active ones by date, then those still without a
 * measure. The rest is left out.
 */
export function mostDueFirst<T extends Pick<RemedyState, 'status' | 'dueOn'>>(
  remedies: readonly T[],
): readonly T[] {
  // '~' sorts after every digit, so what has no date comes last.
  const key = ({ dueOn }: T) => dueOn ?? '~'
  const waiting = remedies.filter((remedy) => isActive(remedy) || remedy.status === 'noMeasure')
  return waiting.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

/**
 * How many remedies stand where. `inProgress` is what is still in time, so that it and `overdue`
 * never count one remedy twice.
 */
export interface RemedyCounts {
  readonly created: number
  readonly noMeasure: number
  readonly inProgress: number
  readonly overdue: number
  readonly done: number
  /** Fell due by the end of the span and was not closed before it began. */
  readonly dueInPeriod: number
  readonly doneOfDue: number
}

export interface CountedRemedy extends Pick<RemedyState, 'status' | 'dueOn'> {
  readonly createdOn: LocalDate
  readonly closedOn: LocalDate | null
}

/** A stretch of days, both ends included. `to` is also the day that "overdue" is judged by. */
interface Span {
  readonly from: LocalDate
  readonly to: LocalDate
}

/**
 * Counts a branch's remedies for a span of days. What was overdue when the span began counts as due
 * in it: leaving it out would make the share better the longer a thing is not done. Dropped and
 * withdrawn ones count nowhere.
 */
export function countRemedies(
  remedies: readonly CountedRemedy[],
  { from, to }: Span,
): RemedyCounts {
  const kept = remedies.filter(({ status }) => status !== 'dropped' && status !== 'withdrawn')
  const within = (date: LocalDate | null) => date !== null && date >= from && date <= to
  const isDone = ({ status, closedOn }: CountedRemedy) => status === 'done' && within(closedOn)
  const due = kept.filter(
    (remedy) => remedy.dueOn !== null && remedy.dueOn <= to && (isActive(remedy) || isDone(remedy)),
  )
  const running = kept.filter(isActive)
  const overdue = running.filter((remedy) => isOverdue(remedy, to)).length
  return {
    created: kept.filter(({ status, createdOn }) => status !== 'noMeasure' && within(createdOn))
      .length,
    noMeasure: kept.filter(({ status }) => status === 'noMeasure').length,
    inProgress: running.length - overdue,
    overdue,
    done: kept.filter(isDone).length,
    dueInPeriod: due.length,
    doneOfDue: due.filter(isDone).length,
  }
}

/**
 * The share of what fell due that is asked for: criterion 3.3 of the common criteria as units apply
 * them (domain.md §2.4).
 */
export const doneMark = { percent: 80, source: 'QĐ 366-QĐ/TW, 3.3' } as const

/**
 * Null when nothing fell due. In whole numbers: a rounded share must not carry a branch over the
 * mark.
 */
export function reachesMark({
  dueInPeriod,
  doneOfDue,
}: Pick<RemedyCounts, 'dueInPeriod' | 'doneOfDue'>): boolean | null {
  return dueInPeriod === 0 ? null : doneOfDue * 100 >= dueInPeriod * doneMark.percent
}
