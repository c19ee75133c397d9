// A secretary asks for the summary of a large branch with years of closed months behind it.
import type { Figure, Findings } from '../figures.ts'
import { quantile } from '../quantiles.ts'
import { type Context, withService } from '../stage.ts'

const members = 150
const months = 60
const times = 300
/** Until the statements are prepared and the code is compiled. */
const warm = 50
const secretary = 1_000_001
const aim = { atMost: 50 }

export async function measureSummary(context: Context): Promise<Findings> {
  const found: Findings[] = []
  if (context.server !== undefined) found.push(await measureOn(context, 'postgresql'))
  found.push(await measureOn(context, 'embedded'))
  return {
    figures: found.flatMap(({ figures }) => figures),
    faults: found.flatMap(({ faults }) => faults),
  }
}

async function measureOn(context: Context, on: 'postgresql' | 'embedded'): Promise<Findings> {
  const part = `summary: ${members} members, ${months} closed months, ${on === 'embedded' ? 'PGlite' : 'PostgreSQL'}`
  return withService(context, { on }, async ({ host, crowd, webhook }) => {
    context.say(part)
    const people = await host.ask('settle', {
      name: 'S',
      members,
      perBranch: members,
      firstPerson: secretary,
      mayRemind: false,
    })
    const { answers } = await host.ask('fiveYears', { branch: 'S1', months })
    await crowd.ask('gather', { webhook, people })
    const ask = { person: secretary, text: '/tonghop' }
    const first = await crowd.ask('ask', { ...ask, times: 1 })
    await crowd.ask('ask', { ...ask, times: warm })
    const { replyMs, reply } = await crowd.ask('ask', { ...ask, times })
    const figures: readonly Omit<Figure, 'part'>[] = [
      { what: 'answers in the database', value: answers, unit: '' },
      {
        what: '/tonghop, the first after the start',
        value: first.replyMs[0] ?? Number.NaN,
        unit: 'ms',
      },
      { what: '/tonghop p50', value: quantile(replyMs, 0.5), unit: 'ms', aim },
      { what: '/tonghop p99', value: quantile(replyMs, 0.99), unit: 'ms', aim },
    ]
    // A refusal would be quick too.
    const faults = reply.includes(String(members))
      ? []
      : [`${part}: the reply is no summary of ${members} members`]
    return { figures: figures.map((figure) => ({ part, ...figure })), faults }
  })
}
