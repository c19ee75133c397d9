// What an instance does for the bots it leads beside sending: takes over what others left, settles
// what is past its time, turns round what could not be delivered.
import type { Database } from '../database/database.ts'
import type { BotSender } from './bot-sender.ts'
import type { OutboxBudget } from './budget.ts'
import { skipExpired } from './due.ts'
import { recover, strayHoldings } from './recover.ts'
import { giveUpWaiting, reroute } from './reroute.ts'
import type { SenderOptions } from './sender.ts'
import { nameOf, type SenderEvent, type Settled, type Task } from './settled.ts'

interface UpkeepPorts extends Pick<SenderOptions, 'instance' | 'living' | 'now'> {
  readonly database: Database
  readonly budget: OutboxBudget
  readonly tell: (event: SenderEvent) => void
  readonly settled: (settled: Settled) => void
  /** Something may be due for this bot. */
  readonly wake: (bot: string) => void
}

type Bots = ReadonlyMap<string, BotSender>

const noneLives = (): Promise<readonly string[]> => Promise.resolve([])

export class Upkeep {
  readonly #ports: UpkeepPorts
  /** Bots this instance has led before: what its name holds of them is of this life. */
  readonly #known = new Set<string>()

  constructor(ports: UpkeepPorts) {
    this.#ports = ports
  }

  /**
   * Before the first message of a bot whose lead was won: what others left is taken over, and its
   * month looked up. False: the database failed.
   */
  async begin(bot: string, sender: BotSender): Promise<boolean> {
    try {
      const dead = await this.#deadOwners([bot])
      await this.#recover(bot, sender, dead.get(bot) ?? [])
      if (!this.#known.has(bot)) await sender.meter.look()
      this.#known.add(bot)
      return true
    } catch (error) {
      this.#trouble(bot, 'recover', error)
      return false
    }
  }

  /**
   * Takes over what was left since: a statement of a process that was killed may have taken effect
   * after its end was noticed.
   */
  async takeOver(open: Bots): Promise<void> {
    try {
      for (const [bot, dead] of await this.#deadOwners([...open.keys()])) {
        const sender = open.get(bot)
        if (sender !== undefined) await this.#recover(bot, sender, dead)
      }
    } catch (error) {
      this.#trouble(null, 'recover', error)
    }
  }

  /** What need not be done at once. */
  async now(bot: string, sender: BotSender): Promise<void> {
    sender.forget()
    await sender.meter.look()
    if (sender.isBlocked) await this.#expire(bot)
    await this.turnRound([bot])
  }

  /**
   * What these bots could not deliver goes to its members' next accounts. Not done, it is done with
   * the next upkeep.
   */
  async turnRound(bots: Iterable<string>): Promise<void> {
    const { database, now, wake } = this.#ports
    for (const bot of bots) {
      try {
        for (const next of await reroute(database, bot, now())) wake(next)
      } catch (error) {
        this.#trouble(bot, 'expire', error)
      }
    }
  }

  /** By bot for which something is to be judged: the instances that hold of it and are gone. */
  async #deadOwners(bots: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { database, instance, now, living = noneLives } = this.#ports
    if (bots.length === 0) return new Map()
    const holdings = await strayHoldings(database, bots, instance, now())
    const others = [...new Set(holdings.map(({ owner }) => owner))].filter((o) => o !== instance)
    const alive = new Set(others.length === 0 ? [] : await living(others))
    const isDead = (owner: string): boolean => owner !== instance && !alive.has(owner)
    const due = holdings.filter(({ owner, isLapsed }) => isLapsed || isDead(owner))
    return new Map(
      due.map(({ bot }) => [
        bot,
        due.flatMap((each) => (each.bot === bot && isDead(each.owner) ? [each.owner] : [])),
      ]),
    )
  }

  async #recover(bot: string, sender: BotSender, dead: readonly string[]): Promise<void> {
    const { database, instance, budget } = this.#ports
    const now = this.#ports.now()
    const rows = await recover(database, {
      bot,
      owner: instance,
      dead,
      isFresh: !this.#known.has(bot),
      held: sender.held,
      now,
      month: budget.monthOf(now),
    })
    const unknown = rows.filter((row) => row.state === 'unknown')
    const pending = rows.length - unknown.length
    if (rows.length > 0)
      this.#ports.tell({ kind: 'recovered', bot, pending, unknown: unknown.length })
    for (const row of unknown) this.#ports.settled({ ...row, state: 'unknown' })
    if (pending > 0 && sender.isOpen) this.#ports.wake(bot)
  }

  async #expire(bot: string): Promise<void> {
    const { database, now, settled } = this.#ports
    try {
      for (const each of await skipExpired(database, bot, now())) settled(each)
      await giveUpWaiting(database, bot, now())
    } catch (error) {
      this.#trouble(bot, 'expire', error)
    }
  }

  #trouble(bot: string | null, during: Task, error: unknown): void {
    this.#ports.tell({ kind: 'trouble', bot, during, error: nameOf(error) })
  }
}
