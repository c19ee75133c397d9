/** A simulated group with the bot in it, and what becomes of it. */
import type { Shown } from './chat-log.ts'
import type { Actor, Place, Stage } from './stage.ts'
import type { GroupRecord } from './world.ts'
import { patienceMs } from '../patience.ts'

export class Group implements Place {
  private readonly stage: Stage
  private readonly record: GroupRecord

  constructor(stage: Stage, record: GroupRecord) {
    this.stage = stage
    this.record = record
  }

  get id(): number {
    return this.record.id
  }

  named(title: string): this {
    this.record.title = title
    return this
  }

  isForum(): this {
    this.record.isForum = true
    return this
  }

  /** The bot is not in it until `addsBot`. */
  withoutBot(): this {
    this.record.hasBot = false
    return this
  }

  addsBot(by: Actor): number | undefined {
    return this.changesBot(by, true, 'left', 'member')
  }

  removesBot(by: Actor): number | undefined {
    return this.changesBot(by, false, 'member', 'kicked')
  }

  promotesBot(by: Actor): number | undefined {
    return this.changesBot(by, true, 'member', 'administrator')
  }

  renames(title: string, by: Actor): number | undefined {
    this.record.title = title
    return this.notice(by, { new_chat_title: title })
  }

  /**
   * Becomes a supergroup: the old id dies. `isSilent`: the bot is not told and finds out when it
   * writes.
   */
  upgrades(by: Actor, { isSilent = false } = {}): number {
    const { world } = this.stage
    const oldId = this.record.id
    const newId = -1_000_000_000_000 + oldId
    if (!isSilent) this.notice(by, { migrate_to_chat_id: newId })
    world.moved.set(oldId, newId)
    world.groups.delete(oldId)
    Object.assign(this.record, { id: newId, type: 'supergroup' })
    world.groups.set(newId, this.record)
    if (!isSilent) this.notice(by, { migrate_from_chat_id: oldId })
    return newId
  }

  messages(): readonly Shown[] {
    return this.stage.world.log(this.id).messages
  }

  lastMessage(): Shown | undefined {
    return this.messages().at(-1)
  }

  /** The next message of the bot not asked for before; refuses after `waitMs`. */
  nextMessage(waitMs = patienceMs): Promise<Shown> {
    return this.stage.world.log(this.id).next(waitMs)
  }

  describe(): Readonly<Record<string, unknown>> {
    const { id, title, type, isForum } = this.record
    return { id, title, type, ...(isForum ? { is_forum: true } : {}) }
  }

  /** Privacy mode: commands (ours or unaddressed), mentions, and replies to the bot. */
  letsHear(content: Readonly<Record<string, unknown>>, isReply: boolean): boolean {
    if (!this.record.hasBot) return false
    const text = typeof content['text'] === 'string' ? content['text'] : ''
    const command = /^\/\w+(@\w+)?/.exec(text)
    const mention = `@${this.stage.world.bot.username}`
    const isForAnother =
      command?.[1] !== undefined && command[1].toLowerCase() !== mention.toLowerCase()
    return (
      isReply ||
      this.stage.hearsAll ||
      (command !== null && !isForAnother) ||
      text.includes(mention)
    )
  }

  private changesBot(by: Actor, hasBot: boolean, from: string, to: string): number | undefined {
    this.record.hasBot = hasBot
    const change = {
      chat: this.describe(),
      from: by.describe(),
      date: this.stage.seconds(),
      ...this.stage.describeStanding(from, to),
    }
    return this.stage.updates.add('my_chat_member', `c${String(this.id)}`, change)
  }

  private notice(by: Actor, content: Readonly<Record<string, unknown>>): number | undefined {
    const message = {
      message_id: this.stage.world.newMessageId(),
      date: this.stage.seconds(),
      chat: this.describe(),
      from: by.describe(),
      ...content,
    }
    return this.stage.updates.add('message', `c${String(this.id)}`, message)
  }
}
