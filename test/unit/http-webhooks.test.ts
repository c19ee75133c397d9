import { afterEach, describe, expect, test } from 'vitest'
import type { Http } from '../../src/http/server.ts'
import { createHttp } from '../../src/http/server.ts'
import { webhookRoute } from '../../src/http/webhooks.ts'
import type { Inbound } from '../../src/messaging/inbound.ts'
import type { Platform, WebhookCall } from '../../src/messaging/platform.ts'

const opened: Http[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (http) => http.close()))
})

const at = new Date('2026-11-26T08:00:00+07:00')

function inbound(key: string): Inbound {
  return {
    key,
    kind: 'unsupported',
    from: { bot: 'telegram', chat: '1', kind: 'private' },
    sender: { id: '1' },
    sentAt: at,
  }
}

/**
 * Genuine when the secret is right, or where only the body could tell, when it says so; each word
 * of the body is one update.
 */
function platform(calls: WebhookCall[]): Platform {
  return {
    name: 'telegram',
    bot: 'telegram',
    abilities: {
      buttons: true,
      edit: true,
      documents: true,
      photoUpload: true,
      maxText: 4096,
      groupHears: 'all',
      pace: { perSecond: 30, privateChatGapMs: 1_000, groupPerMinute: 20, inFlight: 4 },
    },
    judgeHeaders: ({ 'x-secret': secret }) =>
      secret === 'right' ? 'genuine' : secret === 'in the body' ? 'bodySigned' : 'notGenuine',
    read(call) {
      calls.push(call)
      const text = new TextDecoder().decode(call.body)
      if (call.headers['x-secret'] === 'in the body' && !text.startsWith('signed')) return null
      return text
        .split(' ')
        .filter((word) => word !== '')
        .map(inbound)
    },
    send: async () => Promise.resolve({ kind: 'sent', externalId: '1' }),
  }
}

async function start(receive: (inbound: Inbound) => Promise<'done' | 'duplicate' | 'busy'>) {
  const [calls, refused] = [[] as WebhookCall[], [] as string[]]
  const route = webhookRoute({
    platforms: new Map([['telegram', platform(calls)]]),
    receive,
    countRefused: (bot) => refused.push(bot),
    now: () => at,
  })
  const http = createHttp({ host: '127.0.0.1', port: 0, routes: [route] })
  opened.push(http)
  const { url } = await http.listen()
  const post = async (body: string, { secret = 'right', bot = 'telegram' } = {}) =>
    fetch(`${url}/webhooks/${bot}`, { method: 'POST', body, headers: { 'x-secret': secret } })
  return { calls, refused, post }
}

describe('a genuine call', () => {
  test('is answered after every update in it is committed, in order', async () => {
    const events: string[] = []
    const { post } = await start(async ({ key }) => {
      events.push(`take ${key}`)
      await new Promise(setImmediate)
      events.push(`commit ${key}`)
      return 'done'
    })
    const reply = await post('a b')
    events.push('answered')
    expect([reply.status, await reply.text()]).toEqual([200, '{}'])
    expect(events).toEqual(['take a', 'commit a', 'take b', 'commit b', 'answered'])
  })

  test('that came before is taken, so that it does not come again', async () => {
    const { post } = await start(async () => Promise.resolve('duplicate'))
    expect((await post('a')).status).toBe(200)
  })

  test('with nothing for us is taken', async () => {
    const { post } = await start(async () => Promise.reject(new Error('not asked')))
    expect((await post('')).status).toBe(200)
  })

  test('hands the platform the bytes, the lower-case headers and the time', async () => {
    const { calls, post } = await start(async () => Promise.resolve('done'))
    await post('đồng chí')
    expect(calls).toMatchObject([
      { headers: { 'x-secret': 'right' }, receivedAt: at, body: Buffer.from('đồng chí') },
    ])
  })

  test.each([
    ['throws', async () => Promise.reject(new Error('database'))],
    ['is busy', async () => Promise.resolve('busy' as const)],
  ])('is asked for again when the receiver %s', async (_, receive) => {
    const { post } = await start(receive)
    const reply = await post('a')
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1'])
  })

  test('stops at the first update that could not be taken', async () => {
    const keys: string[] = []
    const { post } = await start(async ({ key }) => {
      keys.push(key)
      return Promise.resolve(key === 'b' ? 'busy' : 'done')
    })
    await post('a b c')
    expect(keys).toEqual(['a', 'b'])
  })
})

describe('a call that is not genuine', () => {
  test('is refused, counted, and reaches nobody', async () => {
    const { refused, post } = await start(async () => Promise.reject(new Error('not asked')))
    const reply = await post('a', { secret: 'wrong' })
    expect([reply.status, await reply.text(), refused]).toEqual([
      401,
      '{"code":"notGenuine"}',
      ['telegram'],
    ])
  })

  test('is told by its headers, and then not read', async () => {
    const { calls, post } = await start(async () => Promise.reject(new Error('not asked')))
    expect((await post('a', { secret: 'wrong' })).status).toBe(401)
    expect(calls).toEqual([])
  })

  test('by its body is refused and counted as well', async () => {
    const { refused, post } = await start(async () => Promise.resolve('done'))
    expect((await post('signed a', { secret: 'in the body' })).status).toBe(200)
    const reply = await post('a', { secret: 'in the body' })
    expect([reply.status, reply.headers.get('connection'), refused]).toEqual([
      401,
      'close',
      ['telegram'],
    ])
  })

  test('for an unknown bot is not found, and nothing is read', async () => {
    const { calls, post } = await start(async () => Promise.resolve('done'))
    expect((await post('a', { bot: 'nobody' })).status).toBe(404)
    expect(calls).toEqual([])
  })

  test('too often is cut short, while genuine calls from the same address go on', async () => {
    const { post } = await start(async () => Promise.resolve('done'))
    const statuses: number[] = []
    for (let count = 0; count < 22; count += 1)
      statuses.push((await post('a', { secret: 'wrong' })).status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(20)
    expect(statuses.slice(-2)).toEqual([429, 429])
    expect((await post('a')).status).toBe(200)
  })
})
