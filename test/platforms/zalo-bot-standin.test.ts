import { afterEach, expect, test } from 'vitest'
import { startStandIn, type StandIn, type StandInOptions } from '../support/zalo-bot/standin.ts'

const running: StandIn[] = []

afterEach(async () => {
  for (const standIn of running.splice(0)) await standIn.close()
})

type Call = (method: string, params?: object) => Promise<{ status: number; body: unknown }>

async function standInWith(
  options: StandInOptions = {},
): Promise<{ standIn: StandIn; call: Call }> {
  const standIn = await startStandIn(options)
  running.push(standIn)
  const call: Call = async (method, params = {}) => {
    const response = await fetch(`${standIn.apiRoot}/bot${standIn.token}/${method}`, {
      method: 'POST',
      body: JSON.stringify(params),
    })
    return { status: response.status, body: await response.json() }
  }
  return { standIn, call }
}

const webhook = { url: 'http://127.0.0.1:9/', secret_token: 'x'.repeat(8) }

test('the Basic plan: the 51st person is not heard and cannot be written to, the fourth group has no bot', async () => {
  const { standIn, call } = await standInWith({ limits: true })
  const people = Array.from({ length: 51 }, (_, index) => standIn.person(`p${String(index)}`))
  expect(people.map((person) => person.says('a').isHeard)).toEqual([
    ...Array<boolean>(50).fill(true),
    false,
  ])
  expect((await call('sendMessage', { chat_id: 'p50', text: 'a' })).status).toBe(404)
  expect([1, 2, 3, 4].map((id) => standIn.group(`zgr-${String(id)}`).hasBot)).toEqual([
    true,
    true,
    true,
    false,
  ])
})

test('the month has so many messages, the next has them anew, and a second has its share', async () => {
  let now = new Date('2026-11-30T12:00:00Z')
  const limits = { people: 50, groups: 3, messagesPerMonth: 5, perSecond: 2 }
  const { standIn, call } = await standInWith({ limits, now: () => now })
  standIn.person('hoa').isKnown()
  const send = async (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1000)
    return (await call('sendMessage', { chat_id: 'hoa', text: 'a' })).status
  }
  const statuses = []
  for (const seconds of [0, 0, 0, 2, 2, 2, 2, 86_400]) statuses.push(await send(seconds))
  expect(statuses).toEqual([200, 200, 429, 200, 200, 200, 429, 200])
  expect([...standIn.world.sentByMonth]).toEqual([
    ['2026-11', 5],
    ['2026-12', 1],
  ])
})

test.each([
  ['no text', { chat_id: 'hoa', text: ' ' }, 400],
  ['a long text', { chat_id: 'hoa', text: 'x'.repeat(2001) }, 400],
  ['a stranger', { chat_id: 'lan', text: 'x' }, 404],
])('it refuses %s', async (_, params, status) => {
  const { standIn, call } = await standInWith()
  standIn.person('hoa').isKnown()
  standIn.person('lan')
  expect((await call('sendMessage', params)).status).toBe(status)
  expect(standIn.everything()).toEqual([])
})

test('webhook and polling exclude each other; with none set there is nothing to tell or take away', async () => {
  const { standIn, call } = await standInWith()
  expect((await call('deleteWebhook')).status).toBe(400)
  expect((await call('getWebhookInfo')).body).toEqual({
    ok: false,
    description: 'Not Found',
    error_code: 404,
  })
  expect((await call('setWebhook', { ...webhook, secret_token: 'short' })).status).toBe(400)
  expect((await call('setWebhook', webhook)).body).toMatchObject({
    ok: true,
    result: { verification: { ok: false } },
  })
  expect((await call('getWebhookInfo')).body).toMatchObject({
    ok: true,
    result: { url: webhook.url },
  })
  expect((await call('getUpdates')).status).toBe(400)
  standIn.manners.refusals = 'ok200'
  expect(await call('getUpdates')).toMatchObject({
    status: 200,
    body: { ok: false, error_code: 400 },
  })
})

test('two pollers steal from each other; a method that does not exist is not found', async () => {
  const { standIn, call } = await standInWith()
  const polls = [call('getUpdates', { timeout: '30' }), call('getUpdates', { timeout: 30 })]
  await standIn.polled()
  await standIn.until(() => standIn.requests.length === 2)
  standIn.person('hoa').says('một')
  standIn.person('hoa').says('hai')
  const texts = (await Promise.all(polls)).map(
    ({ body }) => (body as { result: { message: { text: string } } }).result.message.text,
  )
  expect(texts.sort()).toEqual(['hai', 'một'])
  expect((await call('getChat')).status).toBe(404)
})

test('waiting in vain says what it waited for', async () => {
  const { standIn } = await standInWith()
  await expect(standIn.person('hoa').nextMessage(1)).rejects.toThrow(
    'chat hoa: no message within 1 ms; there was none so far',
  )
})
