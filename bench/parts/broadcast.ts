// A whole commune's members are invited to their sheets, while a few others answer theirs.
import { setTimeout as wait } from 'node:timers/promises'
import type { Arrivals } from '../crowd/main.ts'
import type { Figure, Findings } from '../figures.ts'
import { quantile } from '../quantiles.ts'
import { type Context, withService } from '../stage.ts'

/** Members and branches of a large commune's Party committee (issue 2 §8). */
const invitedMembers = 8431
const perBranch = 28
/**
 * Messages a second: four times a platform's 30, so that the broadcast ends in a minute and a half.
 */
const perSecond = 120
/** The rest is kept for replies (design §3). */
const bulkShare = 0.8
/**
 * So many answer at once, each so long after a reply: together some twenty replies a second, within
 * what is kept for them.
 */
const answering = 12
/** Enough of them that nobody needs a second month. */
const writing = 240
const thinkMs = 600
const warmMs = 5000
const patienceMs = 120_000

export async function measureBroadcast(context: Context): Promise<Findings> {
  if (context.server === undefined) return { figures: [], faults: [] }
  const part = `broadcast: ${invitedMembers} invitations, PostgreSQL`
  return withService(context, { on: 'postgresql', perSecond }, async ({ host, crowd, webhook }) => {
    context.say(part)
    const commune = {
      name: 'L',
      members: invitedMembers,
      perBranch,
      firstPerson: 2_000_001,
      mayRemind: true,
    }
    const readers = await host.ask('settle', commune)
    const branch = {
      name: 'W',
      members: writing,
      perBranch: 24,
      firstPerson: 1_000_001,
      mayRemind: false,
    }
    const writers = await host.ask('settle', branch)
    const people = readers.map(({ person }) => person)
    const atWork = [...new Set(writers.map(({ branch: code }) => code))]
    await host.ask('openMonths', { branches: atWork })
    await crowd.ask('gather', { webhook, people: writers })
    await crowd.ask('invite', { people })
    // In the night: nothing of it is sent, so that the two aims are measured apart. Then it is
    // morning for all at once.
    const branches = [...new Set(readers.map(({ branch }) => branch))]
    await host.ask('sleep', { branches })
    const queued = await host.ask('openMonths', { branches })
    const playing = crowd.ask('play', {
      inFlight: answering,
      pressed: 0,
      warmMs,
      measuredMs: Infinity,
      thinkMs,
      isWizard: false,
    })
    await wait(warmMs)
    await host.ask('rouse')
    const arrivals = await allArrived(() => crowd.ask('arrivals', { people }), queued.invited)
    await crowd.ask('stopPlay')
    const { replyMs, faults } = await playing
    const wrong = await host.ask('check', { told: await crowd.ask('acknowledged') })
    const { messages, people: reached, firstAt, lastAt } = arrivals
    const allowed = ((lastAt - firstAt) / 1000) * perSecond * bulkShare
    const share = (messages / allowed) * 100
    const figures: readonly Omit<Figure, 'part'>[] = [
      { what: 'until all are queued', value: queued.ms / 1000, unit: 's', aim: { atMost: 10 } },
      {
        what: `share of the allowed pace (${perSecond * bulkShare}/s)`,
        value: share,
        unit: '%',
        aim: { atLeast: 98 },
      },
      { what: `meanwhile ${answering} members answer: replies`, value: replyMs.length, unit: '' },
      { what: 'reply p50', value: quantile(replyMs, 0.5), unit: 'ms' },
      { what: 'reply p99', value: quantile(replyMs, 0.99), unit: 'ms', aim: { atMost: 150 } },
    ]
    const isComplete = messages === invitedMembers && reached === invitedMembers
    const lost = isComplete
      ? []
      : [`${messages} invitations reached ${reached} of ${invitedMembers} members`]
    const all = [...faults, ...lost, ...wrong]
    return {
      figures: figures.map((figure) => ({ part, ...figure })),
      faults: all.map((fault) => `${part}: ${fault}`),
    }
  })
}

/**
 * Looks every half second until that many messages arrived; gives what there is when nothing more
 * comes for two minutes.
 */
async function allArrived(look: () => Promise<Arrivals>, wanted: number): Promise<Arrivals> {
  let [arrivals, changedAt] = [await look(), performance.now()]
  while (arrivals.messages < wanted && performance.now() - changedAt < patienceMs) {
    await wait(500)
    const next = await look()
    if (next.messages > arrivals.messages) changedAt = performance.now()
    arrivals = next
  }
  return arrivals
}
