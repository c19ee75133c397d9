/** What people and groups act upon. */
import type { Delivery, ZaloEvent } from './delivery.ts'
import type { Manners } from './manners.ts'
import type { World } from './world.ts'

export class Stage {
  readonly world: World
  readonly delivery: Delivery
  readonly manners: Manners
  private readonly now: () => Date

  constructor(world: World, delivery: Delivery, manners: Manners, now: () => Date) {
    this.world = world
    this.delivery = delivery
    this.manners = manners
    this.now = now
  }

  /** An event as of now; `chat` is a person's id or a group's. */
  event(name: string, chat: string, from: object, content: object): ZaloEvent {
    const ms = this.now().getTime()
    const date = this.manners.dates === 'ms' ? ms : Math.floor(ms / 1000)
    const type = this.world.groups.has(chat) ? 'GROUP' : 'PRIVATE'
    const message = {
      from,
      chat: { id: chat, chat_type: type },
      message_id: this.world.newMessageId(),
      date,
      ...content,
    }
    return { event_name: `message.${name}.received`, message }
  }

  /** What the bot said, as if it had heard it. */
  echo(chat: string, messageId: string, text: string): ZaloEvent {
    const { id, displayName } = this.world.bot
    return this.event(
      'text',
      chat,
      { id, display_name: displayName, is_bot: true },
      { message_id: messageId, text },
    )
  }
}
