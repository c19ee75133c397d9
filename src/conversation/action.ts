// What a button says when it is pressed. ASCII, at most 48 bytes: the store adds a signature and a
// platform allows 64.
import { type AttendanceState, attendanceStates } from '../domain/attendance.ts'
import type { StepKey } from '../domain/conversation.ts'
import { type MeetingPaper, meetingPapers } from '../domain/meeting-papers.ts'
import { type PaperVerb, paperVerbs } from '../domain/paper-codes.ts'
import { isPeriod, type Period } from '../domain/period.ts'

export type SheetVerb =
  'start' | 'later' | 'paper' | 'submit' | 'edit' | 'pause' | 'resume' | 'quick' | 'single'
export type RemedyVerb = 'done' | 'progress' | 'move' | 'drop' | 'plan'

/** One member; those not yet recorded; of those, who said they would be away. */
export type AttendanceTarget = { readonly memberId: string } | 'rest' | 'away'

export type TaskVerb = 'show' | 'done' | 'putOff' | 'drop' | 'reopen'

/** A paper of a meeting; all that are asked for after it. */
export type PaperTarget = MeetingPaper | 'closing'

export type Action =
  | {
      readonly kind: 'step'
      readonly round: number
      readonly step: StepKey
      readonly choice: string
    }
  | { readonly kind: 'sheet'; readonly round: number; readonly verb: SheetVerb }
  /** The same as typing this word: for menus and set-up. */
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'consent'; readonly index: number; readonly isGranted: boolean }
  | { readonly kind: 'remedy'; readonly remedyId: string; readonly verb: RemedyVerb }
  | {
      readonly kind: 'attendance'
      readonly period: Period
      readonly who: AttendanceTarget
      readonly state: AttendanceState
    }
  | { readonly kind: 'task'; readonly taskId: string; readonly verb: TaskVerb }
  | {
      readonly kind: 'paper'
      readonly period: Period
      readonly paper: PaperTarget
      readonly isDone: boolean
    }
  /** `points` null: the criterion is asked again. */
  | {
      readonly kind: 'score'
      readonly period: Period
      readonly criterion: string
      readonly points: number | null
    }
  | {
      readonly kind: 'paperSheet'
      readonly round: number
      readonly memberId: string
      readonly verb: PaperVerb
    }
  | { readonly kind: 'delivery'; readonly outboxId: string; readonly verdict: 'arrived' | 'resend' }
  /** "Không phải tôi": the chat linked again so is somebody else's. */
  | { readonly kind: 'object'; readonly relink: string }

const separator = '|'

export function encodeAction(action: Action): string {
  switch (action.kind) {
    case 'step':
      return ['q', action.round.toString(36), action.step, action.choice].join(separator)
    case 'sheet':
      return ['s', action.round.toString(36), action.verb].join(separator)
    case 'say':
      return ['t', action.text].join(separator)
    case 'consent':
      return ['c', String(action.index), action.isGranted ? 'y' : 'n'].join(separator)
    case 'remedy':
      return ['r', action.remedyId, action.verb].join(separator)
    case 'attendance': {
      const who =
        typeof action.who === 'string' ? action.who : action.who.memberId.replaceAll('-', '')
      return ['a', action.period, who, String(attendanceStates.indexOf(action.state))].join(
        separator,
      )
    }
    case 'task':
      return ['k', action.taskId, action.verb].join(separator)
    case 'paper':
      return ['m', action.period, action.paper, action.isDone ? 'y' : 'n'].join(separator)
    case 'score':
      return [
        'p',
        action.period,
        action.criterion,
        action.points === null ? '' : String(action.points),
      ].join(separator)
    case 'paperSheet':
      return [
        'g',
        action.round.toString(36),
        action.memberId.replaceAll('-', ''),
        action.verb,
      ].join(separator)
    case 'delivery':
      return ['u', action.outboxId, action.verdict].join(separator)
    case 'object':
      return ['o', action.relink, 'n'].join(separator)
  }
}

const sheetVerbs: readonly string[] = [
  'start',
  'later',
  'paper',
  'submit',
  'edit',
  'pause',
  'resume',
  'quick',
  'single',
] satisfies SheetVerb[]
const remedyVerbs: readonly string[] = [
  'done',
  'progress',
  'move',
  'drop',
  'plan',
] satisfies RemedyVerb[]

const taskVerbs: readonly string[] = [
  'show',
  'done',
  'putOff',
  'drop',
  'reopen',
] satisfies TaskVerb[]
const paperTargets: readonly string[] = [...meetingPapers, 'closing'] satisfies PaperTarget[]

/** Null for anything we never made: an old or a forged button. */
export function decodeAction(text: string): Action | null {
  const [head, ...rest] = text.split(separator)
  const [first, second, third] = rest
  if (head === 't' && first !== undefined) return { kind: 'say', text: rest.join(separator) }
  if (first === undefined || second === undefined) return null
  if (head === 'q' && third !== undefined)
    return { kind: 'step', round: Number.parseInt(first, 36), step: second, choice: third }
  if (head === 's' && sheetVerbs.includes(second))
    return { kind: 'sheet', round: Number.parseInt(first, 36), verb: second as SheetVerb }
  if (head === 'c') return { kind: 'consent', index: Number(first), isGranted: second === 'y' }
  if (head === 'r' && remedyVerbs.includes(second))
    return { kind: 'remedy', remedyId: first, verb: second as RemedyVerb }
  if (head === 'k' && taskVerbs.includes(second))
    return { kind: 'task', taskId: first, verb: second as TaskVerb }
  if (head === 'm' && isPeriod(first) && paperTargets.includes(second))
    return { kind: 'paper', period: first, paper: second as PaperTarget, isDone: third === 'y' }
  if (head === 'p' && isPeriod(first))
    return { kind: 'score', period: first, criterion: second, points: pointsOf(third) }
  if (head === 'u' && (second === 'arrived' || second === 'resend'))
    return { kind: 'delivery', outboxId: first, verdict: second }
  if (head === 'o') return { kind: 'object', relink: first }
  if (head === 'g') return paperAction(first, second, third)
  if (head === 'a') return attendanceAction(first, second, third)
  return null
}

function idOf(bare: string): string | null {
  return (
    /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/u
      .exec(bare)
      ?.slice(1)
      .join('-') ?? null
  )
}

function paperAction(round: string, who: string, wanted: string | undefined): Action | null {
  const memberId = idOf(who)
  const verb = paperVerbs.find((each) => each === wanted)
  return memberId === null || verb === undefined
    ? null
    : { kind: 'paperSheet', round: Number.parseInt(round, 36), memberId, verb }
}

/** A member's id travels without its dashes: with the month it would be too long. */
function attendanceAction(of: string, who: string, place: string | undefined): Action | null {
  const state = attendanceStates[Number(place)]
  const memberId = idOf(who)
  const target = who === 'rest' || who === 'away' ? who : memberId === null ? null : { memberId }
  return state === undefined || target === null || !isPeriod(of)
    ? null
    : { kind: 'attendance', period: of, who: target, state }
}

function pointsOf(text: string | undefined): number | null {
  return text === undefined || !/^\d{1,3}$/u.test(text) ? null : Number(text)
}
