// The list of prompts one member gets in one round. Frozen into the database, so it is plain data.
import { type Period, periodParts } from './period.ts'
import type { Pack } from './questionnaire.ts'
import { manifestationsPerMonth, pickManifestations, pickWording } from './rotation.ts'

/** A month is at most 12 prompts, of which at most three look back at promises (design §1.3). */
export const maxPrompts = 12
const maxPromises = 3

/**
 * `key` is short ASCII, unique within the sheet: it names the item in answers and in button
 * payloads.
 */
export type SheetItem =
  | { readonly kind: 'promise'; readonly key: string; readonly remedyId: string }
  | { readonly kind: 'head'; readonly key: string; readonly head: string; readonly wording: number }
  | {
      readonly kind: 'manifestation'
      readonly key: string
      readonly id: string
      readonly wording: number
    }
  | { readonly kind: 'acknowledge'; readonly key: 'ack' }
  | { readonly kind: 'deed'; readonly key: 'deed'; readonly wording: number }
  | { readonly kind: 'voice'; readonly key: 'voice'; readonly wording: number }

export type SheetItemOf<K extends SheetItem['kind']> = Extract<SheetItem, { kind: K }>

export interface Sheet {
  readonly items: readonly SheetItem[]
}

export interface SheetInput {
  readonly pack: Pack
  /** Any text that is the member's own and does not change, e.g. their id. */
  readonly memberSeed: string
  /** From `periodIndex` of period.ts: neighbouring months must be neighbouring numbers. */
  readonly periodIndex: number
  /** Most due first. Those that do not fit are left to the private reminders. */
  readonly openRemedies: readonly { readonly id: string }[]
  /** Group III is acknowledged, once a quarter. See `startsQuarter`. */
  readonly isQuarterStart: boolean
  readonly voiceOpen: boolean
}

/**
 * The sheet of one member for one month: promises, heads, manifestations, acknowledgement, deed,
 * voice, in this order. Promises give way so that it never has more than 12 items; the rest of a
 * pack is at most 11 (`headsAtMost`). Its order is the order of asking: mending comes before
 * looking (design §1.2).
 */
export function buildSheet(input: SheetInput): Sheet {
  const questions = [
    ...headItems(input),
    ...manifestationItems(input),
    ...(input.isQuarterStart ? [{ kind: 'acknowledge', key: 'ack' } as const] : []),
    ...openItems(input),
  ]
  const room = Math.max(0, Math.min(maxPromises, maxPrompts - questions.length))
  return { items: [...promiseItems(input, room), ...questions] }
}

/** True for the first month of a quarter: January, April, July, October. */
export function startsQuarter(of: Period): boolean {
  return periodParts(of).month % 3 === 1
}

/**
 * Heads a pack may have so that at least one promise always fits beside them, the acknowledgement,
 * the deed and the voice.
 */
export const headsAtMost = maxPrompts - 1 - manifestationsPerMonth - 3

function promiseItems({ openRemedies }: SheetInput, room: number): readonly SheetItem[] {
  return openRemedies
    .slice(0, room)
    .map(({ id }, at) => ({ kind: 'promise', key: `p${String(at + 1)}`, remedyId: id }))
}

function headItems({ pack, periodIndex }: SheetInput): readonly SheetItem[] {
  return pack.heads.map(({ id, wordings }) => {
    const key = `h.${id}`
    return { kind: 'head', key, head: id, wording: pickWording(key, periodIndex, wordings.length) }
  })
}

function manifestationItems({ pack, memberSeed, periodIndex }: SheetInput): readonly SheetItem[] {
  const wording = pickWording('m', periodIndex, pack.manifestation.wordings.length)
  const picked = pickManifestations(memberSeed, periodIndex, pack.manifestations.items)
  return picked.map(({ id }) => ({ kind: 'manifestation', key: `m.${id}`, id, wording }))
}

function openItems({ pack, periodIndex, voiceOpen }: SheetInput): readonly SheetItem[] {
  const deed = {
    kind: 'deed',
    key: 'deed',
    wording: pickWording('deed', periodIndex, pack.deed.wordings.length),
  } as const
  const voice = {
    kind: 'voice',
    key: 'voice',
    wording: pickWording('voice', periodIndex, pack.voice.wordings.length),
  } as const
  return voiceOpen ? [deed, voice] : [deed]
}
