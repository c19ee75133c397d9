import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { inspect } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Address } from '../../src/messaging/address.ts'
import type { SendOutcome } from '../../src/messaging/platform.ts'
import type { ZaloBotEvent } from '../../src/platforms/zalo-bot/event.ts'
import { createZaloBot } from '../../src/platforms/zalo-bot/zalo-bot.ts'
import type { FaultKind } from '../support/zalo-bot/faults.ts'
import { startStandIn } from '../support/zalo-bot/standin.ts'

const words = 'canary: một câu trả lời riêng'
const deadlineMs = 400
const standIn = await startStandIn()
const events: ZaloBotEvent[] = []
const onEvent = (event: ZaloBotEvent) => events.push(event)
const zalo = createZaloBot({
  bot: 'zl',
  token: standIn.token,
  apiRoot: standIn.apiRoot,
  deadlineMs,
  onEvent,
})
const hoa = standIn.person('hoa').isKnown()
const home: Address = { bot: 'zl', chat: 'hoa', kind: 'private' }
const open: { close: () => void }[] = []

beforeEach(() => {
  events.length = 0
  standIn.faults.clear()
  standIn.manners.refusals = 'status'
})
afterAll(async () => {
  for (const { close } of open) close()
  await standIn.close()
})

/** Everything that leaves the adapter, looked through for the token and the words. */
function expectNoCanary(outcome: SendOutcome): void {
  const seen =
    JSON.stringify([outcome, events]) + inspect([outcome, events], { depth: 10, showHidden: true })
  for (const canary of [standIn.token, 'STANDIN', 'canary', '/bot'])
    expect(seen).not.toContain(canary)
}

const unknown = (reason: string) => ({ kind: 'unreachable', reason, delivered: 'unknown' })
const rejected = (code: string, reason: string) => ({ kind: 'rejected', code, reason })
const gone = (reason: string) => ({ kind: 'gone', reason })
const rest = { kind: 'throttled', retryAfterMs: expect.any(Number) as number, scope: 'bot' }

const refusals: readonly (readonly [number, string, object])[] = [
  [400, 'Bad Request', rejected('400', 'Bad Request')],
  [400, `Bad Request: wrong parameter: ${words}`, rejected('400', 'Bad Request: wrong parameter')],
  [
    400,
    'Bad Request: chat_id not in the format',
    rejected('400', 'Bad Request: chat_id not in the format'),
  ],
  [400, 'Bad Request: chat not found', gone('chatNotFound')],
  [400, 'Bad Request: user does not exist', gone('chatNotFound')],
  [401, 'Unauthorized', { kind: 'unreachable', reason: 'server', delivered: 'no' }],
  [403, 'Internal server error', unknown('server')],
  [403, 'Forbidden: bot was blocked by the user', gone('blocked')],
  [403, 'Forbidden: bot was removed from the group', gone('kicked')],
  [403, 'Forbidden: account was deleted', gone('deactivated')],
  [404, 'Not Found', rejected('404', 'Not Found')],
  [404, 'Not Found: group not found', gone('chatNotFound')],
  [408, 'Request timeout', unknown('timeout')],
  [413, 'Request Entity Too Large', rejected('413', 'Request Entity Too Large')],
  [426, 'Limit of the day', rejected('426', 'Limit of the day')],
  [429, 'Quota exceeded', rest],
  [500, 'Internal Server Error', unknown('server')],
  [502, 'Bad Gateway', unknown('server')],
  [504, 'Gateway Timeout', unknown('server')],
]

test.each(
  refusals.flatMap((one) =>
    (['status', 'ok200'] as const).map((manner) => [...one, manner] as const),
  ),
)('%i %s → %o, by %s', async (code, description, expected, manner) => {
  standIn.manners.refusals = manner
  standIn.faults.refuse(code, description)
  const outcome = await zalo.send(home, { text: words })
  expect(outcome).toEqual(expected)
  const told = code === 401 ? 'tokenRefused' : code >= 500 ? 'callFailed' : 'callRefused'
  expect(events).toEqual([expect.objectContaining({ code: told, method: 'sendMessage' })])
  expectNoCanary(outcome)
})

