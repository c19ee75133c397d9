/** A simulated person: follows, writes, taps, blocks; and sees what the account sends. */
import { setTimeout } from 'node:timers/promises'
import type { PersonRecord, Shown, World } from './world.ts'
import { patienceMs } from '../patience.ts'

/** Posts an event to the webhook, if there is one. */
export type Tell = (event: Readonly<Record<string, unknown>>) => Promise<boolean>

export interface Stage {
  readonly world: World
  readonly oaId: string
  readonly now: () => Date
  readonly tell: Tell
}

export class Person {
  readonly id: string
  private readonly stage: Stage
  private readonly record: PersonRecord
  private read = 0

  constructor(stage: Stage, record: PersonRecord) {
    this.stage = stage
    this.record = record
    this.id = record.id
  }

  /** As if something had been said `hoursAgo`: the account may write, and hears nothing of it. */
  isKnown(hoursAgo = 0): this {
    this.record.isFollowing = true
    this.record.heardAt = this.stage.now().getTime() - hoursAgo * 3_600_000
    return this
  }

  follows(): Promise<boolean> {
    this.isKnown()
    return this.stage.tell({
      event_name: 'follow',
      oa_id: this.stage.oaId,
      follower: { id: this.id },
      source: 'oa_profile',
    })
  }

  unfollows(): Promise<boolean> {
    this.record.isFollowing = false
    this.record.heardAt = 0
    return this.stage.tell({
      event_name: 'unfollow',
      oa_id: this.stage.oaId,
      follower: { id: this.id },
      source: 'oa_profile',
    })
  }

  /** Refuses the account's messages; nobody is told. */
  blocks(): void {
    this.record.isBlocking = true
  }

  /** What somebody does who wants to begin. */
  greets(): Promise<boolean> {
    return this.follows()
  }

  says(text: string, group?: string): Promise<boolean> {
    return this.sends('text', { text }, group)
  }

  /** Any kind: `image`, `sticker`, `audio` … */
  sends(
    kind: string,
    content: Readonly<Record<string, unknown>> = {},
    group?: string,
  ): Promise<boolean> {
    if (group === undefined) this.record.heardAt = this.stage.now().getTime()
    return this.stage.tell({
      event_name: group === undefined ? `user_send_${kind}` : `user_send_group_${kind}`,
      sender: { id: this.id },
      recipient: { id: group ?? this.stage.oaId },
      message: { msg_id: this.stage.world.newMessageId(), ...content },
      user_id_by_app: '3611371994410983884',
    })
  }

  /**
   * Taps a button by its number (from 1) on the newest message that has any: its payload comes as
   * if it had been said.
   */
  taps(number: number): Promise<boolean> {
    const button = this.messages().findLast(({ buttons }) => buttons.length > 0)?.buttons[
      number - 1
    ]
    if (!button) throw new Error(`chat ${this.id}: no button ${String(number)}`)
    return this.says(button.payload)
  }

  /**
   * Types the number of this label in the newest message that offers it, or the label of a single
   * choice.
   */
  chooses(label: string): Promise<boolean> {
    const lines = this.messages().flatMap(({ text }) => text.split('\n'))
    const number = lines.findLast((line) => line.endsWith(`. ${label}`))?.split('.')[0]
    if (number === undefined && !lines.includes(`→ “${label}”`))
      throw new Error(`chat ${this.id}: no choice "${label}"`)
    return this.says(number ?? label)
  }

  messages(): readonly Shown[] {
    return this.stage.world.seen(this.id)
  }

  lastMessage(): Shown | undefined {
    return this.messages().at(-1)
  }

  /** The next message not asked for before; refuses after `waitMs`. */
  async nextMessage(waitMs = patienceMs): Promise<Shown> {
    this.read += 1
    const stopped = new AbortController()
    const tooLate = setTimeout(waitMs, undefined, { signal: stopped.signal }).then(() => {
      throw new Error(
        `chat ${this.id}: no message within ${String(waitMs)} ms; the last was "${this.lastMessage()?.text ?? ''}"`,
      )
    })
    await Promise.race([this.stage.world.untilSeen(this.id, this.read), tooLate]).finally(() => {
      tooLate.catch(() => undefined)
      stopped.abort()
    })
    const shown = this.messages()[this.read - 1]
    if (shown === undefined) throw new Error(`chat ${this.id}: nothing there`)
    return shown
  }
}
