// Members answer their sheets as fast as they are answered: the service on both databases, and the yardstick beside it.
import type { CrowdCalls, CrowdNews, Somebody } from '../crowd/main.ts'
import type { Played, PlayTerms } from '../crowd/play.ts'
import { type Facts, statementsBetween } from '../facts.ts'
import type { Figure, Findings } from '../figures.ts'
import { quantile } from '../quantiles.ts'
import type { ServiceCalls } from '../service/main.ts'
import { type Context, type Stage, withService, withWizard } from '../stage.ts'
import type { WizardCalls } from '../wizard/main.ts'
import type { Worker } from '../worker.ts'

/** How the members behave in one run. */
interface Way {
  readonly name: string
  readonly inFlight: number
  readonly pressed: number
}

const ways: readonly Way[] = [
  { name: 'typed, 64 in flight', inFlight: 64, pressed: 0 },
  { name: 'typed, 128 in flight', inFlight: 128, pressed: 0 },
  { name: 'half pressed, 64 in flight', inFlight: 64, pressed: 0.5 },
]

interface Run extends Played {
  readonly way: Way
  readonly before: Facts
  readonly after: Facts
  readonly crowdCpuMs: number
  readonly databaseMs: number
}

const branchSize = 10
const mib = 1024 * 1024

export async function measureUpdates(context: Context): Promise<Findings> {
  if (context.server === undefined) return measureService(context, 'embedded', [])
  const yardstick = await measureWizard(context)
  const service = await measureService(context, 'postgresql', yardstick)
  const embedded = await measureService(context, 'embedded', [])
  return { figures: [...yardstick, ...service.figures, ...embedded.figures], faults: [...service.faults, ...embedded.faults] }
}

async function measureService(context: Context, on: 'postgresql' | 'embedded', yardstick: readonly Figure[]): Promise<Findings> {
  const part = `updates: the service, ${on === 'embedded' ? 'PGlite' : 'PostgreSQL'}`
  return withService(context, { on }, async (stage) => {
    const { host, crowd, webhook } = stage
    const idle = await host.ask('facts')
    const people = await host.ask('settle', { name: 'B', members: context.members, perBranch: branchSize, firstPerson: 1_000_001, mayRemind: false })
    await host.ask('openMonths', { branches: [...new Set(people.map(({ branch }) => branch))] })
    await crowd.ask('gather', { webhook, people })
    const figures: Figure[] = [{ part, what: 'memory when started', value: idle.rssBytes / mib, unit: 'MB' }]
    const faults: string[] = []
    for (const way of on === 'embedded' ? ways.slice(0, 1) : ways) {
      context.say(`${part}: ${way.name}`)
      const run = await play(context, stage, way, false)
      figures.push(...figuresOf(part, run, yardstick))
      faults.push(...run.faults)
    }
    const told = await crowd.ask('acknowledged')
    const answers = told.reduce((sum, each) => sum + each.answers, 0)
    faults.push(...(await host.ask('check', { told })))
    return { figures: [...figures, { part, what: 'answers acknowledged, all found in the database', value: answers, unit: '' }], faults: faults.map((fault) => `${part}: ${fault}`) }
  })
}

async function measureWizard(context: Context): Promise<readonly Figure[]> {
  const part = 'updates: the yardstick, PostgreSQL'
  return withWizard(context, async (stage) => {
    const people: readonly Somebody[] = Array.from({ length: context.members }, (_, index) => ({ person: 1_000_001 + index, branch: 'none' }))
    await stage.crowd.ask('gather', { webhook: stage.webhook, people })
    const figures: Figure[] = []
    for (const way of ways) {
      context.say(`${part}: ${way.name}`)
      figures.push(...figuresOf(part, await play(context, stage, way, true), []))
    }
    return figures
  })
}

/** One way of members for the seconds asked for, after half of that (5 s at least) to warm up. */
async function play({ seconds }: Context, stage: Stage<ServiceCalls> | Stage<WizardCalls>, way: Way, isWizard: boolean): Promise<Run> {
  const { host, crowd } = stage
  const facts = (): Promise<Facts> => (host as Worker<WizardCalls>).ask('facts')
  const marks = new Map<string, Promise<readonly [Facts, number, number]>>()
  crowd.hear((told) => {
    const news = told as CrowdNews
    if (news.kind === 'branchFinished') void reopen(host as Worker<ServiceCalls>, crowd, news.branch)
    else marks.set(news.kind, Promise.all([facts(), crowd.ask('cpuMs'), stage.databaseMs()]))
  })
  const terms: PlayTerms = { ...way, warmMs: Math.max(5000, seconds * 500), measuredMs: seconds * 1000, thinkMs: 0, isWizard }
  const played = await crowd.ask('play', terms)
  const [before, crowdBefore, databaseBefore] = (await marks.get('measuring')) ?? [await facts(), 0, 0]
  const [after, crowdAfter, databaseAfter] = (await marks.get('measured')) ?? [await facts(), 0, 0]
  return { ...played, way, before, after, crowdCpuMs: crowdAfter - crowdBefore, databaseMs: databaseAfter - databaseBefore }
}

/** The members of a branch came to the end of their sheets: the next month begins for them. */
async function reopen(host: Worker<ServiceCalls>, crowd: Worker<CrowdCalls>, branch: string): Promise<void> {
  await host.ask('openMonths', { branches: [branch] })
  await crowd.ask('admit', { branches: [branch] })
}

function figuresOf(part: string, run: Run, yardstick: readonly Figure[]): readonly Figure[] {
  const { way, updates, measuredMs, replyMs, before, after, crowdCpuMs, databaseMs, retried } = run
  const { total, byKind } = statementsBetween(before, after)
  const turns = Object.entries(byKind).reduce((sum, [kind, count]) => sum + (/^(turn|select|upsert)/u.test(kind) ? count : 0), 0)
  const rate = yardstick.find(({ what }) => what === `${way.name}: updates`)?.value
  const one = (what: string, value: number, unit: string, aim?: Figure['aim']): Figure => ({ part, what: `${way.name}: ${what}`, value, unit, ...(aim && { aim }) })
  return [
    one('updates', (updates * 1000) / measuredMs, '/s', rate === undefined ? undefined : { atLeast: rate, yardstick: true }),
    one('reply p50', quantile(replyMs, 0.5), 'ms'),
    one('reply p99', quantile(replyMs, 0.99), 'ms'),
    one('round trips before the reply, an update', turns / updates, '', { atMost: 2.05 }),
    one('statements in all, an update', total / updates, ''),
    one('processor time of the bot, an update', (after.cpuMs - before.cpuMs) / updates, 'ms'),
    ...(databaseMs > 0 ? [one('processor time of PostgreSQL, an update', databaseMs / updates, 'ms')] : []),
    one('processor time of the crowd, an update', crowdCpuMs / updates, 'ms'),
    one('memory at most', after.peakRssBytes / mib, 'MB'),
    ...(retried > 0 ? [one('updates refused as busy at first', retried, '')] : []),
  ]
}
