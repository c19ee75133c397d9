// The sender of this instance: leads the bots whose lock it holds, looks into the table now and
// then, takes replies by hand.
import type { Database } from '../database/database.ts'
import type { Platform } from '../messaging/platform.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { BotSender } from './bot-sender.ts'
import { noBudget, type OutboxBudget } from './budget.ts'
import type { OutboxDraft } from './draft.ts'
import { botsWithDue, skipExpired } from './due.ts'
import type { Publish } from './fit-attachment.ts'
import { Ledger } from './ledger.ts'
import { parcelOfDraft } from './parcel.ts'
import type { DirectSender } from './queue.ts'
import { recover } from './recover.ts'
import { giveUpWaiting, reroute } from './reroute.ts'
import { settle, type Entry } from './settle.ts'
import { nameOf, type SenderEvent, type Settled, type Task } from './settled.ts'
import { realTimer, type Timer } from './timer.ts'

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

const defaultPollMs = 500
const upkeepEveryMs = 15_000
const stopWithinMs = 10_000

/** Builds the sender; nothing runs and nothing is sent before `start` or `drain`. */
export function createSender(options: SenderOptions): Sender {
  return new InstanceSender(options)
}

/** Certainly not delivered, and a member's: another chat of theirs may take it. */
function isLost({ parcel, ruling }: Entry): boolean {
  return (
    (ruling.kind === 'gone' || ruling.kind === 'failed') &&
    parcel.memberId !== null &&
    parcel.class !== 'reply'
  )
}

class InstanceSender implements Sender {
  readonly instance: string
  readonly #options: SenderOptions
  readonly #elapsed: () => number
  readonly #timer: Timer
  readonly #budget: OutboxBudget
  readonly #ledger: Ledger<Entry>
  readonly #bots: ReadonlyMap<string, BotSender>
  /** Bots this instance has led before: what it left in state `sending` then is in its hands. */
  readonly #known = new Set<string>()
  readonly #opening = new Map<string, Promise<void>>()
  #isStopped = false
  #upkeepAt = -Infinity
  #cancelPoll: (() => void) | undefined

