// What the service tells its log and its metrics: facts, never content.
import type { JobCounts } from '../app.ts'
import type { MetricsBook } from '../http/metrics.ts'
import type { Log } from '../log.ts'
import type { ServiceOptions } from '../composition.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { writeSenderEvent, writeSettled } from './send-lines.ts'
import { createTraceIds } from './trace-ids.ts'
import { writeTurn } from './turn-lines.ts'

interface ObserveOptions {
  readonly metrics: MetricsBook
  readonly log: Log
  /** Makes the ids by which a message is followed. */
  readonly keyring: Pick<Keyring, 'lookupHash'>
  /** The clock that says when messages were queued. */
  readonly now: () => Date
}

/** How many promises come due is nothing an operator need know, least of all where one branch is. */
const secretCounts: ReadonlySet<string> = new Set(['remind-remedies'])

/** What is not nothing. */
function toldCounts(job: string, counts: JobCounts): Partial<JobCounts> {
  const { branches, failed } = counts
  const told = secretCounts.has(job) ? { branches, failed } : counts
  return Object.fromEntries(Object.entries(told).filter(([, count]) => count > 0))
}

type Observed = 'report' | 'onSenderEvent' | 'onOutcome' | 'onRefusedText' | 'onTaken' | 'onJobDone'

export function observe({
  metrics,
  log,
  keyring,
  now,
}: ObserveOptions): Pick<ServiceOptions, Observed> {
  const ids = createTraceIds(keyring)
  return {
    report: ({ code, ...facts }) => {
      if (code === 'slots.skipped') metrics.countSlot(facts.rule ?? 'all', 'skipped', facts.count)
      log.write(code, facts)
    },
    onRefusedText: metrics.countRefusedText,
    onSenderEvent: (event) => {
      writeSenderEvent(log, ids, event)
    },
    onOutcome: (settled) => {
      const took = now().getTime() - settled.createdAt.getTime()
      metrics.countSent(settled.bot, settled.class, settled.state)
      if (settled.class === 'reply') metrics.observeReply(took / 1000)
      writeSettled(log, ids, settled, took)
    },
    onTaken: (inbound, taken, ms) => {
      writeTurn(log, ids, inbound, taken, ms)
      if (taken.kind === 'failed') return
      if (taken.kind === 'duplicate') metrics.countDuplicate()
      metrics.countInbound(inbound.from.bot, inbound.kind)
      metrics.observeTurn(ms / 1000)
    },
    ...(log.isOn('job.done') && {
      onJobDone: (job, counts, ms) => {
        log.write('job.done', { job, ...toldCounts(job, counts), ms: Math.round(ms) })
      },
    }),
  }
}
