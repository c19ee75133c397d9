import { afterEach, expect, test } from 'vitest'
import type { Platform } from '../../src/messaging/platform.ts'
import type { TelegramEvent } from '../../src/platforms/telegram/event.ts'
import { TelegramFault } from '../../src/platforms/telegram/fault.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'
import { startStandIn, type StandIn } from '../support/telegram/standin.ts'

const running: StandIn[] = []
const events: TelegramEvent[] = []

afterEach(async () => {
  events.length = 0
  for (const standIn of running.splice(0)) await standIn.close()
})

async function bot(
  token?: string,
  webhookSecret: string | undefined = 's3cret',
): Promise<{ standIn: StandIn; telegram: Required<Platform> }> {
  const standIn = await startStandIn()
  running.push(standIn)
  const telegram = createTelegram({
    bot: 'tg',
    token: token ?? standIn.token,
    apiRoot: `${standIn.apiRoot}/`,
    webhookSecret,
    onEvent: (event) => events.push(event),
  })
  return { standIn, telegram: telegram as Required<Platform> }
}

const url = 'http://127.0.0.1:9/webhooks/tg'

test('with a URL the webhook is set, with the secret and only the kinds we read', async () => {
  const { standIn, telegram } = await bot()
  await telegram.announce(url)
  const allowed = ['message', 'edited_message', 'callback_query', 'my_chat_member']
  expect(standIn.requests).toEqual([
    { method: 'getMe', params: {} },
    {
      method: 'setWebhook',
      params: { url, secret_token: 's3cret', allowed_updates: allowed, max_connections: 40 },
    },
  ])
})

test('without one the webhook goes, and what is pending stays', async () => {
  const { standIn, telegram } = await bot()
  standIn.person(1).says('một')
  await telegram.announce(undefined)
  expect(standIn.requests.at(-1)).toEqual({
    method: 'deleteWebhook',
    params: { drop_pending_updates: false },
  })
  expect(standIn.updates.pending.size).toBe(1)
})

test.each([
  ['a wrong token', '1:WRONG-canary', undefined, { code: 'tokenRefused', status: 401 }],
  ['no secret', undefined, '', { code: 'noWebhookSecret' }],
] as const)('%s is said in an error without the token', async (_, token, secret, facts) => {
  const { standIn, telegram } = await bot(token, secret)
  const error: unknown = await telegram.announce(url).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(TelegramFault)
  expect(error).toMatchObject(facts)
  const shown = JSON.stringify([
    error,
    events,
    error instanceof Error ? [error.message, error.stack, error.cause] : [],
  ])
  expect(shown).not.toContain('canary')
  expect(shown).not.toContain(standIn.token)
})

test('a Bot API out of reach is another error than a refused token', async () => {
  const { standIn, telegram } = await bot()
  await standIn.close()
  await expect(telegram.announce(url)).rejects.toMatchObject({
    code: 'unreachable',
    method: 'getMe',
  })
})

test.each([
  [{ kind: 'private' }, 'vi', ['vi', undefined], { type: 'all_private_chats' }],
  [{ kind: 'private' }, 'en', ['en'], { type: 'all_private_chats' }],
  [{ kind: 'group' }, 'en', ['en'], { type: 'all_group_chats' }],
  [{ kind: 'chat', chat: '42' }, 'vi', ['vi', undefined], { type: 'chat', chat_id: 42 }],
] as const)('a menu for %o in %s', async (scope, language, codes, expected) => {
  const { standIn, telegram } = await bot()
  await telegram.setMenu(scope, language, [{ name: 'tusoi', description: 'Tự soi tháng này' }])
  const commands = [{ command: 'tusoi', description: 'Tự soi tháng này' }]
  const sent = standIn.requests.map(({ params }) => params)
  expect(sent).toEqual(
    codes.map((code) => ({
      commands,
      scope: expected,
      ...(code === undefined ? {} : { language_code: code }),
    })),
  )
})

test('a menu that is refused is an event, not an error', async () => {
  const { standIn, telegram } = await bot()
  standIn.faults.refuse(400, 'Bad Request: chat not found')
  await telegram.setMenu({ kind: 'chat', chat: '42' }, 'en', [])
  expect(events).toEqual([
    {
      code: 'callRefused',
      method: 'setMyCommands',
      status: 400,
      reason: 'Bad Request: chat not found',
    },
  ])
})

test('the start link needs our name, and a code a link can carry', async () => {
  const { standIn, telegram } = await bot()
  expect(telegram.startLink('ABCD2345')).toBeUndefined()
  await telegram.announce(undefined)
  expect(telegram.startLink('ABCD2345')).toBe(`https://t.me/${standIn.username}?start=ABCD2345`)
  expect(telegram.startLink('có dấu')).toBeUndefined()
  expect(telegram.startLink('x'.repeat(65))).toBeUndefined()
})

const arrival = {
  key: 'u1',
  from: { bot: 'tg', chat: '42', kind: 'private' },
  sender: { id: '42' },
  sentAt: new Date(0),
} as const

test('a press is answered; anything else needs no answer', async () => {
  const { standIn, telegram } = await bot()
  await telegram.acknowledge({
    ...arrival,
    kind: 'press',
    payload: 'p',
    messageId: '1',
    pressId: '88',
  })
  await telegram.acknowledge({ ...arrival, kind: 'text', text: 'a', messageId: '1', edited: false })
  expect(standIn.requests).toEqual([
    { method: 'answerCallbackQuery', params: { callback_query_id: '88' } },
  ])
})

test.each([
  { kind: 'resetBefore' },
  { kind: 'status', status: 502 },
  { kind: 'wrongJson' },
] as const)('a press that cannot be answered (%o) does no harm', async (what) => {
  const { standIn, telegram } = await bot()
  standIn.faults.add({ what })
  await telegram.acknowledge({
    ...arrival,
    kind: 'press',
    payload: 'p',
    messageId: '1',
    pressId: '88',
  })
  expect(events).toMatchObject([{ code: 'callFailed', method: 'answerCallbackQuery' }])
})
