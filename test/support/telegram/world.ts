/** Everybody and every chat the stand-in knows, and how each stands to the bot. */
import { ChatLog } from './chat-log.ts'

export interface PersonRecord {
  readonly id: number
  firstName: string
  language: string
  /** Nobody can be written to before they have written first. */
  standing: 'stranger' | 'started' | 'blocked' | 'deactivated'
}

export interface GroupRecord {
  id: number
  title: string
  type: 'group' | 'supergroup'
  isForum: boolean
  hasBot: boolean
}

export interface BotProfile {
  readonly id: number
  readonly username: string
}

export class World {
  readonly people = new Map<number, PersonRecord>()
  readonly groups = new Map<number, GroupRecord>()
  readonly logs = new Map<number, ChatLog>()
  /** Old id of a group → its id as a supergroup. */
  readonly moved = new Map<number, number>()
  /** Press id → what was shown for it ('' for nothing). */
  readonly answeredPresses = new Map<string, string>()
  readonly menus = new Map<
    string,
    readonly { readonly command: string; readonly description: string }[]
  >()
  readonly bot: BotProfile
  private nextMessageId = 100

  constructor(bot: BotProfile) {
    this.bot = bot
  }

  newMessageId(): number {
    return this.nextMessageId++
  }

  person(id: number): PersonRecord {
    const known = this.people.get(id)
    if (known) return known
    const person: PersonRecord = {
      id,
      firstName: `Người ${String(id)}`,
      language: 'vi',
      standing: 'stranger',
    }
    this.people.set(id, person)
    return person
  }

  group(id: number): GroupRecord {
    const known = this.groups.get(id)
    if (known) return known
    const type = id < -1_000_000_000 ? 'supergroup' : 'group'
    const group: GroupRecord = {
      id,
      title: `Nhóm ${String(-id)}`,
      type,
      isForum: false,
      hasBot: true,
    }
    this.groups.set(id, group)
    return group
  }

  log(chat: number): ChatLog {
    const known = this.logs.get(chat)
    if (known) return known
    const log = new ChatLog(chat)
    this.logs.set(chat, log)
    return log
  }

  /**
   * Every text, button and notice anybody could have seen, each after its chat id (or `menu`,
   * `press`) and a tab.
   */
  everything(): string[] {
    const lines: string[] = []
    for (const [chat, log] of this.logs) {
      for (const { texts, everyButton } of log.messages) {
        const seen = [...texts, ...everyButton.flatMap(({ label, data }) => [label, data])]
        lines.push(...seen.map((text) => `${String(chat)}\t${text}`))
      }
    }
    for (const text of this.answeredPresses.values()) if (text !== '') lines.push(`press\t${text}`)
    for (const [scope, commands] of this.menus)
      lines.push(
        ...commands.map(({ command, description }) => `menu\t${scope}\t${command}\t${description}`),
      )
    return lines
  }
}
