/**
 * How events come to the bot: by its webhook, or one at a time to whoever asks; to nobody, and they
 * are lost.
 */
import { clearTimeout, setTimeout } from 'node:timers'
import { done, refuse, type Answer } from './answer.ts'
import { encode, type Manners } from './manners.ts'
import { postWebhook, type Webhook } from './post-webhook.ts'

export interface ZaloEvent {
  readonly event_name: string
  readonly message: Readonly<Record<string, unknown>>
}

/** How often an event is posted until it is answered with 2xx, which Zalo does not say. */
const webhookTries = 5
/** An event may wait this long (ms) for a poller who has just been there. */
const graceMs = 10_000

export class Delivery {
  webhook: Webhook | undefined
  /** Events nobody listened to. */
  readonly lost: ZaloEvent[] = []
  /** HTTP statuses the webhook answered with, in order; 0 for no answer. */
  readonly statuses: number[] = []
  private readonly manners: Manners
  private readonly onChange: () => void
  private readonly pollers: ((answer: Answer) => void)[] = []
  private readonly kept: ZaloEvent[] = []
  private readonly queues = new Map<string, Promise<void>>()
  private polledAt = -Infinity
  private isStopped = false

  constructor(manners: Manners, onChange: () => void) {
    this.manners = manners
    this.onChange = onChange
  }

  /** Nothing waits or is under way. */
  get isIdle(): boolean {
    return this.queues.size === 0 && this.kept.length === 0
  }

  get isPolled(): boolean {
    return this.pollers.length > 0
  }

  deliver(event: ZaloEvent): void {
    for (let count = 0; count < this.manners.deliveries; count++) this.deliverOnce(event)
  }

  /**
   * getUpdates: one event, or after `timeoutSeconds` the news that there is none. `onGone`
   * registers what a hang-up does.
   */
  fetch(timeoutSeconds: number, onGone: (gone: () => void) => void): Promise<Answer> {
    const event = this.kept.shift()
    this.polledAt = performance.now()
    if (event) return Promise.resolve(this.settle(done(event)))
    return new Promise((resolve) => {
      const answer = (found: Answer) => {
        clearTimeout(timer)
        const index = this.pollers.indexOf(answer)
        if (index >= 0) this.pollers.splice(index, 1)
        this.polledAt = performance.now()
        resolve(found)
      }
      const timer = setTimeout(() => {
        answer(this.manners.idle === 'empty' ? done() : refuse(408, 'Request timeout'))
      }, timeoutSeconds * 1000)
      this.pollers.push(answer)
      this.onChange()
      onGone(() => {
        answer(refuse(408, 'Request timeout'))
      })
    })
  }

  stop(): void {
    this.isStopped = true
    this.webhook = undefined
  }

  private deliverOnce(event: ZaloEvent): void {
    if (this.webhook) this.enqueue(event)
    else if (this.pollers[0]) this.pollers[0](done(event))
    else (performance.now() - this.polledAt < graceMs ? this.kept : this.lost).push(event)
  }

  /** In order within a chat. */
  private enqueue(event: ZaloEvent): void {
    const { id: chat } = event.message['chat'] as { id: string }
    const tail = (this.queues.get(chat) ?? Promise.resolve())
      .then(() => this.post(event))
      .finally(() => {
        if (this.queues.get(chat) === tail) this.queues.delete(chat)
        this.onChange()
      })
    this.queues.set(chat, tail)
  }

  private async post(event: ZaloEvent): Promise<void> {
    const { shape, cutAt } = this.manners
    const body = encode(shape === 'bare' ? event : { ok: true, result: event }, this.manners)
    for (let count = 0; count < webhookTries && this.webhook && !this.isStopped; count++) {
      const status = await postWebhook(this.webhook, body, cutAt)
      this.statuses.push(status)
      if (status >= 200 && status <= 299) return
    }
    this.lost.push(event)
  }

  private settle(answer: Answer): Answer {
    this.onChange()
    return answer
  }
}
