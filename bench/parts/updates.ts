// Members answer their sheets as fast as they are answered: the service on both databases, and the
// yardstick beside it.
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

/** All processes at one moment. */
interface Look {
  readonly facts: Facts
  readonly crowdMs: number
  readonly databaseMs: number
}

interface Run extends Played {
  readonly way: Way
  readonly before: Look
  readonly after: Look
}

const branchSize = 10
const firstPerson = 1_000_001
const mib = 1024 * 1024

export async function measureUpdates(context: Context): Promise<Findings> {
  if (context.server === undefined) return measureService(context, 'embedded', [])
  const yardstick = await measureWizard(context)
  const service = await measureService(context, 'postgresql', yardstick.figures)
  const all = [yardstick, service, await measureService(context, 'embedded', [])]
  return {
    figures: all.flatMap(({ figures }) => figures),
    faults: all.flatMap(({ faults }) => faults),
  }
}

async function measureService(
  context: Context,
  on: 'postgresql' | 'embedded',
  yardstick: readonly Figure[],
): Promise<Findings> {
  const part = `updates: the service, ${on === 'embedded' ? 'PGlite' : 'PostgreSQL'}`
  return withService(context, { on }, async (stage) => {
    const { host, crowd, webhook } = stage
    const idle = await host.ask('facts')
    const crew = {
      name: 'B',
      members: context.members,
      perBranch: branchSize,
      firstPerson,
      mayRemind: false,
    }
    const people = await host.ask('settle', crew)
    await host.ask('openMonths', { branches: [...new Set(people.map(({ branch }) => branch))] })
    await crowd.ask('gather', { webhook, people })
    const figures: Figure[] = [
      { part, what: 'memory when started', value: idle.rssBytes / mib, unit: 'MB' },
    ]
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
    figures.push({
      part,
      what: 'answers acknowledged and looked for in the database',
      value: answers,
      unit: '',
    })
    return { figures, faults: faults.map((fault) => `${part}: ${fault}`) }
  })
}

async function measureWizard(context: Context): Promise<Findings> {
  const part = 'updates: the yardstick, PostgreSQL'
  return withWizard(context, async (stage) => {
    const somebody = (index: number): Somebody => ({ person: firstPerson + index, branch: 'none' })
    const people = Array.from({ length: context.members }, (_, index) => somebody(index))
    await stage.crowd.ask('gather', { webhook: stage.webhook, people })
    const figures: Figure[] = []
    const faults: string[] = []
    for (const way of ways) {
      context.say(`${part}: ${way.name}`)
      const run = await play(context, stage, way, true)
      figures.push(...figuresOf(part, run, []))
      faults.push(...run.faults)
    }
    return { figures, faults: faults.map((fault) => `${part}: ${fault}`) }
  })
}

/** One way of members for the seconds asked for, after half of that (5 s at least) to warm up. */
async function play(
  { seconds }: Context,
  stage: Stage<ServiceCalls> | Stage<WizardCalls>,
  way: Way,
  isWizard: boolean,
): Promise<Run> {
  const { host, crowd } = stage
  const look = async (): Promise<Look> => {
    const databaseMs = stage.databaseMs()
    const [facts, crowdMs] = await Promise.all([
      (host as Worker<WizardCalls>).ask('facts'),
      crowd.ask('cpuMs'),
    ])
    return { facts, crowdMs, databaseMs }
  }
  const looks = new Map<string, Promise<Look>>()
  crowd.hear((told) => {
    const news = told as CrowdNews
    if (news.kind === 'branchFinished')
      void reopen(host as Worker<ServiceCalls>, crowd, news.branch)
    else looks.set(news.kind, look())
  })
  const terms: PlayTerms = {
    ...way,
    warmMs: Math.max(5000, seconds * 500),
    measuredMs: seconds * 1000,
    thinkMs: 0,
    isWizard,
  }
  const played = await crowd.ask('play', terms)
  const [before, after] = [
    (await looks.get('measuring')) ?? (await look()),
    (await looks.get('measured')) ?? (await look()),
  ]
  return { ...played, way, before, after }
}

/** The members of a branch came to the end of their sheets: the next month begins for them. */
async function reopen(
  host: Worker<ServiceCalls>,
  crowd: Worker<CrowdCalls>,
  branch: string,
): Promise<void> {
  await host.ask('openMonths', { branches: [branch] })
  await crowd.ask('admit', { branches: [branch] })
}

function figuresOf(part: string, run: Run, yardstick: readonly Figure[]): readonly Figure[] {
  const { way, updates, measuredMs, replyMs, before, after, retried } = run
  const { total, byKind } = statementsBetween(before.facts, after.facts)
  const databaseMs = after.databaseMs - before.databaseMs
  const turns = Object.entries(byKind).reduce(
    (sum, [kind, count]) => sum + (/^(turn|select|upsert)/u.test(kind) ? count : 0),
    0,
  )
  const rate = yardstick.find(({ what }) => what === `${way.name}: updates`)?.value
  const one = (what: string, value: number, unit: string, aim?: Figure['aim']): Figure => ({
    part,
    what: `${way.name}: ${what}`,
    value,
    unit,
    ...(aim && { aim }),
  })
  return [
    one(
      'updates',
      (updates * 1000) / measuredMs,
      '/s',
      rate === undefined ? undefined : { atLeast: rate, yardstick: true },
    ),
    one('reply p50', quantile(replyMs, 0.5), 'ms'),
    one('reply p99', quantile(replyMs, 0.99), 'ms'),
    one('round trips before the reply, an update', turns / updates, '', { atMost: 2.05 }),
    one('statements in all, an update', total / updates, ''),
    one(
      'processor time of the bot, an update',
      (after.facts.cpuMs - before.facts.cpuMs) / updates,
      'ms',
    ),
    ...(databaseMs > 0
      ? [one('processor time of PostgreSQL, an update', databaseMs / updates, 'ms')]
      : []),
    one('processor time of the crowd, an update', (after.crowdMs - before.crowdMs) / updates, 'ms'),
    one('memory at most', after.facts.peakRssBytes / mib, 'MB'),
    ...(retried > 0 ? [one('updates refused as busy at first', retried, '')] : []),
  ]
}
