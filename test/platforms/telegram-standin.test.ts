import { afterEach, expect, test } from 'vitest'
import { startStandIn, type StandIn, type StandInOptions } from '../support/telegram/standin.ts'

const running: StandIn[] = []

afterEach(async () => {
  for (const standIn of running.splice(0)) await standIn.close()
})

async function standInWith(options: StandInOptions = {}): Promise<{
  standIn: StandIn
  call: (method: string, params?: object) => Promise<{ status: number; body: unknown }>
}> {
  const standIn = await startStandIn(options)
  running.push(standIn)
  const call = async (method: string, params: object = {}) => {
    const response = await fetch(`${standIn.apiRoot}/bot${standIn.token}/${method}`, {
      method: 'POST',
      body: JSON.stringify(params),
      headers: { 'content-type': 'application/json' },
    })
    return { status: response.status, body: await response.json() }
  }
  return { standIn, call }
}

test('unconfirmed updates are given again; an offset confirms', async () => {
  const { standIn, call } = await standInWith()
  const [one, two] = [standIn.person(1).says('một'), standIn.person(1).says('hai')]
  const ids = async (offset?: number) => {
    const { body } = await call('getUpdates', offset === undefined ? {} : { offset })
    return (body as { result: { update_id: number }[] }).result.map((update) => update.update_id)
  }
  expect(await ids()).toEqual([one.updateId, two.updateId])
  expect(await ids()).toEqual([one.updateId, two.updateId])
  expect(await ids(two.updateId)).toEqual([two.updateId])
  expect(await ids((two.updateId ?? 0) + 1)).toEqual([])
  expect(standIn.updates.pending.size).toBe(0)
})

test('409 for the older of two pollers, and for any poller while a webhook is set', async () => {
  const { call } = await standInWith()
  const older = call('getUpdates', { timeout: 30 })
  const newer = call('getUpdates', { timeout: 30 })
  expect((await older).status).toBe(409)
  await call('setWebhook', { url: 'http://127.0.0.1:9/' })
  expect((await newer).status).toBe(409)
  expect((await call('getUpdates')).status).toBe(409)
  await call('deleteWebhook')
  expect((await call('getUpdates')).status).toBe(200)
})

test('with real limits a group takes 20 messages in one go, a person 3', async () => {
  const { standIn, call } = await standInWith({ limits: true })
  standIn.group(-1)
  standIn.person(1).isKnown()
  const statuses = async (chat: number, count: number) => {
    const found = []
    for (let index = 0; index < count; index++)
      found.push((await call('sendMessage', { chat_id: chat, text: 'a' })).status)
    return found
  }
  expect(await statuses(-1, 21)).toEqual([...Array<number>(20).fill(200), 429])
  expect(await statuses(1, 4)).toEqual([200, 200, 200, 429])
  expect((await call('sendMessage', { chat_id: 1, text: 'a' })).body).toMatchObject({
    error_code: 429,
    parameters: { retry_after: 1 },
  })
})

test.each([
  ['no text', { chat_id: 1, text: ' ' }],
  ['a long text', { chat_id: 1, text: 'x'.repeat(4097) }],
  [
    'a long payload',
    {
      chat_id: 1,
      text: 'x',
      reply_markup: { inline_keyboard: [[{ text: 'a', callback_data: 'ộ'.repeat(22) }]] },
    },
  ],
])('it refuses %s, as Telegram does', async (_, params) => {
  const { standIn, call } = await standInWith()
  standIn.person(1).isKnown()
  expect((await call('sendMessage', params)).status).toBe(400)
  expect(standIn.everything()).toEqual([])
})

test('presses expire, and kinds not asked for do not come', async () => {
  const { standIn, call } = await standInWith()
  standIn.person(1).pressesData('x', 1)
  expect(standIn.updates.expire('callback_query')).toBe(1)
  await call('getUpdates', { allowed_updates: ['message'] })
  expect(standIn.person(1).blocks().updateId).toBeUndefined()
  expect(standIn.person(1).says('a').updateId).toBeDefined()
})

test('waiting in vain says what it waited for', async () => {
  const { standIn } = await standInWith()
  await expect(standIn.person(1).nextMessage(1)).rejects.toThrow(
    'chat 1: no message within 1 ms; there was none so far',
  )
})
