import { backOffMs, type Sleep } from '../../messaging/back-off.ts'
import type { Inbound } from '../../messaging/inbound.ts'
import type { Receive } from '../../messaging/platform.ts'
import type { Call } from './call.ts'
import { commitInOrder, type CommitInOrder } from './commit-in-order.ts'
import type { OnEvent } from './event.ts'
import { createPollWindow, type PollWindow } from './poll-window.ts'
import type { Reply } from './reply.ts'
import { allowedUpdates, UpdateBatch, type NumberedUpdate } from './schema.ts'
import type { Ignored } from './translate-update.ts'

interface PollOptions {
  readonly call: Call
  /** Called before each fetch; learns the bot's user name if that is not yet known. */
  readonly introduce: (signal: AbortSignal) => Promise<void>
  readonly translate: (update: unknown) => Inbound | Ignored
  readonly sleep: Sleep
  readonly random: () => number
  readonly onEvent: OnEvent
  /** How long Telegram may hold an empty answer back, in seconds. */
  readonly timeoutSeconds: number
}

/** The most `getUpdates` gives, and so the most that can be in hand. */
const batchLimit = 100
/** What the network may take on top of the long poll (ms). */
const fetchMarginMs = 10_000
/**
 * While updates are being committed, others are looked for this often (ms): one that fails for
 * minutes holds nobody else up.
 */
const lookAgainMs = 1000
/**
 * An empty answer comes after the long poll, so this pause (ms) costs nothing; it spares a server
 * that answers at once.
 */
const emptyPauseMs = 100

/**
 * Fetches updates until the function it returns is called, which ends the long poll and waits for
 * what is in hand. The offset passes an update only once `receive` has resolved for it and for all
 * before it.
 */
export function startPolling(options: PollOptions, receive: Receive): () => Promise<void> {
  const stop = new AbortController()
  const window = createPollWindow()
  const commits = commitInOrder({
    ...options,
    receive,
    signal: stop.signal,
    settle: (updateId) => {
      window.settle(updateId)
    },
    isFull: () => window.size >= batchLimit,
  })
  const loop = pollUntil(stop.signal, options, window, commits)
  return async () => {
    stop.abort()
    await loop
    await commits.idle()
  }
}

async function pollUntil(
  signal: AbortSignal,
  options: PollOptions,
  window: PollWindow,
  commits: CommitInOrder,
): Promise<void> {
  const { sleep, random, onEvent } = options
  let failures = 0
  while (!signal.aborted) {
    await options.introduce(signal)
    const reply = await fetchUpdates(options, window.advance(), signal)
    const batch = reply.kind === 'ok' ? UpdateBatch.safeParse(reply.result) : undefined
    // After `stop` nothing new is begun; what was fetched is unconfirmed and comes again.
    if (isAborted(signal)) return
    if (batch?.success !== true) {
      failures += 1
      const retryInMs = waitAfter(reply, failures, random())
      onEvent(failureEvent(reply, retryInMs))
      await sleep(retryInMs, signal)
      continue
    }
    failures = 0
    take(batch.data, options, window, commits)
    if (!commits.isIdle) await idleOr(lookAgainMs, commits, sleep, signal)
    else if (batch.data.length === 0) await sleep(emptyPauseMs, signal)
  }
}

/** https://core.telegram.org/bots/api#getupdates */
function fetchUpdates(
  { call, timeoutSeconds }: PollOptions,
  offset: number | undefined,
  signal: AbortSignal,
): Promise<Reply> {
  const payload = {
    timeout: timeoutSeconds,
    limit: batchLimit,
    allowed_updates: allowedUpdates,
    ...(offset === undefined ? {} : { offset }),
  }
  return call('getUpdates', payload, { deadlineMs: timeoutSeconds * 1000 + fetchMarginMs, signal })
}

function take(
  batch: readonly NumberedUpdate[],
  { translate, onEvent }: PollOptions,
  window: PollWindow,
  commits: CommitInOrder,
): void {
  for (const update of window.add(batch)) {
    const translated = translate(update)
    if (translated.kind === 'ignored') {
      onEvent({ code: 'updateIgnored', why: translated.why, updateId: update.update_id })
      window.settle(update.update_id)
    } else commits.enqueue(update.update_id, translated)
  }
}

/** Waits until nothing is in hand, but not longer than `ms`. */
async function idleOr(
  ms: number,
  commits: CommitInOrder,
  sleep: Sleep,
  signal: AbortSignal,
): Promise<void> {
  const enough = new AbortController()
  const wait = sleep(ms, AbortSignal.any([enough.signal, signal]))
  await Promise.race([commits.idle(), wait])
  enough.abort()
  await wait
}

function waitAfter(reply: Reply, failures: number, chance: number): number {
  const asked = reply.kind === 'refused' ? (reply.retryAfterMs ?? 0) : 0
  return Math.max(asked, backOffMs(failures, chance))
}

function failureEvent(reply: Reply, retryInMs: number): Parameters<OnEvent>[0] {
  if (reply.kind !== 'refused') return { code: 'pollFailed', retryInMs }
  return reply.status === 409
    ? { code: 'pollConflict', retryInMs }
    : { code: 'pollFailed', status: reply.status, retryInMs }
}

/** Asked again after an await, which the type checker does not see. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}
