import { clearTimeout, setTimeout } from 'node:timers'
import { apiError, type ApiError } from './api-error.ts'
import type { Updates } from './updates.ts'

export interface PollRequest {
  readonly offset: number
  readonly limit: number
  readonly timeoutSeconds: number
}

type Answer = { readonly ok: true; readonly result: readonly unknown[] } | ApiError

/**
 * getUpdates: waits for updates, confirms those below the offset, and lets the newest of two
 * pollers win.
 */
export class LongPoll {
  private readonly updates: Updates
  private waiting: { answer: (answer: Answer) => void; request: PollRequest } | undefined

  constructor(updates: Updates) {
    this.updates = updates
  }

  /** `onGone` registers what to do when the caller hangs up. */
  fetch(request: PollRequest, onGone: (gone: () => void) => void): Promise<Answer> {
    this.updates.confirmBelow(request.offset)
    this.waiting?.answer(
      apiError(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    )
    const batch = this.batch(request)
    if (batch.length > 0 || request.timeoutSeconds === 0)
      return Promise.resolve({ ok: true, result: batch })
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        waiting.answer({ ok: true, result: [] })
      }, request.timeoutSeconds * 1000)
      const waiting = {
        request,
        answer: (answer: Answer) => {
          clearTimeout(timer)
          if (this.waiting === waiting) this.waiting = undefined
          resolve(answer)
        },
      }
      this.waiting = waiting
      onGone(() => {
        waiting.answer({ ok: true, result: [] })
      })
    })
  }

  /** To be called when an update was added. */
  wake(): void {
    if (this.waiting) this.waiting.answer({ ok: true, result: this.batch(this.waiting.request) })
  }

  /** To be called when a webhook is set. */
  interrupt(): void {
    this.waiting?.answer(apiError(409, 'Conflict: terminated by setWebhook request'))
  }

  private batch({ offset, limit }: PollRequest): readonly unknown[] {
    const batch: unknown[] = []
    for (const { id, body } of this.updates.pending.values()) {
      if (batch.length >= limit) break
      if (id >= offset) batch.push(body)
    }
    return batch
  }
}
