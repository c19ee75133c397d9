import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { Address } from '../../src/messaging/address.ts'
import type { SendOutcome } from '../../src/messaging/platform.ts'
import { meaningOf } from '../../src/platforms/zalo-oa/error-meaning.ts'
import type { ZaloOaEvent } from '../../src/platforms/zalo-oa/event.ts'
import { createZaloOa } from '../../src/platforms/zalo-oa/zalo-oa.ts'
import { fixedTokens } from '../support/zalo-oa/fixed-tokens.ts'
import type { FaultKind } from '../support/zalo-oa/faults.ts'
import { startStandIn } from '../support/zalo-oa/standin.ts'

const words = 'canary: một câu trả lời riêng'
const deadlineMs = 400
// 23:30:20 in Viet Nam: 40 seconds to the next minute, six and a half hours to the morning.
const now = new Date('2026-11-20T16:30:20Z')
const standIn = await startStandIn()
const events: ZaloOaEvent[] = []
const tokens = fixedTokens(standIn)
const adapter = (apiRoot = standIn.root) =>
  createZaloOa({
    ...{ bot: 'oa', appId: standIn.appId, webhookKeys: [], tokens, apiRoot, deadlineMs },
    onEvent: (event) => events.push(event),
    now: () => now,
  })
const zalo = adapter()
const open: (() => void)[] = []

const hoa: Address = {
  bot: 'oa',
  chat: standIn.person('5510185758261927916').isKnown().id,
  kind: 'private',
}
const branch: Address = {
  bot: 'oa',
  chat: standIn.world.group('9007199254740993555').id,
  kind: 'group',
}

afterEach(() => {
  standIn.faults.clear()
  events.length = 0
})
afterAll(async () => {
  for (const close of open) close()
  await standIn.close()
})

/** Everything that leaves the adapter, looked through for tokens and words. */
function expectNoCanary(outcome: SendOutcome): void {
  for (const seen of [
    JSON.stringify([outcome, events]),
    inspect([outcome, events], { depth: 9 }),
  ]) {
    for (const secret of ['canary', 'AT-', standIn.appSecret, standIn.root])
      expect(seen).not.toContain(secret)
  }
}

const waits: SendOutcome = { kind: 'unreachable', reason: 'server', delivered: 'no' }
const hour = 3_600_000
const nextMinute: SendOutcome = { kind: 'throttled', retryAfterMs: 40_000, scope: 'bot' }
const nextHour: SendOutcome = { kind: 'throttled', retryAfterMs: hour, scope: 'chat' }
const morning: SendOutcome = { kind: 'throttled', retryAfterMs: 6.5 * hour - 20_000, scope: 'chat' }
const rejected = (code: number): SendOutcome => ({
  kind: 'rejected',
  code: String(code),
  reason: meaningOf(code),
})
const window: SendOutcome = {
  kind: 'rejected',
  code: 'window',
  reason: 'nothing heard from this person for 7 days',
}

/** Every number of the reference's table, and what is told of it. */
const codes: readonly (readonly [number, SendOutcome, ZaloOaEvent['code']])[] = [
  [-216, waits, 'tokenRefused'],
  [-220, waits, 'tokenRefused'],
  [216, waits, 'tokenRefused'],
  [401, waits, 'tokenRefused'],
  [-401, waits, 'tokenRefused'],
  [-124, waits, 'tokenRefused'],
  [-32, nextMinute, 'callRefused'],
  [-211, nextHour, 'operatorNeeded'],
  [-218, nextHour, 'operatorNeeded'],
  [-115, nextHour, 'operatorNeeded'],
  [-144, nextHour, 'operatorNeeded'],
  [-213, { kind: 'gone', reason: 'neverStarted' }, 'callRefused'],
  [-230, window, 'callRefused'],
  [-232, window, 'callRefused'],
  [-227, { kind: 'gone', reason: 'deactivated' }, 'callRefused'],
  [-217, { kind: 'gone', reason: 'blocked' }, 'callRefused'],
  [-244, { kind: 'gone', reason: 'blocked' }, 'callRefused'],
  ...[-201, -210, -233, -235, -248, -100, -108, -114, -119].map(
    (code) => [code, rejected(code), 'callRefused'] as const,
  ),
  ...[-221, -224, -223, -212, -135, -238, -240, -320, -321, -131].map(
    (code) => [code, rejected(code), 'operatorNeeded'] as const,
  ),
  ...[-209, -219, -204, -205].map((code) => [code, waits, 'operatorNeeded'] as const),
  [-234, morning, 'callRefused'],
  [-133, morning, 'callRefused'],
  ...[-237, -241, -403].map((code) => [code, rejected(code), 'operatorNeeded'] as const),
  [-99_999, rejected(-99_999), 'callRefused'],
]

test.each(codes)('%i to a person', async (error, expected, told) => {
  standIn.faults.refuse(error, { times: 2 }, words)
  const outcome = await zalo.send(hoa, { text: words })
  expect(outcome).toEqual(expected)
  expect(events.at(-1)).toMatchObject({ code: told, error })
  expectNoCanary(outcome)
})

test.each([-237, -241, -403])('%i to a group: it is gone', async (error) => {
  standIn.faults.refuse(error)
  expect(await zalo.send(branch, { text: words })).toEqual({ kind: 'gone', reason: 'kicked' })
})

test('an error number that is text', async () => {
  standIn.faults.add({ what: { kind: 'status', status: 200, body: '{"error":"-213"}' } })
  expect(await zalo.send(hoa, { text: words })).toEqual({ kind: 'gone', reason: 'neverStarted' })
})

