/**
 * Where a member stands with this round's sheet. `onPaper` took part and left no content with us.
 */
export type SheetState = 'done' | 'onPaper' | 'inProgress' | 'notBegun'

/** One member of the branch as participation sees them: no answers. */
export interface Participant {
  /** Miễn công tác và sinh hoạt: out of every count but the size of the branch (domain.md §4.3). */
  readonly isExempt: boolean
  readonly state: SheetState
  /** First handed in after the round had closed. */
  readonly isLate: boolean
  /**
   * Said they are away. Counted apart while their sheet is not handed in; whoever handed it in took
   * part.
   */
  readonly isAway?: boolean
  /** Its codes were entered from paper by the secretary. */
  readonly isEntered?: boolean
}

/**
 * Merge key of every prompt that asks for this round's sheet: the newest takes the place of the
 * others, all are stale once it is sent.
 */
export function unfinishedKey(roundId: string): string {
  return `unfinished:${roundId}`
}

/**
 * How many members stand where. The four states add up to `expected`, which with `exempt` and
 * `away` is the branch; `late` is a part of `done` and `onPaper`, `entered` one of `done`; absent:
 * none.
 */
export interface RosterCounts {
  readonly members: number
  readonly exempt: number
  readonly away: number
  readonly expected: number
  readonly done: number
  readonly onPaper: number
  readonly inProgress: number
  readonly notBegun: number
  readonly late: number
  readonly entered?: number
}

/** Away, and not done: neither expected nor reminded. */
export function isCountedAway({ isExempt, isAway, state }: Participant): boolean {
  return !isExempt && isAway === true && (state === 'inProgress' || state === 'notBegun')
}

/**
 * The members asked, by state. The exempt and those away are in none of the lists. The order given
 * is kept.
 */
export function byState<T extends Participant>(
  people: readonly T[],
): Readonly<Record<SheetState, readonly T[]>> {
  const asked = people.filter((person) => !person.isExempt && !isCountedAway(person))
  const at = (wanted: SheetState) => asked.filter(({ state }) => state === wanted)
  return {
    done: at('done'),
    onPaper: at('onPaper'),
    inProgress: at('inProgress'),
    notBegun: at('notBegun'),
  }
}

/** Counts the whole branch, the exempt and those away included among `members` and nowhere else. */
export function countRoster(people: readonly Participant[]): RosterCounts {
  const { done, onPaper, inProgress, notBegun } = byState(people)
  const expected = done.length + onPaper.length + inProgress.length + notBegun.length
  const away = people.filter(isCountedAway).length
  const entered = done.filter(({ isEntered }) => isEntered === true).length
  return {
    members: people.length,
    exempt: people.length - expected - away,
    away,
    expected,
    done: done.length,
    onPaper: onPaper.length,
    inProgress: inProgress.length,
    notBegun: notBegun.length,
    late: [...done, ...onPaper].filter(({ isLate }) => isLate).length,
    ...(entered === 0 ? {} : { entered }),
  }
}

/** Who has taken part: with a sheet handed in, or on paper. */
export function tookPart({ done, onPaper }: RosterCounts): number {
  return done + onPaper
}

/** Members to remind: begun and not handed in, or not begun. */
export function unfinished({ inProgress, notBegun }: RosterCounts): number {
  return inProgress + notBegun
}

/**
 * Share in percent to one decimal, half up; null when there is no whole. 0 and 100 are kept for
 * none and all: 1,999 of 2,000 is 99.9, because "100 %" tells a secretary that nobody is missing.
 */
export function percentOf(part: number, whole: number): number | null {
  if (whole <= 0) return null
  if (part <= 0 || part >= whole) return part <= 0 ? 0 : 100
  return Math.min(999, Math.max(1, Math.round((part * 1000) / whole))) / 10
}
