// What a use case is given: everything outside it, as values, so that time, ids and chance stand
// still in a test.
import type { Library, QuickOffer } from './conversation/turn.ts'
import type { Database } from './database/database.ts'
import type { Translators } from './i18n/translator.ts'
import type { Platform } from './messaging/platform.ts'
import type { Keyring } from './sealing/keyring.ts'
import type { Budgets } from './store/budgets.ts'
import type { Tables } from './store/tables.ts'

/** What the operator is told: in the log, by this name, and counted in the metrics. */
type EventCode =
  | 'bot.needsAuthorisation'
  | 'branch.failed'
  | 'budget.forecast'
  | 'budget.markPassed'
  | 'budget.willBeTight'
  | 'group.nobodyTold'
  | 'job.failed'
  | 'meetings.planned'
  | 'pack.missing'
  | 'picture.failed'
  | 'retention.applied'
  | 'round.closed'
  | 'round.nobodyTold'
  | 'round.opened'
  | 'slots.skipped'

/**
 * Facts without content, named as the log names them. `error` is told by its class and code, never
 * by its words.
 */
export interface AppEvent {
  readonly code: EventCode
  readonly branch?: string
  readonly round?: string
  readonly rule?: string
  readonly job?: string
  readonly kind?: string
  readonly reason?: string
  readonly bot?: string
  readonly count?: number
  /** Messages of a bot's month: sent, allowed by its plan, expected in all. */
  readonly used?: number
  readonly limit?: number
  readonly expected?: number
  readonly ms?: number
  readonly error?: unknown
}

/** What one run of a job came to; what was put in order without a row of its own counts nowhere. */
export interface JobCounts {
  /** Branches that had something due, and all that was due in them. */
  readonly branches: number
  readonly subjects: number
  /** Of the subjects, those that failed. */
  readonly failed: number
  /** Slots that were claimed, whether something was then said or not. */
  readonly slots: number
  readonly messages: number
  /** Rows that were settled, dropped, put off or deleted. */
  readonly count: number
}

/** Where a run of a job counts what it does. A transaction that fails after it counted stays in. */
export type Tally = { -readonly [Name in keyof JobCounts]: JobCounts[Name] }

export interface App {
  readonly database: Database
  readonly keyring: Keyring
  readonly tables: Tables
  readonly words: Translators
  readonly library: Library
  /** By our id of the bot. */
  readonly platforms: ReadonlyMap<string, Platform>
  /** What each bot's plan allows, and how tight its month is. */
  readonly budgets: Budgets
  /** Of a new branch, until its own is set; and of the months in which messages are counted. */
  readonly defaultZone: string
  /**
   * Of what the consent notice in force means: an answer to one that meant something else is none.
   */
  readonly meaningHash: string
  /** The program's clock, which in the try mode is moved by hand. */
  readonly now: () => Date
  /** A fresh random UUID. */
  readonly id: () => string
  /** A fresh one-time code, 8 characters, not formatted. */
  readonly code: () => string
  /** Whether a bot's invitations offer the quick sheet. Absent: on request only. */
  readonly quickOffer?: (bot: string) => QuickOffer
  /** Whether a file can get to this bot's private chats at all. Absent: yes. */
  readonly carriesFiles?: (bot: string) => boolean
  /** After a commit that queued something: for these bots, or for all. */
  readonly wake: (bots?: readonly string[]) => void
  readonly report: (event: AppEvent) => void
  /** Of the job at work; absent: nobody counts. */
  readonly tally?: Tally
  /** After each run of a job. Absent: nobody wants to know. */
  readonly onJobDone?: (job: string, counts: JobCounts, ms: number) => void
}
