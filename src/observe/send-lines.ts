// What becomes of messages that go out, and how the sender of a bot fares.
import type { Log, LogEvent } from '../log.ts'
import type { SenderEvent, Settled } from '../outbox/settled.ts'
import type { TraceIds } from './trace-ids.ts'

const settledAs = {
  sent: 'send.sent',
  failed: 'send.refused',
  unknown: 'send.unknown',
  skipped: 'send.skipped',
} as const satisfies Readonly<Record<Settled['state'], LogEvent>>

/** `took`: ms since it was queued. */
export function writeSettled(log: Log, ids: TraceIds, settled: Settled, took: number): void {
  const event = settledAs[settled.state]
  if (!log.isOn(event)) return
  const { id, bot, reason, attempts } = settled
  log.write(event, {
    turn: ids.turnOf(settled),
    message: ids.message(id),
    bot,
    class: settled.class,
    reason: reason === null ? undefined : codeOf(reason),
    attempt: attempts,
    ms: Math.round(took),
  })
}

export function writeSenderEvent(log: Log, ids: TraceIds, event: SenderEvent): void {
  switch (event.kind) {
    case 'settled':
      return
    case 'retried':
      writeWaits(log, ids, event)
      return
    case 'throttled': {
      const { bot, scope, retryAfterMs: ms } = event
      log.write('sender.throttled', { bot, scope, ms })
      return
    }
    case 'circuit': {
      const { bot, phase, failures: count } = event
      log.write(phase === 'open' ? 'sender.circuitOpened' : 'sender.circuitClosed', { bot, count })
      return
    }
    case 'leading':
      log.write(event.isLeading ? 'sender.leads' : 'sender.stepsDown', { bot: event.bot })
      return
    case 'recovered': {
      const { bot, pending, unknown } = event
      log.write('sender.recovered', { bot, pending, unknown })
      return
    }
    case 'groupMoved':
      log.write('sender.groupMoved', { bot: event.bot, count: event.groups })
      return
    case 'trouble': {
      const { bot, during, error: reason } = event
      log.write('sender.failed', { bot: bot ?? undefined, during, reason })
    }
  }
}

function writeWaits(
  log: Log,
  ids: TraceIds,
  event: Extract<SenderEvent, { kind: 'retried' }>,
): void {
  if (!log.isOn('send.waits')) return
  const { id, bot, reason, attempts: attempt } = event
  log.write('send.waits', {
    turn: ids.turnOf(event),
    message: ids.message(id),
    bot,
    class: event.class,
    reason,
    attempt,
  })
}

/** `rejected 400` is one code to the log. */
function codeOf(reason: string): string {
  return reason.replaceAll(' ', '-')
}
