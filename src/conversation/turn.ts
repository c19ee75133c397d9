// What an intent is given and what it gives back. Everything here is pure: time, ids and chance
// come in with the moment.
import type { Paper } from '../documents/paper.ts'
import type { StandardAgendas } from '../domain/agenda.ts'
import type { ScoreSheet } from '../domain/meeting-score.ts'
import type { PaperTemplates } from '../domain/paper-template.ts'
import type { ConsentNotice, Manifestations, Pack } from '../domain/questionnaire.ts'
import type { Screening } from '../domain/screening-words.ts'
import type { Translator, Translators } from '../i18n/translator.ts'
import type { Attachment, Choice, Outbound } from '../messaging/outbound.ts'
import type { Change, Reply } from '../store/change.ts'
import { type Action, encodeAction } from './action.ts'

/** What does not change between turns: the packs, the notice, the word lists, the words. */
export interface Library {
  readonly words: Translators
  readonly notice: ConsentNotice
  readonly packs: ReadonlyMap<string, Pack>
  readonly manifestations: Manifestations
  readonly screening: Screening
  readonly scoreSheet: ScoreSheet
  /** What papers are worded with. */
  readonly papers: PaperTemplates
  readonly agendas: StandardAgendas
}

/**
 * How a platform or its budget asks for quick sheets: not at all, as one more choice, or for all
 * who have not said otherwise.
 */
export type QuickOffer = 'onRequest' | 'offered' | 'byDefault'

/** The moment of a turn. */
export interface Moment {
  readonly now: Date
  /** The words of whoever is spoken to. */
  readonly t: Translator
  readonly library: Library
  /** A fresh one-time code, 8 characters, not formatted. */
  readonly code: () => string
  /** Absent: on request. */
  readonly quickOffer?: QuickOffer
}

export interface Turn {
  readonly changes: readonly Change[]
  readonly replies: readonly Reply[]
  /**
   * Goes with the first reply, whose text does without; drawn before the turn is written, where the
   * chat can carry it.
   */
  readonly file?: FileDraft
}

/** A paper and what is said of it; see `Attachment`. */
export interface FileDraft extends Pick<Attachment, 'fileName' | 'alt' | 'linkLine'> {
  readonly paper: Paper
}

export const silence: Turn = { changes: [], replies: [] }

/** A choice and what pressing it means. */
export function choice(label: string, action: Action): Choice {
  return { label, payload: encodeAction(action) }
}

/** A private message of paragraphs; empty ones are left out. */
export function message(
  paragraphs: readonly (string | null | undefined)[],
  choices: readonly Choice[] = [],
): Outbound {
  const text = paragraphs
    .filter((paragraph) => paragraph !== null && paragraph !== undefined && paragraph !== '')
    .join('\n\n')
  return { text, isProtected: true, ...(choices.length === 0 ? {} : { choices }) }
}

/** An answer to the chat the message came from. */
export function say(outbound: Outbound): Reply {
  return { to: { kind: 'here' }, message: outbound, class: 'reply' }
}

/**
 * Private words to a branch's secretary, in the secretary's own language, whoever it is that speaks
 * here.
 */
export function tellSecretary(
  branchId: string,
  screen: (t: Translator) => string,
  { library: { words } }: Moment,
  dedupeKey?: string,
): Reply {
  const inLanguages = { vi: message([screen(words.vi)]), en: message([screen(words.en)]) }
  const once = dedupeKey === undefined ? {} : { dedupeKey }
  return {
    to: { kind: 'secretary', branchId },
    message: inLanguages.vi,
    inLanguages,
    class: 'prompt',
    ...once,
  }
}

/** One reply, and changes. */
export function answerWith(outbound: Outbound, changes: readonly Change[] = []): Turn {
  return { changes, replies: [say(outbound)] }
}

/**
 * Puts a line before the first reply of a turn: "Đã ghi nhận." and then the next question, in one
 * message.
 */
export function prefaced(turn: Turn, line: string | null, changes: readonly Change[] = []): Turn {
  const [first, ...others] = turn.replies
  const replies =
    first === undefined || line === null
      ? turn.replies
      : [
          { ...first, message: { ...first.message, text: `${line}\n\n${first.message.text}` } },
          ...others,
        ]
  return { changes: [...changes, ...turn.changes], replies }
}
