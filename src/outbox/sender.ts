import type { Database } from '../database/database.ts'
import type { Platform } from '../messaging/platform.ts'
import type { Keyring } from '../sealing/keyring.ts'
import type { OutboxBudget } from './budget.ts'
import type { OutboxDraft } from './draft.ts'
import type { Publish } from './fit-attachment.ts'
import type { DirectSender } from './queue.ts'
import type { SenderEvent, Settled } from './settled.ts'
import type { Timer } from './timer.ts'

export interface SenderOptions {
  readonly database: Database
  readonly keyring: Keyring
  /** By our id of the bot. */
  readonly platforms: ReadonlyMap<string, Platform>
  readonly now: () => Date
  /** This instance's name among all; one of a former life may come again. */
  readonly instance: string
  /** Whether this instance holds the bot's lock: one sender per bot. */
  readonly isLeader: (bot: string) => boolean
  /**
   * Which of these other instances are alive: what they hold is theirs until its lease is over,
   * what the rest held is taken over at once. Absent: none is, for there is one process.
   */
  readonly living?: (instances: readonly string[]) => Promise<readonly string[]>
  /** Absent: no bot has a limit, and months are those of UTC. */
  readonly budget?: OutboxBudget
  /** Lays out files for platforms that take none. Absent: such a message goes without its file. */
  readonly publish?: Publish
  /** For the log and the metrics. */
  readonly onEvent?: (event: SenderEvent) => void
  /**
   * After the commit of what became of a message. Not repeated after a crash: the table is the
   * truth.
   */
  readonly onOutcome?: (settled: Settled) => void
  /** Monotonic ms. */
  readonly elapsed?: () => number
  readonly random?: () => number
  readonly timer?: Timer
  /** How often the table is looked into without being told, ms. */
  readonly pollMs?: number
}

export interface Sender extends DirectSender {
  start(): void
  /**
   * Takes nothing more, waits up to 10 s for what is under way, gives the rest back to the table.
   */
  stop(): Promise<void>
  /** Rows were queued: for this bot, or for any. */
  wake(bot?: string): void
  /** After the commit: the drafts that were queued in state `sending`, in the order queued. */
  handOver(drafts: readonly OutboxDraft[]): void
  /**
   * Sends until nothing is due; what is throttled, or waits for a later try, stays. For tests and
   * the try mode.
   */
  drain(): Promise<void>
}