const ok = (result: unknown) =>
  ({ kind: 'answer', status: 200, body: JSON.stringify({ ok: true, result }) }) as const

const onTheWire: readonly (readonly [FaultKind, object, 'shown' | 'not shown'])[] = [
  [{ kind: 'answer', status: 502 }, unknown('server'), 'not shown'],
  [{ kind: 'answer', status: 429 }, rest, 'not shown'],
  [{ kind: 'answer', status: 408 }, unknown('timeout'), 'not shown'],
  [{ kind: 'answer', status: 403 }, unknown('badReply'), 'not shown'],
  [{ kind: 'answer', status: 200 }, unknown('badReply'), 'not shown'],
  [{ kind: 'answer', status: 204, body: '' }, unknown('badReply'), 'not shown'],
  [{ kind: 'answer', status: 200, body: 'null' }, unknown('badReply'), 'not shown'],
  [{ kind: 'answer', status: 200, body: '[]' }, unknown('badReply'), 'not shown'],
  [{ kind: 'answer', status: 200, body: '{"ok":false}' }, unknown('badReply'), 'not shown'],
  [
    { kind: 'answer', status: 200, body: '{"ok":false,"error_code":0}' },
    unknown('badReply'),
    'not shown',
  ],
  [
    { kind: 'answer', status: 200, body: '{"ok":false,"errorCode":"404"}' },
    rejected('404', ''),
    'not shown',
  ],
  [{ kind: 'answer', status: 400, body: '{"message":"no"}' }, rejected('400', ''), 'not shown'],
  [
    { kind: 'answer', status: 302, headers: { location: 'http://127.0.0.1:9/' } },
    unknown('badReply'),
    'not shown',
  ],
  [ok(true), unknown('badReply'), 'not shown'],
  [ok({ message_id: '' }), unknown('badReply'), 'not shown'],
  [
    ok({ message_id: '82599fa32f56d00e8941', date: 1 }),
    { kind: 'sent', externalId: '82599fa32f56d00e8941' },
    'not shown',
  ],
  [{ kind: 'resetBefore' }, unknown('reset'), 'not shown'],
  [{ kind: 'dropAfter' }, unknown('reset'), 'shown'],
  [{ kind: 'halfBody' }, unknown('reset'), 'shown'],
  [{ kind: 'wrongJson' }, unknown('badReply'), 'shown'],
  [{ kind: 'endless' }, unknown('badReply'), 'shown'],
  [{ kind: 'trickle' }, unknown('timeout'), 'shown'],
  [{ kind: 'hang' }, unknown('timeout'), 'not shown'],
  [{ kind: 'delay', ms: 50 }, { kind: 'sent', externalId: expect.any(String) as string }, 'shown'],
]

test.each(onTheWire)('on the wire: %o → %o', async (what, expected, isShown) => {
  const before = hoa.messages().length
  standIn.faults.add({ method: 'sendMessage', what })
  const begun = performance.now()
  const outcome = await zalo.send(home, { text: words })
  expect(outcome).toEqual(expected)
  expect(performance.now() - begun).toBeLessThan(deadlineMs * 5)
  expect(hoa.messages().length - before).toBe(isShown === 'shown' ? 1 : 0)
  expectNoCanary(outcome)
})

test('the id of what was sent stays whole where it comes as a number', async () => {
  standIn.manners.ids = 'number'
  const outcome = await zalo.send(home, { text: 'a' })
  standIn.manners.ids = 'text'
  expect(outcome).toEqual({ kind: 'sent', externalId: hoa.lastMessage()?.messageId })
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => server.close() })
  return (server.address() as AddressInfo).port
}

/** A bot whose Bot API is reached at `apiRoot`. */
function sendTo(apiRoot: string): Promise<SendOutcome> {
  return createZaloBot({ bot: 'zl', token: standIn.token, apiRoot, deadlineMs, onEvent }).send(
    home,
    { text: words },
  )
}

/** Accepts connections and does `what` with each. */
async function peer(what: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>()
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
    },
  })
  return listen(
    createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      what(socket)
    }),
  )
}

const neverWent: SendOutcome = { kind: 'unreachable', reason: 'connect', delivered: 'no' }

