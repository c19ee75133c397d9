/** A simulated person: says, presses and blocks; and sees what the bot sends. */
import type { Shown } from './chat-log.ts'
import type { Place, Stage } from './stage.ts'
import type { PersonRecord } from './world.ts'
import { patienceMs } from '../patience.ts'

/**
 * Something a person did. `updateId` is undefined when the bot does not get to hear of it (privacy
 * mode, kinds not asked for).
 */
export interface Said {
  readonly updateId: number | undefined
  readonly messageId: number
  /** Of a press. */
  readonly pressId?: string
  /** By `performance.now()`. */
  readonly at: number
}

export interface SayingOptions {
  readonly in?: Place
  /** In a group: answers a message of the bot, which it gets to hear even in privacy mode. */
  readonly isReply?: boolean
  /** In a forum. */
  readonly topic?: number
}

export class Person {
  readonly id: number
  private readonly stage: Stage
  private readonly record: PersonRecord

  constructor(stage: Stage, record: PersonRecord) {
    this.stage = stage
    this.record = record
    this.id = record.id
  }

  named(firstName: string, language = 'vi'): this {
    this.record.firstName = firstName
    this.record.language = language
    return this
  }

  /** As if `/start` had been said long ago: the bot may write, and hears nothing of it. */
  isKnown(): this {
    this.record.standing = 'started'
    return this
  }

  says(text: string, options: SayingOptions = {}): Said {
    return this.sends({ text }, options)
  }

  starts(code?: string): Said {
    return this.says(code === undefined ? '/start' : `/start ${code}`)
  }

  /** Any content: `{ photo: [{}], caption: '…' }`, `{ voice: {} }`, `{ sticker: {} }` … */
  sends(content: Readonly<Record<string, unknown>>, options: SayingOptions = {}): Said {
    const messageId = this.stage.world.newMessageId()
    return {
      messageId,
      at: performance.now(),
      updateId: this.post('message', messageId, content, options),
    }
  }

  edits(said: Said, text: string, options: SayingOptions = {}): Said {
    const updateId = this.post(
      'edited_message',
      said.messageId,
      { text, edit_date: this.stage.seconds() },
      options,
    )
    return { messageId: said.messageId, at: performance.now(), updateId }
  }

  /**
   * Presses a button by its number (from 1), its label, or its label without the number; on the
   * newest message that has any.
   */
  presses(choice: string | number, where?: Place): Said {
    const chat = where?.id ?? this.id
    const message = this.stage.world
      .log(chat)
      .messages.findLast(({ buttons, isDeleted }) => buttons.length > 0 && !isDeleted)
    const button =
      typeof choice === 'number'
        ? message?.buttons[choice - 1]
        : message?.buttons.find(
            ({ label }) => label === choice || label.replace(/^\d+\. /, '') === choice,
          )
    if (!message || !button) throw new Error(`chat ${String(chat)}: no button "${String(choice)}"`)
    return this.pressesData(button.data, message.messageId, where)
  }

  /** Presses with any data at all, as a tampered client can. */
  pressesData(data: string, messageId: number, where?: Place): Said {
    const pressId = this.stage.newPressId()
    const chat = where ? where.describe() : this.describeChat()
    const message = {
      message_id: messageId,
      date: this.stage.seconds(),
      chat,
      from: this.stage.describeBot(),
    }
    const query = { id: pressId, from: this.describe(), message, chat_instance: '1', data }
    const updateId = this.stage.updates.add('callback_query', `u${String(this.id)}`, query)
    return { messageId, pressId, updateId, at: performance.now() }
  }

  blocks(): Said {
    return this.changesStanding('blocked', 'member', 'kicked')
  }

  unblocks(): Said {
    return this.changesStanding('started', 'kicked', 'member')
  }

  /** The account is gone; nobody is told. */
  vanishes(): void {
    this.record.standing = 'deactivated'
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

  describe(): Readonly<Record<string, unknown>> {
    const { id, firstName, language } = this.record
    return { id, is_bot: false, first_name: firstName, language_code: language }
  }

  private describeChat(): Readonly<Record<string, unknown>> {
    return { id: this.id, type: 'private', first_name: this.record.firstName }
  }

  private post(
    kind: string,
    messageId: number,
    content: Readonly<Record<string, unknown>>,
    options: SayingOptions,
  ): number | undefined {
    const { in: group, topic } = options
    if (!group) this.record.standing = 'started'
    else if (!group.letsHear(content, options.isReply === true)) return undefined
    const chat = group ? group.describe() : this.describeChat()
    const thread = topic === undefined ? {} : { is_topic_message: true, message_thread_id: topic }
    const message = {
      message_id: messageId,
      date: this.stage.seconds(),
      chat,
      from: this.describe(),
      ...thread,
      ...content,
    }
    return this.stage.updates.add(kind, `c${String(group?.id ?? this.id)}`, message)
  }

  private changesStanding(standing: PersonRecord['standing'], from: string, to: string): Said {
    this.record.standing = standing
    const change = {
      chat: this.describeChat(),
      from: this.describe(),
      date: this.stage.seconds(),
      ...this.stage.describeStanding(from, to),
    }
    return {
      messageId: 0,
      at: performance.now(),
      updateId: this.stage.updates.add('my_chat_member', `c${String(this.id)}`, change),
    }
  }
}
