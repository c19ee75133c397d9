// One message followed through the log at its loudest, over real HTTP: from the webhook to the
// chat, and where the platform says no.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectTraced, linesOf, type LogLine } from '../support/logged.ts'
import { Month } from '../support/month.ts'
import { telegramStoodIn } from '../support/stood-in.ts'
import { startStandIn, type StandIn } from '../support/telegram/standin.ts'
import { TelegramMember } from '../support/telegram-member.ts'

let [standIn, month, member]: [StandIn?, Month?, TelegramMember?] = []
const codes: string[] = []
const world = (): { standIn: StandIn; month: Month; member: TelegramMember } => {
  if (standIn === undefined || month === undefined || member === undefined)
    throw new Error('nothing has begun')
  return { standIn, month, member }
}
/** What the log has of whatever happens in `work`, until all of it has been sent. */
async function linesWhile(work: () => unknown): Promise<readonly LogLine[]> {
  const { month: held } = world()
  const before = held.logged.length
  await work()
  await held.live.settles()
  return linesOf(held.logged.slice(before)).filter(({ msg }) => msg !== 'job.done')
}

beforeAll(async () => {
  standIn = await startStandIn({ retryUnitMs: 5 })
  month = await Month.open({
    kind: 'embedded',
    branchCodes: ['CB5'],
    total: 2,
    mode: 'webhook',
    standIns: [telegramStoodIn(standIn)],
  })
  codes.push(...(await month.codes()).values())
  const code = (await month.codes()).get('A2') ?? ''
  codes.push(code)
  member = new TelegramMember(standIn.person(987_654_321), { ref: 'A2', code })
  await member.onboards()
  await month.live.settles()
}, 120_000)
afterAll(async () => {
  await month?.close()
  await standIn?.close()
})

it('the turn, what it queued, and its settlement have one id', async () => {
  const lines = await linesWhile(() => world().member.person.says('/lichhop'))
  const { turn } = lines.find(({ msg }) => msg === 'turn.done') ?? {}
  expect(turn).toMatch(/^[0-9a-f]{12}$/)
  expect(lines.filter((line) => line['turn'] === turn)).toMatchObject([
    { msg: 'turn.done', level: 'debug', bot: 'telegram', kind: 'text', intent: 'schedule' },
    { msg: 'send.queued', class: 'reply' },
    { msg: 'send.sent', class: 'reply', attempt: 1 },
  ])
  expect(lines).toContainEqual(
    expect.objectContaining({
      ...{ msg: 'request.answered', level: 'trace', route: '/webhooks/:bot', status: 200 },
    }),
  )
})

it('what the platform throttles waits, and arrives under the same id', async () => {
  world().standIn.faults.throttle(1)
  const lines = await linesWhile(() => world().member.person.says('/lichhop'))
  const { turn } = lines.find(({ msg }) => msg === 'turn.done') ?? {}
  expect(lines.filter((line) => line['turn'] === turn).map(({ msg }) => msg)).toEqual([
    'turn.done',
    'send.queued',
    'send.waits',
    'send.sent',
  ])
  expect(lines).toContainEqual(
    expect.objectContaining({
      ...{ msg: 'platform.refused', bot: 'telegram', method: 'sendMessage', status: 429 },
      said: 'Too Many Requests: retry after',
    }),
  )
})

it('what the platform refuses says so with method, status and reason', async () => {
  const canary = 'Bad Request: wrong "CANARY" in the text: CANARY'
  world().standIn.faults.refuse(400, canary, { method: 'sendMessage' })
  const lines = await linesWhile(() => world().member.person.says('/lichhop'))
  const { turn } = lines.find(({ msg }) => msg === 'turn.done') ?? {}
  expect(lines.find((line) => line['turn'] === turn && line['level'] === 'info')).toMatchObject({
    msg: 'send.refused',
    reason: 'rejected-400',
  })
  expect(lines.find(({ msg }) => msg === 'platform.refused')).toMatchObject({
    ...{ method: 'sendMessage', status: 400, said: 'Bad Request: wrong in the text' },
  })
})

it('each run of a job says what it did', async () => {
  const { month: held } = world()
  const before = held.logged.length
  await held.live.runs()
  const jobs = linesOf(held.logged.slice(before)).filter(({ msg }) => msg === 'job.done')
  expect(jobs.map(({ job }) => job)).toContain('follow-months')
  for (const job of jobs)
    expect(job).toMatchObject({ level: 'debug', ms: expect.any(Number) as number })
})

it('nothing of anybody is in it', () => {
  const { standIn: telegram, month: held } = world()
  const secrets = [...codes, telegram.token, '987654321', 'Đảng viên', 'CANARY', 'stand-in-secret']
  expectTraced(held.logged, secrets)
})
