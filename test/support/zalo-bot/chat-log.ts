/** What the people in one chat see of the bot, in order. */
import { setTimeout as startTimer, clearTimeout } from 'node:timers'

export interface Shown {
  readonly chat: string
  readonly messageId: string
  readonly text: string
  /** When it arrived, by `performance.now()`. */
  readonly at: number
}

interface Waiter {
  readonly resolve: (message: Shown) => void
  readonly timer: NodeJS.Timeout
}

export class ChatLog {
  readonly chat: string
  readonly messages: Shown[] = []
  private readonly waiters: Waiter[] = []
  private read = 0

  constructor(chat: string) {
    this.chat = chat
  }

  add(messageId: string, text: string): void {
    const shown = { chat: this.chat, messageId, text, at: performance.now() }
    this.messages.push(shown)
    const waiter = this.waiters.shift()
    if (!waiter) return
    clearTimeout(waiter.timer)
    this.read += 1
    waiter.resolve(shown)
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
      const timer = startTimer(() => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1)
        const last = this.messages.at(-1)
        const soFar = last
          ? `the last of ${String(this.messages.length)} was "${last.text}"`
          : 'there was none so far'
        reject(new Error(`chat ${this.chat}: no message within ${String(waitMs)} ms; ${soFar}`))
      }, waitMs)
      const waiter: Waiter = { resolve, timer }
      this.waiters.push(waiter)
    })
  }

  /** Messages so far count as read. */
  skipRead(): void {
    this.read = this.messages.length
  }
}
