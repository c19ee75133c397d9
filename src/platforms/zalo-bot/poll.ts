import { backOffMs, type Sleep } from '../../messaging/back-off.ts'
import type { Inbound } from '../../messaging/inbound.ts'
import type { Receive } from '../../messaging/platform.ts'
import type { Call } from './call.ts'
import type { OnEvent } from './event.ts'
import type { Reply } from './reply.ts'
import { eventsOf } from './translate-update.ts'

interface PollOptions {
  readonly call: Call
  /** Called before each fetch; see `Account`. */
  readonly prepare: (signal: AbortSignal) => Promise<void>
  readonly translate: (events: readonly unknown[]) => readonly Inbound[]
  readonly sleep: Sleep
  readonly random: () => number
  readonly now: () => Date
  readonly onEvent: OnEvent
  /** How long Zalo may hold an empty answer back, in seconds. */
  readonly timeoutSeconds: number
}

/** What the network may take on top of the long poll (ms). */
const fetchMarginMs = 10_000
/** An empty answer that comes sooner than this (ms) was not waited for. */
const quickMs = 1000
/** The pause (ms) after a first quick empty answer; it doubles up to a minute. */
const quickPauseMs = 100
/** A used-up quota is not asked about more often than this (ms). */
const quotaPauseMs = 60_000

/** With the back-off of `backOffMs`, about four minutes. */
const poisonAttempts = 10

/**
 * Fetches messages, one a call, until the function it returns is called, which ends the long poll
 * and waits for what is in hand. Zalo has no offset and no confirmation: what it has handed over
 * once it never gives again, and what is said while nobody asks may be lost. So the next fetch
 * begins only when `receive` has committed the last message, a crash can lose at most that one, and
 * a message whose commit keeps failing is tried for some minutes and then given up. Polling is for
 * trying out; a service in earnest uses a webhook.
 */
export function startPolling(options: PollOptions, receive: Receive): () => Promise<void> {
  const stop = new AbortController()
  const loop = pollUntil(stop.signal, options, receive)
  return async () => {
    stop.abort()
    await loop
  }
}

async function pollUntil(
  signal: AbortSignal,
  options: PollOptions,
  receive: Receive,
): Promise<void> {
  const { sleep, random, onEvent, now } = options
  let failures = 0
  let quickAnswers = 0
  while (!signal.aborted) {
    await options.prepare(signal)
    const begunAt = now().getTime()
    const reply = await fetchEvents(options, signal)
    const events = eventsIn(reply)
    if (events === undefined) {
      if (isAborted(signal)) return
      failures += 1
      const retryInMs = waitAfter(reply, failures, random())
      onEvent({
        code: 'pollFailed',
        ...(reply.kind === 'refused' ? { status: reply.status } : {}),
        retryInMs,
      })
      await sleep(retryInMs, signal)
      continue
    }
    failures = 0
    const inbounds = options.translate(events)
    // Also after `stop`: it is in hand, and nobody else will get it.
    for (const inbound of inbounds) await commit(inbound, options, receive, signal)
    const isQuick = inbounds.length === 0 && now().getTime() - begunAt < quickMs
    quickAnswers = isQuick ? quickAnswers + 1 : 0
    if (isQuick) await sleep(Math.min(60_000, quickPauseMs * 2 ** (quickAnswers - 1)), signal)
  }
}

function fetchEvents({ call, timeoutSeconds }: PollOptions, signal: AbortSignal): Promise<Reply> {
  const deadlineMs = timeoutSeconds * 1000 + fetchMarginMs
  return call('getUpdates', { timeout: String(timeoutSeconds) }, { deadlineMs, signal })
}

/**
 * The events of an answer: none when the long poll ran out, which Zalo calls an error 408;
 * undefined when it failed.
 */
function eventsIn(reply: Reply): readonly unknown[] | undefined {
  if (reply.kind === 'ok') return eventsOf(reply.result)
  return reply.kind === 'refused' && reply.status === 408 ? [] : undefined
}

async function commit(
  inbound: Inbound,
  options: PollOptions,
  receive: Receive,
  signal: AbortSignal,
): Promise<void> {
  const { sleep, random, onEvent } = options
  for (let attempt = 1; ; attempt++) {
    try {
      await receive(inbound)
      return
    } catch {
      // What went wrong is for `receive` to log: here nothing is known about what the error holds.
      if (attempt >= poisonAttempts || signal.aborted) {
        onEvent({ code: 'updateGivenUp', attempts: attempt })
        return
      }
      const retryInMs = backOffMs(attempt, random())
      onEvent({ code: 'receiveFailed', attempt, retryInMs })
      await sleep(retryInMs, signal)
    }
  }
}

function waitAfter(reply: Reply, failures: number, chance: number): number {
  const least = reply.kind === 'refused' && reply.status === 429 ? quotaPauseMs : 0
  return Math.max(least, backOffMs(failures, chance))
}

/** Asked again after an await, which the type checker does not see. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}