  constructor(options: SenderOptions) {
    const {
      database,
      instance,
      now,
      platforms,
      timer = realTimer,
      elapsed = () => performance.now(),
    } = options
    this.instance = instance
    this.#options = options
    this.#budget = options.budget ?? noBudget
    this.#elapsed = elapsed
    this.#timer = timer
    this.#ledger = new Ledger<Entry>({
      timer,
      write: async (entries) => {
        const ours = await settle(database, instance, entries, now(), this.#budget.monthOf(now()))
        await this.#turnRound(new Set(entries.filter(isLost).map(({ parcel }) => parcel.bot)))
        return ({ parcel }) => ours.has(parcel.id)
      },
      onTrouble: (error) => {
        this.#trouble(null, 'settle', error)
      },
    })
    this.#bots = new Map([...platforms].map(([bot, platform]) => [bot, this.#botSender(platform)]))
  }

  start(): void {
    void this.#poll()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancelPoll?.()
    await Promise.all(this.#opening.values())
    for (const bot of this.#bots.values()) bot.close()
    const late = new Promise<void>((resolve) => {
      this.#cancelPoll = this.#timer(stopWithinMs, resolve)
    })
    await Promise.race([this.#finish(), late])
    this.#cancelPoll?.()
  }

  isDirect(bot: string): boolean {
    return !this.#isStopped && this.#options.isLeader(bot) && this.#bots.get(bot)?.isReady === true
  }

  handOver(drafts: readonly OutboxDraft[]): void {
    for (const draft of drafts)
      this.#bots.get(draft.bot)?.handOver(parcelOfDraft(draft, this.#options.keyring))
  }

  wake(bot?: string): void {
    if (bot !== undefined) this.#bots.get(bot)?.wake()
    else for (const each of this.#bots.values()) each.wake()
  }

  async drain(): Promise<void> {
    await this.#followLeadership()
    await Promise.all(
      [...this.#bots.values()].filter(({ isOpen }) => isOpen).map((bot) => bot.drain()),
    )
  }

  async #finish(): Promise<void> {
    await Promise.all([...this.#bots.values()].map((bot) => bot.quiet()))
    await this.#ledger.flush()
  }

  async #poll(): Promise<void> {
    try {
      await this.#followLeadership()
      await this.#upkeep()
      const idle = [...this.#bots]
        .filter(([, sender]) => sender.isOpen && !sender.isBlocked)
        .map(([bot]) => bot)
      if (idle.length > 0)
        for (const bot of await botsWithDue(this.#options.database, idle, this.#options.now()))
          this.wake(bot)
    } catch (error) {
      this.#trouble(null, 'poll', error)
    }
    if (!this.#isStopped)
      this.#cancelPoll = this.#timer(this.#options.pollMs ?? defaultPollMs, () => void this.#poll())
  }

  /** Opens the bots whose lock was won, closes those whose lock was lost. */
  async #followLeadership(): Promise<void> {
    const opening = [...this.#bots].map(async ([bot, sender]) => {
      const isLeading = !this.#isStopped && this.#options.isLeader(bot)
      if (isLeading && !sender.isOpen) await this.#openOnce(bot, sender)
      if (isLeading || !sender.isOpen) return
      sender.close()
      this.#tell({ kind: 'leading', bot, isLeading: false })
    })
    await Promise.all(opening)
  }

  async #openOnce(bot: string, sender: BotSender): Promise<void> {
    const opening =
      this.#opening.get(bot) ?? this.#open(bot, sender).finally(() => this.#opening.delete(bot))
    this.#opening.set(bot, opening)
    await opening
  }

  async #open(bot: string, sender: BotSender): Promise<void> {
    if (!(await this.#recover(bot, sender)) || this.#isStopped) return
    this.#known.add(bot)
    this.#tell({ kind: 'leading', bot, isLeading: true })
    sender.open()
  }

  async #upkeep(): Promise<void> {
    if (this.#elapsed() - this.#upkeepAt < upkeepEveryMs) return
    this.#upkeepAt = this.#elapsed()
    for (const [bot, sender] of this.#bots) {
      if (!sender.isOpen) continue
      sender.forget()
      await this.#recover(bot, sender)
      await sender.meter.look()
      if (sender.isBlocked) await this.#expire(bot)
      await this.#turnRound([bot])
    }
  }

  /** False: the database failed. */
  async #recover(bot: string, sender: BotSender): Promise<boolean> {
    const { database, instance } = this.#options
    const now = this.#options.now()
    try {
      const isFresh = !this.#known.has(bot)
      const rows = await recover(database, {
        bot,
        owner: instance,
        isFresh,
        held: sender.held,
        now,
        month: this.#budget.monthOf(now),
      })
      const unknown = rows.filter((row) => row.state === 'unknown')
      if (rows.length > 0)
        this.#tell({
          kind: 'recovered',
          bot,
          pending: rows.length - unknown.length,
          unknown: unknown.length,
        })
      for (const row of unknown) this.#settled({ ...row, state: 'unknown' })
      if (isFresh) await sender.meter.look()
      return true
    } catch (error) {
      this.#trouble(bot, 'recover', error)
      return false
    }
  }

  async #expire(bot: string): Promise<void> {
    const { database, now } = this.#options
    try {
      for (const settled of await skipExpired(database, bot, now())) this.#settled(settled)
      await giveUpWaiting(database, bot, now())
    } catch (error) {
      this.#trouble(bot, 'expire', error)
    }
  }

  /**
   * What these bots could not deliver goes to its members' next accounts. Not done, it is done with
   * the next upkeep.
   */
  async #turnRound(bots: Iterable<string>): Promise<void> {
    const { database, now } = this.#options
    for (const bot of bots) {
      try {
        for (const next of await reroute(database, bot, now())) this.wake(next)
      } catch (error) {
        this.#trouble(bot, 'expire', error)
      }
    }
  }

  #botSender(platform: Platform): BotSender {
    const { random = Math.random } = this.#options
    return new BotSender(platform, {
      ...this.#options,
      random,
      elapsed: this.#elapsed,
      timer: this.#timer,
      ledger: this.#ledger,
      budget: this.#budget,
      tell: (event) => {
        this.#tell(event)
      },
      settled: (settled) => {
        this.#settled(settled)
      },
    })
  }

  #settled(settled: Settled): void {
    this.#tell({ kind: 'settled', settled })
    this.#listen(() => this.#options.onOutcome?.(settled))
  }

  #tell(event: SenderEvent): void {
    this.#listen(() => this.#options.onEvent?.(event))
  }

  #listen(call: () => void): void {
    try {
      call()
    } catch {
      // Whoever listens must not stop the sending.
    }
  }

  #trouble(bot: string | null, during: Task, error: unknown): void {
    this.#tell({ kind: 'trouble', bot, during, error: nameOf(error) })
  }
}