test('a refused connection, or a host nobody knows: certainly not delivered', async () => {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  const outcomes = [
    await sendTo(`http://127.0.0.1:${String(port)}`),
    await sendTo('http://zalo.invalid'),
  ]
  expect(outcomes).toEqual([neverWent, neverWent])
  for (const outcome of outcomes) expectNoCanary(outcome)
})

test.each([
  ['is never answered', (socket: Socket) => socket.resume()],
  ['is reset', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy())],
  ['is closed', (socket: Socket) => socket.once('data', () => socket.end())],
  [
    'meets no TLS',
    (socket: Socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  ],
] as const)('a TLS handshake that %s: certainly not delivered', async (_, what) => {
  const outcome = await sendTo(`https://127.0.0.1:${String(await peer(what))}`)
  expect(outcome).toEqual(neverWent)
  expectNoCanary(outcome)
})

test('a connection closed without a word after the request: unknown', async () => {
  const port = await peer((socket) => socket.once('data', () => socket.end()))
  expect(await sendTo(`http://127.0.0.1:${String(port)}`)).toEqual(unknown('reset'))
})

test('a redirect is not followed', async () => {
  const heard: string[] = []
  const elsewhere = await peer((socket) => socket.on('data', (data) => heard.push(data.toString())))
  const location = `http://127.0.0.1:${String(elsewhere)}/`
  standIn.faults.add({ what: { kind: 'answer', status: 307, headers: { location } } })
  expect(await zalo.send(home, { text: words })).toEqual(unknown('badReply'))
  expect(heard).toEqual([])
})

test('a proxy of the environment is not used', async () => {
  const heard: string[] = []
  const proxy = await peer((socket) => socket.on('data', (data) => heard.push(data.toString())))
  process.env['http_proxy'] = `http://127.0.0.1:${String(proxy)}`
  try {
    expect(await zalo.send(home, { text: 'a' })).toMatchObject({ kind: 'sent' })
  } finally {
    delete process.env['http_proxy']
  }
  expect(heard).toEqual([])
})

test('a compressed answer whose connection closes right behind it is an answer', async () => {
  const body = gzipSync(JSON.stringify({ ok: true, result: { message_id: 9007199254740 } }))
  const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${String(body.length)}\r\nconnection: close\r\n\r\n`
  const port = await peer((socket) =>
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from(head), body]))),
  )
  expect(await sendTo(`http://127.0.0.1:${String(port)}`)).toEqual({
    kind: 'sent',
    externalId: '9007199254740',
  })
})

test('429 rests a minute, and longer each time nothing gets through, up to an hour; requests under way count once', async () => {
  let ms = 0
  const bot = createZaloBot({
    bot: 'zl',
    token: standIn.token,
    apiRoot: standIn.apiRoot,
    now: () => new Date(ms),
  })
  const pauses: number[] = []
  const sendRefused = async () => {
    standIn.faults.refuse(429, 'Quota exceeded')
    const outcome = await bot.send(home, { text: 'a' })
    return outcome.kind === 'throttled' ? outcome.retryAfterMs : -1
  }
  for (let count = 0; count < 8; count++) {
    pauses.push(await sendRefused())
    ms += 10_000
    expect(await sendRefused()).toBe((pauses.at(-1) ?? 0) - 10_000)
    ms += (pauses.at(-1) ?? 0) - 10_000
  }
  expect(pauses.map((pause) => pause / 60_000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
  expect(await bot.send(home, { text: 'a' })).toMatchObject({ kind: 'sent' })
  expect(await sendRefused()).toBe(60_000)
})

test('with the first part of a long text out, a later failure is no longer "nothing was shown"', async () => {
  const before = hoa.messages().length
  standIn.faults.add({ method: 'sendMessage', what: { kind: 'delay', ms: 1 } })
  standIn.faults.refuse(429, 'Quota exceeded')
  expect(await zalo.send(home, { text: `${'a '.repeat(900)}\n\n${'b '.repeat(900)}` })).toEqual({
    ...unknown('server'),
    messages: 1,
  })
  expect(hoa.messages()).toHaveLength(before + 1)
})
