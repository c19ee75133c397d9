import { inspect } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import type { Platform } from '../../src/messaging/platform.ts'
import type { ZaloBotEvent } from '../../src/platforms/zalo-bot/event.ts'
import { ZaloBotFault } from '../../src/platforms/zalo-bot/fault.ts'
import { createZaloBot } from '../../src/platforms/zalo-bot/zalo-bot.ts'
import { startStandIn, type StandIn } from '../support/zalo-bot/standin.ts'

const running: StandIn[] = []
const events: ZaloBotEvent[] = []

afterEach(async () => {
  events.length = 0
  for (const standIn of running.splice(0)) await standIn.close()
})

async function bot(
  token?: string,
  webhookSecret = 's3cret-s3cret',
): Promise<{ standIn: StandIn; zalo: Required<Platform> }> {
  const standIn = await startStandIn()
  running.push(standIn)
  const onEvent = (event: ZaloBotEvent) => events.push(event)
  const options = {
    bot: 'zl',
    token: token ?? standIn.token,
    apiRoot: `${standIn.apiRoot}/`,
    webhookSecret,
    onEvent,
  }
  return { standIn, zalo: createZaloBot(options) as Required<Platform> }
}

const url = 'http://127.0.0.1:9/webhooks/zl'

function expectNoCanary(...told: unknown[]): void {
  const shown = JSON.stringify(told) + inspect(told, { depth: 10, showHidden: true })
  for (const canary of ['canary', 'STANDIN', '/bot1']) expect(shown).not.toContain(canary)
}

test('with a URL the webhook is set, with the secret; that it cannot be reached is told', async () => {
  const { standIn, zalo } = await bot()
  await zalo.announce(url)
  expect(standIn.requests).toEqual([
    { method: 'getMe', params: {} },
    { method: 'setWebhook', params: { url, secret_token: 's3cret-s3cret' } },
  ])
  expect(events).toEqual([{ code: 'webhookUnverified', outcome: 'webhook.err.conn' }])
})

test('without one the webhook goes', async () => {
  const { standIn, zalo } = await bot()
  await zalo.announce(url)
  await zalo.announce(undefined)
  expect(standIn.requests.at(-1)).toEqual({ method: 'deleteWebhook', params: {} })
  expect(standIn.delivery.webhook).toBeUndefined()
})

test.each([400, 404])(
  'that there was none to take away (%i) is no fault and no news',
  async (code) => {
    const { standIn, zalo } = await bot()
    standIn.faults.refuse(code, 'Not Found', { method: 'deleteWebhook' })
    await zalo.announce(undefined)
    expect(events).toEqual([])
  },
)

test.each([
  [
    'a wrong token',
    '1:WRONG-canary',
    undefined,
    'getMe',
    undefined,
    { code: 'tokenRefused', status: 401 },
  ],
  ['no such path', undefined, undefined, 'getMe', 404, { code: 'tokenRefused', status: 404 }],
  [
    'a token reset in between',
    undefined,
    undefined,
    'setWebhook',
    401,
    { code: 'tokenRefused', status: 401 },
  ],
  ['no secret', undefined, '', '', undefined, { code: 'unfitWebhookSecret' }],
  ['a short secret', undefined, 'x'.repeat(7), '', undefined, { code: 'unfitWebhookSecret' }],
  ['a long secret', undefined, 'x'.repeat(257), '', undefined, { code: 'unfitWebhookSecret' }],
  ['an address refused', undefined, undefined, 'setWebhook', 400, { code: 'refused', status: 400 }],
  ['no setWebhook', undefined, undefined, 'setWebhook', 404, { code: 'refused', status: 404 }],
  [
    'a webhook that could not be set',
    undefined,
    undefined,
    'setWebhook',
    403,
    { code: 'unreachable', status: 403 },
  ],
  [
    'Zalo down',
    undefined,
    undefined,
    'setWebhook',
    502,
    { code: 'unreachable', status: undefined },
  ],
] as const)(
  '%s is said in an error without the token',
  async (_, token, secret, method, code, facts) => {
    const { standIn, zalo } = await bot(token, secret)
    if (code !== undefined) standIn.faults.refuse(code, 'no: not "canary": canary', { method })
    const error: unknown = await zalo.announce(url).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ZaloBotFault)
    expect(error).toMatchObject(facts)
    expectNoCanary(
      error,
      events,
      error instanceof Error ? [error.message, error.stack, error.cause] : [],
    )
  },
)

test.each(['getMe', 'deleteWebhook'])(
  'on the way to polling, %s out of reach is only told',
  async (method) => {
    const { standIn, zalo } = await bot()
    standIn.faults.add({ method, what: { kind: 'resetBefore' } })
    await zalo.announce(undefined)
    expect(events).toEqual([{ code: 'callFailed', method, reason: 'reset' }])
  },
)

test('a bot without a name is a bot', async () => {
  const { standIn, zalo } = await bot()
  standIn.faults.add({
    method: 'getMe',
    what: { kind: 'answer', status: 200, body: '{"ok":true,"result":{"id":1459232241454765289}}' },
  })
  await zalo.announce(undefined)
  expect(events).toEqual([])
})