test.each([
  ['-216', { kind: 'refuse', error: -216 }],
  ['-220', { kind: 'refuse', error: -220 }],
  ['HTTP 401', { kind: 'status', status: 401 }],
] as const)('%s: a new token, and the message once more', async (_, what) => {
  const [before, calls] = [tokens.renewed.length, standIn.received.length]
  standIn.faults.add({ what })
  expect(await zalo.send(hoa, { text: words })).toMatchObject({ kind: 'sent' })
  expect(tokens.renewed).toHaveLength(before + 1)
  const [first, second, ...more] = standIn.received.slice(calls)
  expect(more).toEqual([])
  expect(second?.body).toEqual(first?.body)
  expect(second?.headers['access_token']).not.toBe(first?.headers['access_token'])
  expect(events.map(({ code }) => code)).toEqual(['sent'])
})

test('with a token refused again, nothing is repeated a second time', async () => {
  const calls = standIn.received.length
  standIn.faults.refuse(-216, { times: 9 })
  expect(await zalo.send(hoa, { text: words })).toEqual(waits)
  expect(standIn.received).toHaveLength(calls + 2)
})

const unknown = (reason: 'server' | 'badReply' | 'reset' | 'timeout'): SendOutcome => ({
  kind: 'unreachable',
  reason,
  delivered: 'unknown',
})

const wire: readonly (readonly [FaultKind, SendOutcome, 0 | 1])[] = [
  [{ kind: 'status', status: 502 }, unknown('server'), 0],
  [{ kind: 'status', status: 429 }, nextMinute, 0],
  [{ kind: 'status', status: 404 }, unknown('badReply'), 0],
  [{ kind: 'status', status: 200 }, unknown('badReply'), 0],
  [{ kind: 'status', status: 200, body: 'null' }, unknown('badReply'), 0],
  [{ kind: 'status', status: 200, body: '{"message":"Success"}' }, unknown('badReply'), 0],
  [{ kind: 'status', status: 200, body: '{"error":0,"data":{}}' }, unknown('badReply'), 0],
  [
    { kind: 'status', status: 400, body: '{"error":0,"data":{"message_id":"1"}}' },
    unknown('badReply'),
    0,
  ],
  [
    { kind: 'status', status: 200, body: '{"error":0,"data":{"message_id":9007199254740993}}' },
    { kind: 'sent', externalId: '9007199254740993' },
    0,
  ],
  [{ kind: 'resetBefore' }, unknown('reset'), 0],
  [{ kind: 'dropAfter' }, unknown('reset'), 1],
  [{ kind: 'halfBody' }, unknown('reset'), 1],
  [{ kind: 'wrongJson' }, unknown('badReply'), 1],
  [{ kind: 'huge' }, unknown('badReply'), 1],
  [{ kind: 'trickle' }, unknown('timeout'), 1],
  [{ kind: 'hang' }, unknown('timeout'), 0],
]

test.each(wire)('on the wire: %o', async (what, expected, shown) => {
  const before = standIn.world.seen(hoa.chat).length
  standIn.faults.add({ what })
  const begun = performance.now()
  const outcome = await zalo.send(hoa, { text: words })
  expect(outcome).toEqual(expected)
  expect(performance.now() - begun).toBeLessThan(deadlineMs * 5)
  expect(standIn.world.seen(hoa.chat).length - before).toBe(shown)
  expectNoCanary(outcome)
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(() => server.close())
  return (server.address() as AddressInfo).port
}

/** Accepts connections and does `what` with each. */
function peer(what: (socket: Socket) => void): Promise<number> {
  return listen(
    createServer((socket) => {
      open.push(() => socket.destroy())
      socket.on('error', () => undefined)
      what(socket)
    }),
  )
}

const neverWent: SendOutcome = { kind: 'unreachable', reason: 'connect', delivered: 'no' }

test('a refused connection: certainly not delivered', async () => {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  const outcome = await adapter(`http://127.0.0.1:${String(port)}`).send(hoa, { text: words })
  expect(outcome).toEqual(neverWent)
  expectNoCanary(outcome)
})

test.each([
  ['is never answered', (socket: Socket) => socket.resume()],
  ['is reset', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy())],
  [
    'meets no TLS',
    (socket: Socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  ],
] as const)('a TLS handshake that %s: certainly not delivered', async (_, what) => {
  const outcome = await adapter(`https://127.0.0.1:${String(await peer(what))}`).send(hoa, {
    text: words,
  })
  expect(outcome).toEqual(neverWent)
  expectNoCanary(outcome)
})

test('a connection closed without a word after the request: unknown', async () => {
  const port = await peer((socket) => socket.once('data', () => socket.end()))
  expect(await adapter(`http://127.0.0.1:${String(port)}`).send(hoa, { text: words })).toEqual(
    unknown('reset'),
  )
})

test('a redirect is not followed, and a proxy of the environment not asked', async () => {
  const heard: string[] = []
  const elsewhere = `http://127.0.0.1:${String(await peer((socket) => socket.on('data', (data) => heard.push(data.toString()))))}`
  const before = process.env['HTTP_PROXY']
  process.env['HTTP_PROXY'] = elsewhere
  standIn.faults.add({ what: { kind: 'status', status: 307, headers: { location: elsewhere } } })
  try {
    expect(await zalo.send(hoa, { text: words })).toEqual(unknown('badReply'))
    expect(await zalo.send(hoa, { text: words })).toMatchObject({ kind: 'sent' })
  } finally {
    if (before === undefined) delete process.env['HTTP_PROXY']
    else process.env['HTTP_PROXY'] = before
  }
  expect(heard).toEqual([])
})
