import http from 'node:http'
import https from 'node:https'
import { clearTimeout, setTimeout } from 'node:timers'
import type { PendingUpdate, Updates } from './updates.ts'

export interface Webhook {
  readonly url: string
  readonly secret: string | undefined
  readonly maxConnections: number
}

interface Queue {
  readonly key: string
  readonly items: PendingUpdate[]
  failures: number
}

const replyWaitMs = 60_000

/**
 * Posts updates to the webhook: in order within a queue, queues at once up to `maxConnections`.
 * Anything but a 2xx is sent again after 0, 1, 2, 4 … 64 times `retryUnitMs` (Telegram: 2 s), for
 * ever.
 */
export class WebhookDelivery {
  webhook: Webhook | undefined
  lastError: string | undefined
  /** How often each update was posted. */
  readonly attempts = new Map<number, number>()
  private readonly queues = new Map<string, Queue>()
  private readonly ready: Queue[] = []
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly updates: Updates
  private readonly retryUnitMs: number
  private readonly onReply: (body: string) => void
  private agent = new http.Agent()
  private inFlight = 0

  constructor(updates: Updates, retryUnitMs: number, onReply: (body: string) => void) {
    this.updates = updates
    this.retryUnitMs = retryUnitMs
    this.onReply = onReply
  }

  /** Sets, changes or (undefined) removes the webhook; what is pending goes to the new one. */
  set(webhook: Webhook | undefined): void {
    this.stop()
    this.webhook = webhook
    this.lastError = undefined
    if (!webhook) return
    const pool = { keepAlive: true, maxSockets: webhook.maxConnections }
    this.agent = webhook.url.startsWith('https:') ? new https.Agent(pool) : new http.Agent(pool)
    for (const update of this.updates.pending.values()) this.add(update)
  }

  add(update: PendingUpdate): void {
    const known = this.queues.get(update.queue)
    if (known) {
      known.items.push(update)
      return
    }
    const queue = { key: update.queue, items: [update], failures: 0 }
    this.queues.set(update.queue, queue)
    this.ready.push(queue)
    this.pump()
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer)
    this.timers.clear()
    this.queues.clear()
    this.ready.length = 0
    this.agent.destroy()
  }

  private pump(): void {
    while (this.webhook && this.inFlight < this.webhook.maxConnections) {
      const queue = this.ready.shift()
      if (!queue) return
      this.inFlight += 1
      void this.deliver(queue, this.webhook)
    }
  }

  private async deliver(queue: Queue, webhook: Webhook): Promise<void> {
    const update = queue.items[0]
    const isTaken =
      !update || !this.updates.pending.has(update.id) || (await this.post(update, webhook))
    this.inFlight -= 1
    if (this.queues.get(queue.key) === queue) this.after(queue, isTaken)
    this.pump()
  }

  private after(queue: Queue, isTaken: boolean): void {
    if (!isTaken) {
      const units = queue.failures === 0 ? 0 : 2 ** Math.min(queue.failures - 1, 6)
      queue.failures += 1
      this.later(units * this.retryUnitMs, queue)
      return
    }
    const done = queue.items.shift()
    if (done) this.updates.confirm(done.id)
    queue.failures = 0
    if (queue.items.length > 0) this.ready.push(queue)
    else this.queues.delete(queue.key)
  }

  private later(ms: number, queue: Queue): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      this.ready.push(queue)
      this.pump()
    }, ms)
    this.timers.add(timer)
  }

  private post(update: PendingUpdate, { url, secret }: Webhook): Promise<boolean> {
    this.attempts.set(update.id, (this.attempts.get(update.id) ?? 0) + 1)
    const body = Buffer.from(JSON.stringify(update.body))
    const headers = {
      'content-type': 'application/json',
      'content-length': body.length,
      ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }),
    }
    const send = url.startsWith('https:') ? https.request : http.request
    return new Promise((resolve) => {
      const fail = (why: string) => {
        this.lastError = why
        resolve(false)
      }
      const request = send(
        url,
        { method: 'POST', headers, agent: this.agent, timeout: replyWaitMs },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', (error) => {
            fail(error.message)
          })
          response.on('end', () => {
            const status = response.statusCode ?? 0
            if (status < 200 || status > 299) {
              fail(`Wrong response from the webhook: ${String(status)}`)
              return
            }
            if (chunks.length > 0) this.onReply(Buffer.concat(chunks).toString())
            resolve(true)
          })
        },
      )
      request.on('timeout', () => request.destroy(new Error('Read timeout expired')))
      request.on('error', (error) => {
        fail(error.message)
      })
      request.end(body)
    })
  }
}
