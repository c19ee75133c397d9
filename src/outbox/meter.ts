// Counts along for one bot that has an allowance. The table is the truth; in between, what is under
// way or was just settled is known here, so that no message waits for a look into the table.
import type { Database } from '../database/database.ts'
import type { Outbound } from '../messaging/outbound.ts'
import type { Platform } from '../messaging/platform.ts'
import { type Allowance, type OutboxBudget, withhold, type Withholding } from './budget.ts'
import { readUsage } from './message-count.ts'
import type { Letter, Parcel } from './parcel.ts'

interface MeterPorts {
  readonly database: Database
  readonly now: () => Date
  readonly budget: OutboxBudget
}

/** `closingWord`: go, but say that instead. */
type Permit = 'go' | 'closingWord' | 'withheld'

export class Meter {
  readonly #bot: string
  readonly #maxText: number
  readonly #ports: MeterPorts
  readonly #allowance: Allowance | undefined
  /** Parts by message. */
  readonly #underWay = new Map<string, number>()
  /** Private chats that have heard the closing word this month, or are hearing it. */
  #closed = new Set<string>()
  /** Chats of the closing words under way, by message. */
  readonly #closing = new Map<string, string>()
  #month = ''
  #used = 0
  /** Counts the writes, so that a look into the table that one of them overtook is thrown away. */
  #writes = 0

  constructor({ bot, abilities }: Pick<Platform, 'bot' | 'abilities'>, ports: MeterPorts) {
    this.#bot = bot
    this.#maxText = abilities.maxText
    this.#ports = ports
    this.#allowance = ports.budget.allowances.get(bot)
  }

  get isLimited(): boolean {
    return this.#allowance !== undefined
  }

  /**
   * What becomes of a message for which nothing is left; undefined: it may leave. A lane is a
   * message's own.
   */
  withholding(parcel: Parcel): Withholding | undefined {
    if (
      parcel.letter === null ||
      this.#permit(parcel, this.#partsOf(parcel.letter.message)) !== 'withheld'
    )
      return undefined
    const { budget, now } = this.#ports
    return withhold(parcel, budget.nextMonth(now()))
  }

  /** The message leaves. Where the replies are used up, the person is told so in its place. */
  letterFor(parcel: Parcel, letter: Letter): Letter {
    if (!this.isLimited) return letter
    const parts = this.#partsOf(letter.message)
    const isLast = this.#permit(parcel, parts) === 'closingWord'
    this.#underWay.set(parcel.id, isLast ? 1 : parts)
    if (!isLast) return letter
    this.#closed.add(parcel.chat)
    this.#closing.set(parcel.id, parcel.chat)
    return {
      to: letter.to,
      message: this.#ports.budget.closingWord[letter.message.language ?? 'vi'],
    }
  }

  /** Whether the closing word left in place of this message. */
  isClosing(id: string): boolean {
    return this.#closing.has(id)
  }

  /**
   * Its verdict is written, and with it so many messages were counted. A closing word that did not
   * arrive is still to be said.
   */
  written(id: string, messages: number): void {
    if (!this.isLimited) return
    this.#underWay.delete(id)
    const chat = this.#closing.get(id)
    this.#closing.delete(id)
    if (chat !== undefined && messages === 0) this.#closed.delete(chat)
    this.#used += messages
    this.#writes++
  }

  /** Looks into the table: at the first time of a month, and whenever nothing is under way. */
  async look(): Promise<void> {
    if (!this.isLimited) return
    const { database, now } = this.#ports
    const isFirst = this.#turn(now())
    const writes = this.#writes
    const month = this.#month
    const { used, closed } = await readUsage(database, this.#bot, month)
    if (month !== this.#month) return
    for (const chat of closed) this.#closed.add(chat)
    const isStill = this.#underWay.size === 0 && this.#writes === writes
    if (isStill) this.#used = used
    else if (isFirst) this.#used = Math.max(used, this.#used)
  }

  #permit({ lane, class: messageClass, chat, letter }: Parcel, parts: number): Permit {
    if (this.#allowance === undefined) return 'go'
    this.#turn(this.#ports.now())
    const { bulk, replies, all } = this.#allowance
    const after = this.#used + [...this.#underWay.values()].reduce((sum, each) => sum + each, 0)
    const isWarning = lane === 0 && messageClass === 'prompt'
    if (after + parts <= (lane === 1 ? bulk : isWarning ? all : replies)) return 'go'
    const mayClose =
      lane === 0 && letter?.to.kind === 'private' && !this.#closed.has(chat) && after + 1 <= all
    return mayClose ? 'closingWord' : 'withheld'
  }

  /** In how many messages the platform will say it, at the least. */
  #partsOf({ text }: Outbound): number {
    return Math.max(1, Math.ceil(text.length / this.#maxText))
  }

  /** A new month begins at nothing. True: it has just begun for this meter. */
  #turn(now: Date): boolean {
    const month = this.#ports.budget.monthOf(now)
    if (month === this.#month) return false
    this.#month = month
    this.#used = 0
    this.#closed = new Set()
    return true
  }
}
