// Whoever holds no secret must not hold up whoever does: hundreds of calls that never end.
import { afterEach, describe, expect, test } from 'vitest'
import { createHttp, type Http } from '../../src/http/server.ts'
import { createUnprovenCalls } from '../../src/http/unproven-calls.ts'
import { webhookRoute } from '../../src/http/webhooks.ts'
import type { Platform } from '../../src/messaging/platform.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'
import { createZaloBot } from '../../src/platforms/zalo-bot/zalo-bot.ts'
import { createZaloOa } from '../../src/platforms/zalo-oa/zalo-oa.ts'
import { type HalfSent, type RawCall, sendHalf } from '../support/raw-call.ts'
import { signCall } from '../support/zalo-oa/webhook.ts'

const at = new Date('2026-11-26T08:00:00+07:00')
const opened: Http[] = []
const sockets: HalfSent[] = []
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await Promise.all(opened.splice(0).map(async (http) => http.close()))
})

const noTokens = () => Promise.reject(new Error('no token is needed to read'))
const platforms: readonly Platform[] = [
  createTelegram({ bot: 'telegram', token: '1:a', webhookSecret: 'right' }),
  createZaloBot({ bot: 'zalo-bot', token: '1:a', webhookSecret: 'right' }),
  createZaloOa({
    bot: 'zalo-oa',
    appId: '1',
    webhookKeys: ['key'],
    tokens: { current: noTokens, renew: noTokens },
  }),
]

async function start() {
  const [taken, refused] = [[] as string[], [] as string[]]
  const route = webhookRoute({
    platforms: new Map(platforms.map((platform) => [platform.bot, platform])),
    receive: async (inbound) => {
      await new Promise(setImmediate)
      taken.push(inbound.kind === 'text' ? inbound.text : inbound.kind)
      return 'done'
    },
    countRefused: (bot) => refused.push(bot),
    now: () => at,
  })
  const http = createHttp({ host: '127.0.0.1', port: 0, routes: [route] })
  opened.push(http)
  const port = Number(new URL((await http.listen()).url).port)
  const half = async (call: Omit<RawCall, 'port'>): Promise<HalfSent> => {
    const socket = await sendHalf({ port, ...call })
    sockets.push(socket)
    return socket
  }
  const halves = async (count: number, call: Omit<RawCall, 'port'>) =>
    Promise.all(Array.from({ length: count }, async () => half(call)))
  const whole = async ({ path, headers, body }: Omit<RawCall, 'port'>) =>
    (
      await fetch(`http://127.0.0.1:${String(port)}${path}`, {
        method: 'POST',
        headers,
        body: Buffer.from(body),
      })
    ).status
  return { taken, refused, half, halves, whole }
}

function toTelegram(text: string, secret = 'right') {
  const chat = { id: 42, type: 'private' }
  const message = { message_id: 7, chat, from: { id: 42, first_name: 'Hoa' }, text }
  return {
    path: '/webhooks/telegram',
    headers: { 'x-telegram-bot-api-secret-token': secret },
    body: JSON.stringify({ update_id: 1, message }),
  }
}

function toOa(text: string, key = 'key') {
  const timestamp = String(at.getTime())
  const event = {
    event_name: 'user_send_text',
    sender: { id: '5510185758261927916' },
    recipient: { id: '1' },
    message: { text, msg_id: text },
    timestamp,
  }
  const { headers, body } = signCall(Buffer.from(JSON.stringify(event)), timestamp, {
    prefix: '1',
    key,
  })
  return { path: '/webhooks/zalo-oa', headers: { ...headers }, body }
}

const statusOf = (socket: HalfSent) => Number(/^HTTP\/1\.1 (\d{3})/.exec(socket.heard())?.[1] ?? 0)

