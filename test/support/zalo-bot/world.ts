/**
 * Everybody and every chat the stand-in knows, how each stands to the bot, and what of the plan is
 * used up.
 */
import { ChatLog } from './chat-log.ts'

/**
 * What the plan allows. Zalo Bot Basic: 50 people, 3 groups, 3,000 messages a month; the rate is
 * not published.
 */
export interface Limits {
  readonly people: number
  readonly groups: number
  readonly messagesPerMonth: number
  readonly perSecond: number
}

export const basicLimits: Limits = { people: 50, groups: 3, messagesPerMonth: 3000, perSecond: 10 }

export interface PersonRecord {
  readonly id: string
  name: string
  /**
   * Nobody can be written to before they have written; beyond the plan's number of people nobody is
   * heard.
   */
  standing: 'stranger' | 'known' | 'unserved'
}

export interface GroupRecord {
  readonly id: string
  hasBot: boolean
}

export interface BotProfile {
  readonly id: string
  readonly accountName: string
  displayName: string
}

export class World {
  readonly people = new Map<string, PersonRecord>()
  readonly groups = new Map<string, GroupRecord>()
  readonly logs = new Map<string, ChatLog>()
  readonly bot: BotProfile
  limits: Limits | undefined
  /** Messages sent, by month (`2026-11`). */
  readonly sentByMonth = new Map<string, number>()
  private messageCount = 0
  private recent: number[] = []

  constructor(bot: BotProfile, limits: Limits | undefined) {
    this.bot = bot
    this.limits = limits
  }

  /** Above 2^53 and one apart, so that ids read as numbers collapse. */
  newMessageId(): string {
    this.messageCount += 1
    return String(9_007_199_254_740_993n + BigInt(this.messageCount))
  }

  person(id: string): PersonRecord {
    const known = this.people.get(id)
    if (known) return known
    const person: PersonRecord = { id, name: `Người ${id}`, standing: 'stranger' }
    this.people.set(id, person)
    return person
  }

  /** Lets the bot know this person, if the plan has room. */
  admit(person: PersonRecord): boolean {
    const count = [...this.people.values()].filter(({ standing }) => standing === 'known').length
    if (person.standing !== 'known')
      person.standing = count < (this.limits?.people ?? Infinity) ? 'known' : 'unserved'
    return person.standing === 'known'
  }

  /** New groups have the bot in them, if the plan has room. */
  group(id: string): GroupRecord {
    const known = this.groups.get(id)
    if (known) return known
    const count = [...this.groups.values()].filter(({ hasBot }) => hasBot).length
    const group = { id, hasBot: count < (this.limits?.groups ?? Infinity) }
    this.groups.set(id, group)
    return group
  }

  log(chat: string): ChatLog {
    const known = this.logs.get(chat)
    if (known) return known
    const log = new ChatLog(chat)
    this.logs.set(chat, log)
    return log
  }

  /** Counts one message against the plan; false when it is one too many. */
  spend(at: Date): boolean {
    const { messagesPerMonth, perSecond } = this.limits ?? {
      messagesPerMonth: Infinity,
      perSecond: Infinity,
    }
    const month = at.toISOString().slice(0, 7)
    const sent = this.sentByMonth.get(month) ?? 0
    this.recent = this.recent.filter((ms) => ms > at.getTime() - 1000)
    if (sent >= messagesPerMonth || this.recent.length >= perSecond) return false
    this.sentByMonth.set(month, sent + 1)
    this.recent.push(at.getTime())
    return true
  }

  /** Every text anybody saw, each after its chat id and a tab. */
  everything(): string[] {
    return [...this.logs.values()].flatMap(({ chat, messages }) =>
      messages.map(({ text }) => `${chat}\t${text}`),
    )
  }
}
