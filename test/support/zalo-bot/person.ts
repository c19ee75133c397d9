/** A simulated person: types, and sees what the bot sends. There is nothing to press. */
import type { Shown } from './chat-log.ts'
import type { Stage } from './stage.ts'
import type { GroupRecord, PersonRecord } from './world.ts'
import { patienceMs } from '../patience.ts'

/** Something a person did. `isHeard`: the bot gets it, if it listens. */
export interface Said {
  readonly messageId: string
  readonly isHeard: boolean
}

export interface SayingOptions {
  readonly in?: Group
  /**
   * In a group the bot hears only what mentions it, which puts its name before the text, or answers
   * one of its messages.
   */
  readonly how?: 'mention' | 'reply'
}

const unheard: Said = { messageId: '', isHeard: false }

export class Person {
  readonly id: string
  private readonly stage: Stage
  private readonly record: PersonRecord

  constructor(stage: Stage, record: PersonRecord) {
    this.stage = stage
    this.record = record
    this.id = record.id
  }

  named(name: string): this {
    this.record.name = name
    return this
  }

  /** As if something had been written long ago: the bot may write, and hears nothing of it. */
  isKnown(): this {
    this.stage.world.admit(this.record)
    return this
  }

  /** What somebody does who wants to begin. */
  greets(): Said {
    return this.says('Chào trợ lý')
  }

  says(text: string, options: SayingOptions = {}): Said {
    if (options.how !== 'mention') return this.sends('text', { text }, options)
    const { displayName, id } = this.stage.world.bot
    const mention = `@${displayName}`
    const marks = this.stage.manners.marksMentions
      ? { mentions: [{ uid: id, pos: 0, len: mention.length }] }
      : {}
    return this.sends('text', { text: `${mention} ${text}`, ...marks }, options)
  }

  /** Any event: `image` with `photo_url`, `sticker`, `voice`, `unsupported` … */
  sends(name: string, content: object, options: SayingOptions = {}): Said {
    const { in: group, how } = options
    const isServed = group ? group.hasBot && how !== undefined : this.stage.world.admit(this.record)
    if (!isServed) return unheard
    const from = { id: this.id, display_name: this.record.name, is_bot: false }
    const event = this.stage.event(name, group?.id ?? this.id, from, content)
    this.stage.delivery.deliver(event)
    return { messageId: String(event.message['message_id']), isHeard: true }
  }

  /**
   * Types what the newest message with lines to choose from asks for: the number of this label, or
   * the label of a single choice.
   */
  chooses(label: string): Said {
    const lines = this.messages().flatMap(({ text }) => text.split('\n'))
    const number = lines.findLast((line) => line.endsWith(`. ${label}`))?.split('.')[0]
    if (number === undefined && !lines.includes(`→ “${label}”`))
      throw new Error(`chat ${this.id}: no choice "${label}"`)
    return this.says(number ?? label)
  }

  /** What the bot wrote in the private chat. */
  messages(): readonly Shown[] {
    return this.stage.world.log(this.id).messages
  }

  lastMessage(): Shown | undefined {
    return this.messages().at(-1)
  }

  /** The next message of the private chat not asked for before; refuses after `waitMs`. */
  nextMessage(waitMs = patienceMs): Promise<Shown> {
    return this.stage.world.log(this.id).next(waitMs)
  }
}

/** A simulated group. Nobody tells the bot who is in it, nor that it was added or removed. */
export class Group {
  readonly id: string
  private readonly stage: Stage
  private readonly record: GroupRecord

  constructor(stage: Stage, record: GroupRecord) {
    this.stage = stage
    this.record = record
    this.id = record.id
  }

  get hasBot(): boolean {
    return this.record.hasBot
  }

  removesBot(): void {
    this.record.hasBot = false
  }

  messages(): readonly Shown[] {
    return this.stage.world.log(this.id).messages
  }

  lastMessage(): Shown | undefined {
    return this.messages().at(-1)
  }

  nextMessage(waitMs = patienceMs): Promise<Shown> {
    return this.stage.world.log(this.id).next(waitMs)
  }
}