describe('half-sent calls without the secret', () => {
  test.each([
    ['telegram', { 'x-telegram-bot-api-secret-token': 'wrong' }],
    ['telegram', {}],
    ['zalo-bot', { 'x-bot-api-secret-token': 'wrong' }],
    ['zalo-bot', {}],
    ['zalo-oa', {}],
    ['zalo-oa', { 'x-zevent-signature': 'mac=none' }],
  ])('to %s with %o are refused at once, and the connection goes', async (bot, headers) => {
    const { half, refused } = await start()
    const socket = await half({
      path: `/webhooks/${bot}`,
      headers: { ...headers },
      body: '{"update_id":1}',
    })
    await socket.closed
    expect(socket.heard()).toMatch(/^HTTP\/1\.1 401 .*connection: close.*"notGenuine"/is)
    expect(refused).toEqual([bot])
  })

  test('are not invited to send their body', async () => {
    const { half } = await start()
    const call = toTelegram('a', 'wrong')
    const socket = await half({ ...call, headers: { ...call.headers, expect: '100-continue' } })
    await socket.closed
    expect(socket.heard()).toMatch(/^HTTP\/1\.1 401 /)
  })

  test('300 at once keep nobody else out', async () => {
    const { halves, whole, taken } = await start()
    const held = await halves(300, toTelegram('a', 'wrong'))
    for (const text of ['một', 'hai', 'ba']) expect(await whole(toTelegram(text))).toBe(200)
    expect(taken).toEqual(['một', 'hai', 'ba'])
    await Promise.all(held.map(({ closed }) => closed))
  })
})

describe('half-sent calls whose body would be signed', () => {
  test('300 at once keep nobody else out, and right calls go through in order', async () => {
    const { halves, whole, taken } = await start()
    await halves(300, toOa('a', 'wrong'))
    for (const text of ['một', 'hai', 'ba']) {
      expect(await whole(toOa(text))).toBe(200)
      expect(await whole(toTelegram(`${text} nữa`))).toBe(200)
    }
    expect(taken).toEqual(['một', 'một nữa', 'hai', 'hai nữa', 'ba', 'ba nữa'])
  })

  test('from many addresses make room for one another, the oldest first', async () => {
    const { half, halves, whole, taken } = await start()
    const first = await half({ ...toOa('a', 'wrong'), from: '127.0.0.9' })
    const others = await Promise.all(
      [2, 3, 4, 5].map(async (each) =>
        halves(64, { ...toOa('a', 'wrong'), from: `127.0.0.${String(each)}` }),
      ),
    )
    await first.closed
    expect(first.heard()).toMatch(/^HTTP\/1\.1 503 .*connection: close.*"bodyGivenUp"/is)
    expect(await whole(toOa('một'))).toBe(200)
    expect(taken).toEqual(['một'])
    const isOpen = others.flat().filter((socket) => statusOf(socket) === 0)
    expect(isOpen.length).toBeLessThanOrEqual(128)
  })

  test('a right call that drips through a proxy with 40 hanging ones is taken', async () => {
    const { half, halves, taken } = await start()
    await halves(40, toOa('a', 'wrong'))
    const slow = await half(toOa('một'))
    await halves(20, toOa('a', 'wrong'))
    slow.finish()
    await expect.poll(() => statusOf(slow)).toBe(200)
    expect(taken).toEqual(['một'])
  })

  test('are not waited for longer than three seconds', async () => {
    const { half } = await start()
    const socket = await half(toOa('a', 'wrong'))
    await socket.closed
    expect(statusOf(socket)).toBe(408)
  }, 8_000)
})

test('room is kept for each address and for all', async () => {
  const calls = createUnprovenCalls({ perAddress: 2, inAll: 3 })
  const given: string[] = []
  const hang = (name: string, address: string) => {
    let end: () => void = () => undefined
    void calls.during(address, async (givenUp) => {
      givenUp.addEventListener('abort', () => given.push(name))
      return new Promise<void>((resolve) => (end = resolve))
    })
    return () => {
      end()
    }
  }
  hang('a1', 'a')
  const second = hang('a2', 'a')
  hang('a3', 'a')
  expect(given).toEqual(['a1'])
  second()
  await new Promise(setImmediate)
  hang('b1', 'b')
  hang('b2', 'b')
  expect(given).toEqual(['a1'])
  hang('c1', 'c')
  expect(given).toEqual(['a1', 'a3'])
})
