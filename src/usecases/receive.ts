// One inbound message: read, decided, written, and only then answered and sent.
import type { CommandName, Vocabulary } from '../conversation/commands.ts'
import { converse, type DecidedTurn } from '../conversation/converse.ts'
import { commandsFor } from '../conversation/screens/help.ts'
import type { Library, QuickOffer } from '../conversation/turn.ts'
import type { Address } from '../messaging/address.ts'
import type { Inbound } from '../messaging/inbound.ts'
import type { Tables } from '../store/tables.ts'
import type { Turns } from '../store/turns.ts'
import type { Commit } from '../store/turns/commit.ts'
import type { BegunTurn } from '../store/turns/begin.ts'

/** What came of a message. `busy`: nothing was taken, the platform shall try again. */
export type Received = 'done' | 'duplicate' | 'busy'

type Written = Extract<Commit, { kind: 'written' }>

/**
 * How a message was taken. `tries`: over 1, where somebody else wrote to the same person at the
 * same moment, and it was decided anew. `raced`: that often in a row, and given up. `full`: too
 * many were under way.
 */
export type Taken =
  | {
      readonly kind: 'done'
      readonly decided: DecidedTurn
      readonly written: Written
      readonly tries: number
    }
  | { readonly kind: 'duplicate' | 'raced'; readonly tries: number }
  | { readonly kind: 'full' }
  | { readonly kind: 'failed'; readonly error: unknown }

export interface ReceiveOptions {
  readonly turns: Turns
  readonly tables: Tables
  readonly library: Library
  readonly vocabulary: Vocabulary
  readonly now: () => Date
  readonly code: () => string
  /** Whether this bot offers the quick sheet, or takes it for granted. Absent: on request only. */
  readonly quickOffer?: (bot: string) => QuickOffer
  /** Whether a file can get to this bot's private chats. Absent: yes. */
  readonly carriesFiles?: (bot: string) => boolean
  /** A picture could not be drawn, and its message went without. */
  readonly onPictureFailed?: (error: unknown) => void
  /**
   * Called after the commit with what this instance sends itself, and the bots whose tables have
   * something new.
   */
  onWritten(written: Written): void
  /** A text was not kept, for this reason; counted without content. */
  onRefusedText?(reason: string): void
  /** Who was answered, with the commands that are theirs. */
  onAnswered?(from: Address, commands: readonly CommandName[]): void
  /** After each message, whatever came of it; `ms`: since it was handed in. */
  onTaken?(inbound: Inbound, taken: Taken, ms: number): void
  /** Messages of different people under way at once; beyond, `busy`. */
  readonly atOnce?: number
}

/**
 * Somebody else writing to the same person at the same moment, this often in a row, is no accident
 * any more.
 */
const tries = 8

export function createReceive(options: ReceiveOptions): (inbound: Inbound) => Promise<Received> {
  const { turns, tables, atOnce = 128 } = options
  /** A person's messages one after another; others do not wait for them. */
  const lines = new Map<string, Promise<unknown>>()
  let underWay = 0

  const decide = async (begun: BegunTurn, tries: number): Promise<Taken | null> => {
    const { snapshot, inbound, action, now } = begun
    const decided = await converse(tables, snapshot, { inbound, action }, { ...options, now })
    const { changes, replies } = decided
    const written = await turns.commit(begun, changes, replies)
    if (written.kind === 'conflict') return null
    for (const change of changes)
      if (change.kind === 'countRefusedText') options.onRefusedText?.(change.reason)
    return { kind: 'done', decided, written, tries }
  }

  const take = async (inbound: Inbound): Promise<Taken> => {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      const begun = await turns.begin(inbound, options.now())
      if (begun === null) return { kind: 'duplicate', tries: attempt }
      const taken = await decide(begun, attempt)
      if (taken?.kind !== 'done') continue
      options.onWritten(taken.written)
      options.onAnswered?.(inbound.from, commandsFor(begun.snapshot))
      return taken
    }
    return { kind: 'raced', tries }
  }

  const inTurn = async (inbound: Inbound): Promise<Taken> => {
    if (underWay >= atOnce) return { kind: 'full' }
    underWay += 1
    const key = `${inbound.from.bot} ${inbound.sender.id}`
    const before = lines.get(key)
    const mine = (before ?? Promise.resolve()).catch(() => undefined).then(() => take(inbound))
    lines.set(key, mine)
    try {
      return await mine
    } finally {
      underWay -= 1
      if (lines.get(key) === mine) lines.delete(key)
    }
  }

  return async (inbound) => {
    const started = performance.now()
    const tell = (taken: Taken): void =>
      options.onTaken?.(inbound, taken, performance.now() - started)
    const taken = await inTurn(inbound).catch((error: unknown) => {
      tell({ kind: 'failed', error })
      throw error
    })
    tell(taken)
    return taken.kind === 'done' || taken.kind === 'duplicate' ? taken.kind : 'busy'
  }
}
