/**
 * What the people in one chat see of the bot: every message with its edits and its buttons, in
 * order.
 */
import type { SentFile } from '../standin/multipart.ts'
import { setTimeout as startTimer, clearTimeout } from 'node:timers'

export interface Button {
  readonly label: string
  readonly data: string
}

/** One message of the bot as it stands now. */
export interface Shown {
  readonly chat: number
  readonly messageId: number
  readonly text: string
  /** Oldest first; the text as first sent is the first of them. */
  readonly texts: readonly string[]
  readonly buttons: readonly Button[]
  /** Every button it ever had. */
  readonly everyButton: readonly Button[]
  readonly isProtected: boolean
  readonly isDeleted: boolean
  readonly thread: number | undefined
  /** The file it came with; its caption is the text. */
  readonly file?: SentFile
  /** When it arrived, by `performance.now()`. */
  readonly at: number
}

export type MutableShown = { -readonly [K in keyof Shown]: Shown[K] }

export interface NewMessage {
  readonly messageId: number
  readonly text: string
  readonly buttons: readonly Button[]
  readonly isProtected: boolean
  readonly thread: number | undefined
  readonly file?: SentFile
}

interface Waiter {
  readonly resolve: (message: Shown) => void
  readonly timer: NodeJS.Timeout
}

export class ChatLog {
  readonly chat: number
  readonly messages: MutableShown[] = []
  private readonly byId = new Map<number, MutableShown>()
  private readonly waiters: Waiter[] = []
  private read = 0

  constructor(chat: number) {
    this.chat = chat
  }

  add(message: NewMessage): Shown {
    const { text, buttons } = message
    const shown = {
      ...message,
      chat: this.chat,
      texts: [text],
      everyButton: [...buttons],
      isDeleted: false,
      at: performance.now(),
    }
    this.messages.push(shown)
    this.byId.set(shown.messageId, shown)
    const waiter = this.waiters.shift()
    if (waiter) {
      clearTimeout(waiter.timer)
      this.read += 1
      waiter.resolve(shown)
    }
    return shown
  }

  find(messageId: number): MutableShown | undefined {
    return this.byId.get(messageId)
  }

  /**
   * The next message nobody has been given yet, at once or when it comes; refuses after `waitMs`.
   */
  next(waitMs: number): Promise<Shown> {
    const unread = this.messages[this.read]
    if (unread) {
      this.read += 1
      return Promise.resolve(unread)
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        resolve,
        timer: startTimer(() => {
          this.waiters.splice(this.waiters.indexOf(waiter), 1)
          reject(
            new Error(
              `chat ${String(this.chat)}: no message within ${String(waitMs)} ms; ${this.describe()}`,
            ),
          )
        }, waitMs),
      }
      this.waiters.push(waiter)
    })
  }

  /** Messages so far count as read. */
  skipRead(): void {
    this.read = this.messages.length
  }

  private describe(): string {
    const last = this.messages.at(-1)
    return last
      ? `the last of ${String(this.messages.length)} was "${last.text}"`
      : 'there was none so far'
  }
}
