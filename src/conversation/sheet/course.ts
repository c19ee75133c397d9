// The course of the sheet that is open in a snapshot.
import type { Answers } from '../../domain/answer.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { Course } from '../../domain/course.ts'
import type { Level, Pack, Scale } from '../../domain/questionnaire.ts'
import type { SheetItem } from '../../domain/sheet.ts'
import { isTooQuick } from '../../domain/tempo.ts'
import type { AssessmentView, RoundView, Snapshot } from '../../store/snapshot.ts'

/** A snapshot with a sheet in it. */
export interface SheetSnapshot extends Snapshot {
  readonly round: RoundView
  readonly assessment: AssessmentView
  readonly member: NonNullable<Snapshot['member']>
  readonly branch: NonNullable<Snapshot['branch']>
}

export function hasSheet(snapshot: Snapshot): snapshot is SheetSnapshot {
  return (
    snapshot.round !== null &&
    snapshot.assessment !== null &&
    snapshot.member !== null &&
    snapshot.branch !== null
  )
}

/** The scale an item is answered on, if it is one that has levels. */
export function scaleOf(item: SheetItem, pack: Pack): Scale | null {
  if (item.kind === 'head') return pack.scale
  return item.kind === 'manifestation' ? pack.manifestationScale : null
}

export function levelOf(item: SheetItem, pack: Pack, levelId: string): Level | undefined {
  return scaleOf(item, pack)?.levels.find(({ id }) => id === levelId)
}

interface TimedLevel {
  readonly admits: boolean
  /**
   * When its question was shown, as far as is known: of one of many in a line; else when it was
   * answered.
   */
  readonly from: number
  readonly to: number
}

function timedLevels({ assessment, round }: SheetSnapshot): readonly TimedLevel[] {
  return assessment.sheet.items.flatMap((item) => {
    const answer = assessment.answers.get(`${item.key}.level`)
    if (answer?.value.kind !== 'choice') return []
    const to = answer.at.getTime()
    return [
      {
        admits: levelOf(item, round.pack, answer.value.id)?.admits ?? false,
        from: to - (answer.value.tookMs ?? 0),
        to,
      },
    ]
  })
}

/**
 * Was everything ticked "good" faster than anyone can read it? Measured from the first level to the
 * last; the levels of a quick sheet come in one instant, so they are measured from the showing of
 * their page (docs/decisions/024).
 */
function wasHasty(snapshot: SheetSnapshot): boolean {
  const levels = timedLevels(snapshot)
  if (levels.length < 2) return false
  return isTooQuick(
    levels.map(({ admits }) => admits),
    new Date(Math.min(...levels.map(({ from }) => from))),
    new Date(Math.max(...levels.map(({ to }) => to))),
  )
}

/** How often a remedy had been moved before this sheet moved it. */
function movesBefore({ remedies, assessment }: SheetSnapshot, remedyId: string): number {
  const moves = remedies.find(({ id }) => id === remedyId)?.moves ?? 0
  const item = assessment.sheet.items.find(
    (candidate) => candidate.kind === 'promise' && candidate.remedyId === remedyId,
  )
  return item !== undefined && assessment.answers.has(`${item.key}.due`) ? moves - 1 : moves
}

export function courseOf(snapshot: SheetSnapshot): Course {
  const { round, assessment, account } = snapshot
  const { sheet } = account.conversation
  return {
    sheet: assessment.sheet,
    answers: new Map([...assessment.answers].map(([step, { value }]) => [step, value])),
    admits: (item, levelId) => levelOf(item, round.pack, levelId)?.admits ?? false,
    movesOf: (remedyId) => movesBefore(snapshot, remedyId),
    needsGentle: sheet?.hasSameText === true || wasHasty(snapshot),
    isAnonymous: sheet?.isAnonymous ?? false,
  }
}

/** The snapshot as it will be once this answer is written. */
export function answered(snapshot: SheetSnapshot, answers: Answers, now: Date): SheetSnapshot {
  const { assessment } = snapshot
  const fresh = [...answers].map(
    ([step, value]) =>
      [
        step,
        { value, at: now, version: (assessment.answers.get(step)?.version ?? 0) + 1 },
      ] as const,
  )
  return {
    ...snapshot,
    assessment: { ...assessment, answers: new Map([...assessment.answers, ...fresh]) },
  }
}

export function conversing(snapshot: SheetSnapshot, conversation: Conversation): SheetSnapshot {
  return { ...snapshot, account: { ...snapshot.account, conversation } }
}
