// The sender of this instance: leads the bots whose lock it holds, looks into the table now and
// then, takes replies by hand.
import type { Platform } from '../messaging/platform.ts'
import { BotSender } from './bot-sender.ts'
import { noBudget, type OutboxBudget } from './budget.ts'
import type { OutboxDraft } from './draft.ts'
import { botsWithDue } from './due.ts'
import { Ledger } from './ledger.ts'
import { parcelOfDraft } from './parcel.ts'
import type { Sender, SenderOptions } from './sender.ts'
import { settle, type Entry } from './settle.ts'
import { nameOf, type SenderEvent, type Settled, type Task } from './settled.ts'
import { realTimer, type Timer } from './timer.ts'
import { Upkeep } from './upkeep.ts'

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
  readonly #upkeep: Upkeep
  readonly #opening = new Map<string, Promise<void>>()
  #isStopped = false
  #upkeepAt = -Infinity
  #cancelPoll: (() => void) | undefined

  constructor(options: SenderOptions) {
    const { platforms, timer = realTimer, elapsed = () => performance.now() } = options
    this.instance = options.instance
    this.#options = options
    this.#budget = options.budget ?? noBudget
    this.#elapsed = elapsed
    this.#timer = timer
    this.#ledger = new Ledger<Entry>({
      timer,
      write: (entries) => this.#settle(entries),
      onTrouble: (error) => {
        this.#trouble('settle', error)
      },
    })
    this.#bots = new Map([...platforms].map(([bot, platform]) => [bot, this.#botSender(platform)]))
    this.#upkeep = new Upkeep({ ...options, ...this.#told(), wake: this.wake.bind(this) })
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
    await Promise.all([...this.#open.values()].map((bot) => bot.drain()))
  }

  async #finish(): Promise<void> {
    await Promise.all([...this.#bots.values()].map((bot) => bot.quiet()))
    await this.#ledger.flush()
  }

  get #open(): ReadonlyMap<string, BotSender> {
    return new Map([...this.#bots].filter(([, sender]) => sender.isOpen))
  }

  async #settle(entries: readonly Entry[]): Promise<(entry: Entry) => boolean> {
    const { database, instance } = this.#options
    const now = this.#options.now()
    const ours = await settle(database, instance, entries, now, this.#budget.monthOf(now))
    await this.#upkeep.turnRound(new Set(entries.filter(isLost).map(({ parcel }) => parcel.bot)))
    return ({ parcel }) => ours.has(parcel.id)
  }

  async #poll(): Promise<void> {
    try {
      await this.#followLeadership()
      await this.#upkeep.takeOver(this.#open)
      await this.#keepUp()
      const idle = [...this.#open].filter(([, sender]) => !sender.isBlocked).map(([bot]) => bot)
      if (idle.length > 0)
        for (const bot of await botsWithDue(this.#options.database, idle, this.#options.now()))
          this.wake(bot)
    } catch (error) {
      this.#trouble('poll', error)
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
    const begin = async (): Promise<void> => {
      if (!(await this.#upkeep.begin(bot, sender)) || this.#isStopped) return
      this.#tell({ kind: 'leading', bot, isLeading: true })
      sender.open()
    }
    const opening = this.#opening.get(bot) ?? begin().finally(() => this.#opening.delete(bot))
    this.#opening.set(bot, opening)
    await opening
  }

  async #keepUp(): Promise<void> {
    if (this.#elapsed() - this.#upkeepAt < upkeepEveryMs) return
    this.#upkeepAt = this.#elapsed()
    for (const [bot, sender] of this.#open) await this.#upkeep.now(bot, sender)
  }

  #botSender(platform: Platform): BotSender {
    const { random = Math.random } = this.#options
    return new BotSender(platform, {
      ...this.#options,
      ...this.#told(),
      random,
      elapsed: this.#elapsed,
      timer: this.#timer,
      ledger: this.#ledger,
    })
  }

  /** What its parts are given so that whoever listens hears of it. */
  #told(): {
    readonly budget: OutboxBudget
    readonly tell: (event: SenderEvent) => void
    readonly settled: (settled: Settled) => void
  } {
    return {
      budget: this.#budget,
      tell: (event) => {
        this.#tell(event)
      },
      settled: (settled) => {
        this.#tell({ kind: 'settled', settled })
        this.#listen(() => this.#options.onOutcome?.(settled))
      },
    }
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

  #trouble(during: Task, error: unknown): void {
    this.#tell({ kind: 'trouble', bot: null, during, error: nameOf(error) })
  }
}
