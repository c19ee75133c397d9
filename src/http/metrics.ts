import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/**
 * What the service counts. Plain functions, so that any of them can be handed to a folder that may
 * not import this one. Labels are words of ours (a bot's name, a class, a reason), never the id of
 * a person or a chat.
 */
interface Metrics {
  readonly countInbound: (bot: string, kind: string) => void
  readonly countDuplicate: () => void
  readonly countRefusedCall: (bot: string) => void
  readonly countSent: (bot: string, messageClass: string, outcome: string) => void
  /** From the arrival of a message to its reply leaving. */
  readonly observeReply: (seconds: number) => void
  /** One inbound message, from taking it to the commit. */
  readonly observeTurn: (seconds: number) => void
  readonly countRefusedText: (reason: string) => void
  readonly countSlot: (rule: string, state: string, slots?: number) => void
  readonly setOutboxPending: (rows: number) => void
  /** `needsIt`: nothing goes by this bot until its operator authorises it again. */
  readonly setUnauthorised: (bot: string, needsIt: boolean) => void
  readonly countStatements: (statements: number) => void
  /**
   * What an Official Account was charged for a message, in Zalo's own words; `left`: of that quota,
   * where it said so.
   */
  readonly countCharged: (bot: string, cost: string, quota?: string, left?: number) => void
  /** Of this month: sent, allowed by the plan (absent: no limit), expected in all. */
  readonly setMessages: (
    bot: string,
    used: number,
    limit: number | undefined,
    expected: number,
  ) => void
}

export interface MetricsBook extends Metrics {
  /** The Prometheus text format. */
  readonly print: () => Promise<{ readonly contentType: string; readonly text: string }>
}

/** The aim for a reply is 150 ms at p99, so the buckets are dense below it. */
const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10]

type MakeCounter = (name: string, help: string, labelNames?: string[]) => Counter
type MakeGauge = (name: string, help: string, labelNames?: string[]) => Gauge

interface Instruments {
  readonly counter: MakeCounter
  readonly gauge: MakeGauge
  /** Of seconds. */
  readonly histogram: (name: string, help: string) => Histogram
}

function instrumentsOf(registry: Registry): Instruments {
  const registers = [registry]
  const fullName = (name: string): string => `tusoi_${name}`
  return {
    counter: (name, help, labelNames = []) =>
      new Counter({ name: fullName(name), help, labelNames, registers }),
    gauge: (name, help, labelNames = []) =>
      new Gauge({ name: fullName(name), help, labelNames, registers }),
    histogram: (name, help) =>
      new Histogram({ name: fullName(name), help, buckets: secondsBuckets, registers }),
  }
}

type Inward =
  'countInbound' | 'countDuplicate' | 'countRefusedCall' | 'countRefusedText' | 'observeTurn'

function inwardMetrics({ counter, histogram }: Instruments): Pick<Metrics, Inward> {
  const inbound = counter('inbound_total', 'Messages and presses taken in', ['bot', 'kind'])
  const duplicates = counter('inbound_duplicate_total', 'Updates that had been taken in before')
  const refusedCalls = counter('webhook_refused_total', 'Webhook calls that were not genuine', [
    'bot',
  ])
  const turn = histogram('turn_seconds', 'One inbound message, from taking it to the commit')
  const refusedTexts = counter('refused_text_total', 'Texts that were not stored', ['reason'])
  return {
    countInbound: (bot, kind) => {
      inbound.inc({ bot: word(bot), kind: word(kind) })
    },
    countDuplicate: () => {
      duplicates.inc()
    },
    countRefusedCall: (bot) => {
      refusedCalls.inc({ bot: word(bot) })
    },
    countRefusedText: (reason) => {
      refusedTexts.inc({ reason: word(reason) })
    },
    observeTurn: (seconds) => {
      turn.observe(seconds)
    },
  }
}

type Outward = 'countSent' | 'observeReply' | 'countSlot' | 'setOutboxPending' | 'countStatements'

function outwardMetrics({ counter, gauge, histogram }: Instruments): Pick<Metrics, Outward> {
  const sent = counter('outbox_sent_total', 'Attempts to send', ['bot', 'class', 'outcome'])
  const reply = histogram(
    'reply_latency_seconds',
    'From the arrival of a message to its reply leaving',
  )
  const slots = counter('slot_total', 'Reminder slots settled', ['rule', 'state'])
  const pending = gauge('outbox_pending', 'Messages waiting to be sent')
  const statements = counter('database_statements_total', 'Statements sent to the database')
  return {
    countSent: (bot, messageClass, outcome) => {
      sent.inc({ bot: word(bot), class: word(messageClass), outcome: word(outcome) })
    },
    observeReply: (seconds) => {
      reply.observe(seconds)
    },
    countSlot: (rule, state, many = 1) => {
      slots.inc({ rule: word(rule), state: word(state) }, many)
    },
    setOutboxPending: (rows) => {
      pending.set(rows)
    },
    countStatements: (count) => {
      statements.inc(count)
    },
  }
}

type OfBots = 'setMessages' | 'setUnauthorised' | 'countCharged'

function botMetrics({ counter, gauge }: Instruments): Pick<Metrics, OfBots> {
  const used = gauge('messages_used', 'Messages a bot with a plan sent this month', ['bot'])
  const limits = gauge('messages_limit', 'Messages the plan of a bot allows in a month', ['bot'])
  const expected = gauge('messages_expected', 'Messages this month is expected to need in all', [
    'bot',
  ])
  const unauthorised = gauge(
    'bot_unauthorised',
    '1 while a bot has to be authorised again by its operator',
    ['bot'],
  )
  const charged = counter('oa_sent_total', 'Messages of an Official Account by what they cost', [
    'bot',
    'cost',
    'quota',
  ])
  const left = gauge('oa_quota_left', 'What Zalo last said is left of a quota', ['bot', 'quota'])
  return {
    setMessages: (bot, sentSoFar, limit, inAll) => {
      used.set({ bot: word(bot) }, sentSoFar)
      if (limit !== undefined) limits.set({ bot: word(bot) }, limit)
      expected.set({ bot: word(bot) }, inAll)
    },
    setUnauthorised: (bot, needsIt) => {
      unauthorised.set({ bot: word(bot) }, needsIt ? 1 : 0)
    },
    countCharged: (bot, cost, quota = 'none', remaining) => {
      charged.inc({ bot: word(bot), cost: word(cost), quota: word(quota) })
      if (remaining !== undefined) left.set({ bot: word(bot), quota: word(quota) }, remaining)
    },
  }
}

/** A fresh registry, so that two services in one process (tests) do not meet. */
export function createMetrics(): MetricsBook {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'tusoi_' })
  const instruments = instrumentsOf(registry)
  return {
    ...inwardMetrics(instruments),
    ...outwardMetrics(instruments),
    ...botMetrics(instruments),
    print: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}

/**
 * A label that is no word (an id, a sentence) would leak and multiply series: it becomes `other`.
 */
function word(label: string): string {
  return /^[A-Za-z][A-Za-z._-]*\d{0,3}$/.test(label) && label.length <= 40 ? label : 'other'
}
