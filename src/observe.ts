// What the service tells its log and its metrics: facts, never content.
import type { MetricsBook } from './http/metrics.ts'
import type { Log } from './log.ts'
import type { ServiceOptions } from './composition.ts'

/** What nobody but the operator can mend. */
const serious: ReadonlySet<string> = new Set([
  'answerUnreadable',
  'botNeedsAuthorisation',
  'branchFailed',
  'budgetMarkPassed',
  'budgetWillBeTight',
  'jobFailed',
  'noGroupNobodyTold',
  'packMissing',
  'pictureFailed',
  'roundClosedNobodyTold',
])

export function observe(
  metrics: MetricsBook,
  log: Log,
): Required<
  Pick<ServiceOptions, 'report' | 'onSenderEvent' | 'onOutcome' | 'onRefusedText' | 'onReceived'>
> {
  return {
    report: ({ code, ...facts }) => {
      if (code === 'slotsSkipped') metrics.countSlot(facts.rule ?? 'all', 'skipped', facts.count)
      if (serious.has(code)) log.warn('The schedule needs an operator', { event: code, ...facts })
      else log.info('The schedule did something', { event: code, ...facts })
    },
    onRefusedText: metrics.countRefusedText,
    onSenderEvent: (event) => {
      if (event.kind === 'settled') return
      if (event.kind === 'trouble')
        log.error('Sending had trouble', {
          bot: event.bot ?? undefined,
          event: event.during,
          reason: event.error,
        })
      else log.info('Sending had an event', { bot: event.bot, event: event.kind })
    },
    onOutcome: (settled) => {
      metrics.countSent(settled.bot, settled.class, settled.state)
      if (settled.class === 'reply')
        metrics.observeReply((Date.now() - settled.createdAt.getTime()) / 1000)
    },
    onReceived: (inbound, received, tookMs) => {
      if (received === 'duplicate') metrics.countDuplicate()
      metrics.countInbound(inbound.from.bot, inbound.kind)
      metrics.observeTurn(tookMs / 1000)
    },
  }
}
