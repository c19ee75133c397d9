// A button is bound to the question it was shown with. Else "1" would mean "type 1" for ever, and a
// yes from the spring could confirm what is asked in the autumn.
import type { Conversation } from '../domain/conversation.ts'
import type { Choice } from '../messaging/outbound.ts'
import type { Change, Reply } from '../store/change.ts'
import type { Snapshot } from '../store/snapshot.ts'
import { decodeAction } from './action.ts'
import type { Vocabulary } from './commands.ts'
import { openingOf } from './opening.ts'
import type { Moment, Turn } from './turn.ts'

const mark = 'b|'

/** A payload with the number of its question before it: nine bytes more. */
function bind(payload: string, question: number): string {
  return `${mark}${question.toString(36)}|${payload}`
}

interface Bound {
  /** Null: shown with no question, or by a version that knew none. */
  readonly question: number | null
  readonly payload: string
}

/** A payload as it was before it was bound. */
export function unbind(payload: string): Bound {
  const [, number, rest] = /^b\|([0-9a-z]{1,9})\|(.*)$/su.exec(payload) ?? []
  return number === undefined || rest === undefined
    ? { question: null, payload }
    : { question: Number.parseInt(number, 36), payload: rest }
}

/**
 * Words that answer, and consents: what they say yes to is told by their question alone. Such a
 * choice works in a reply to who is spoken with, and in nothing that is sent unasked.
 */
export function needsQuestion({ payload }: Choice, vocabulary: Vocabulary): boolean {
  const action = decodeAction(payload)
  if (action?.kind === 'say') return openingOf(action.text, vocabulary) === null
  return action?.kind === 'consent'
}

/**
 * Never one that was given before: the next. A conversation begins anywhere, so that one that is
 * begun anew gives no number again; by chance and not by the clock, as it stands in the clear when
 * somebody was asked last.
 */
function nextQuestion({ asked }: Conversation, { code }: Moment): number {
  return (asked ?? Number.parseInt(code().slice(0, 6), 36)) + 1
}

function isSamePlace(before: Conversation, after: Conversation): boolean {
  const place = ({ focus, menu }: Conversation): string => JSON.stringify([focus, menu ?? null])
  return place(before) === place(after)
}

/**
 * Binds what a turn says here to one question, and writes down that it is the one that stands.
 * Where the conversation goes on without one, the question before no longer stands.
 */
export function binding(
  turn: Turn,
  { account: { conversation: before }, from }: Snapshot,
  moment: Moment,
  vocabulary: Vocabulary,
): Turn {
  if (from.kind === 'group') return turn
  const kept = turn.changes.findLast((change) => change.kind === 'converse')?.conversation
  const needs = (choice: Choice): boolean => needsQuestion(choice, vocabulary)
  const asks = turn.replies.some(
    ({ to, message }) => to.kind === 'here' && message.choices?.some(needs) === true,
  )
  if (!asks && (kept === undefined || before.asked === undefined)) return turn
  const after = kept ?? before
  const isMoved = asks || !isSamePlace(before, after)
  const asked = isMoved ? nextQuestion(before, moment) : before.asked
  const bound = <C extends Choice>(choices: readonly C[]): readonly C[] =>
    choices.map((choice) =>
      needs(choice) && asked !== undefined
        ? { ...choice, payload: bind(choice.payload, asked) }
        : choice,
    )
  const { menu } = after
  const next: Change = {
    kind: 'converse',
    conversation: {
      ...after,
      ...(asked !== undefined && { asked }),
      ...(asks && menu !== undefined && { menu: bound(menu) }),
    },
  }
  const changes = turn.changes.filter(({ kind }) => kind !== 'converse')
  return {
    ...turn,
    changes: [...changes, next],
    replies: asks ? turn.replies.map((reply) => bindReply(reply, bound)) : turn.replies,
  }
}

function bindReply(reply: Reply, bound: (choices: readonly Choice[]) => readonly Choice[]): Reply {
  const { choices } = reply.message
  return reply.to.kind !== 'here' || choices === undefined
    ? reply
    : { ...reply, message: { ...reply.message, choices: bound(choices) } }
}
