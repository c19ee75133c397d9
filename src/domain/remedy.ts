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
 * Of what fell due in a span of days or was overdue when it began: how many, how many of them are
 * done, and how many people they are of. `otherOwners`: those who cannot read what is published.
 */
export interface DueRemedies {
  readonly due: number
  readonly done: number
  readonly owners: number
  readonly otherOwners: number
}

export interface OwnedRemedy extends Pick<RemedyState, 'status' | 'dueOn'> {
  readonly closedOn: LocalDate | null
  readonly owner: string
  /** The owner may read what is published of the branch. */
  readonly isReader: boolean
}

/** A stretch of days, both ends included. */
interface Span {
  readonly from: LocalDate
  readonly to: LocalDate
}

/**
 * Counts what is due of a branch's remedies. What was overdue when the span began counts as due in
 * it: leaving it out would make the share better the longer a thing is not done. Dropped and
 * withdrawn ones count nowhere.
 */
export function countDue(remedies: readonly OwnedRemedy[], { from, to }: Span): DueRemedies {
  const isDone = ({ status, closedOn }: OwnedRemedy) =>
    status === 'done' && closedOn !== null && closedOn >= from && closedOn <= to
  const due = remedies.filter(
    (remedy) => remedy.dueOn !== null && remedy.dueOn <= to && (isActive(remedy) || isDone(remedy)),
  )
  const ownersOf = (of: readonly OwnedRemedy[]) => new Set(of.map(({ owner }) => owner)).size
  return {
    due: due.length,
    done: due.filter(isDone).length,
    owners: ownersOf(due),
    otherOwners: ownersOf(due.filter(({ isReader }) => !isReader)),
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
export function reachesMark({ due, done }: Pick<DueRemedies, 'due' | 'done'>): boolean | null {
  return due === 0 ? null : done * 100 >= due * doneMark.percent
}
