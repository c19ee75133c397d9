import { randomBytes } from 'node:crypto'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import type { Address } from '../../src/messaging/address.ts'
import type { SendOutcome } from '../../src/messaging/platform.ts'
import type { TelegramEvent } from '../../src/platforms/telegram/event.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'
import type { Fault } from '../support/telegram/faults.ts'
import { startStandIn } from '../support/telegram/standin.ts'

const words = 'canary: một câu trả lời riêng'
const deadlineMs = 400
const standIn = await startStandIn()
const events: TelegramEvent[] = []
const telegram = createTelegram({
  bot: 'tg',
  token: standIn.token,
  apiRoot: standIn.apiRoot,
  deadlineMs,
  onEvent: (event) => events.push(event),
})
const open: { close: () => void }[] = []

afterAll(async () => {
  for (const { close } of open) close()
  await standIn.close()
})

const address = (chat: number): Address => ({
  bot: 'tg',
  chat: String(chat),
  kind: chat < 0 ? 'group' : 'private',
})

function knownPerson(id: number): Address {
  standIn.person(id).isKnown()
  return address(id)
}

/** Everything that leaves the adapter, looked through for the token and the words. */
function expectNoCanary(outcome: SendOutcome): void {
  const seen = JSON.stringify([outcome, events])
  expect(seen).not.toContain(standIn.token)
  expect(seen).not.toContain('STANDIN')
  expect(seen).not.toContain('canary')
}

const people: readonly (readonly [
  string,
  (person: ReturnType<typeof standIn.person>) => unknown,
  SendOutcome,
])[] = [
  ['never started', () => undefined, { kind: 'gone', reason: 'neverStarted' }],
  ['blocked', (person) => person.blocks(), { kind: 'gone', reason: 'blocked' }],
  [
    'deactivated',
    (person) => {
      person.vanishes()
    },
    { kind: 'gone', reason: 'deactivated' },
  ],
]

test.each(people)('a person who %s', async (name, act, expected) => {
  const person = standIn.person(1000 + name.length)
  act(person)
  const outcome = await telegram.send(address(person.id), { text: words })
  expect(outcome).toEqual(expected)
  expectNoCanary(outcome)
})

test('an unknown chat, a group we were kicked from, a group that moved', async () => {
  const admin = standIn.person(1)
  standIn.group(-5).removesBot(admin)
  const movedTo = standIn.group(-6).upgrades(admin, { isSilent: true })
  expect(await telegram.send(address(999_999), { text: words })).toEqual({
    kind: 'gone',
    reason: 'chatNotFound',
  })
  expect(await telegram.send(address(-5), { text: words })).toEqual({
    kind: 'gone',
    reason: 'kicked',
  })
  expect(await telegram.send(address(-6), { text: words })).toEqual({
    kind: 'migrated',
    toChat: String(movedTo),
  })
  expect(await telegram.send(address(movedTo), { text: words })).toMatchObject({ kind: 'sent' })
})

const refusals: readonly (readonly [number, string, SendOutcome])[] = [
  [
    403,
    'Forbidden: bot is not a member of the supergroup chat',
    { kind: 'gone', reason: 'kicked' },
  ],
  [403, 'Forbidden: the group chat was deleted', { kind: 'gone', reason: 'kicked' }],
  [403, 'Forbidden: something new', { kind: 'gone', reason: 'blocked' }],
  [400, 'Bad Request: PEER_ID_INVALID', { kind: 'gone', reason: 'chatNotFound' }],
  [
    400,
    'Bad Request: message thread not found',
    { kind: 'rejected', code: '400', reason: 'Bad Request: message thread not found' },
  ],
  [
    400,
    `Bad Request: can't parse entities: ${words}`,
    { kind: 'rejected', code: '400', reason: "Bad Request: can't parse entities" },
  ],
  [
    400,
    'Bad Request: group chat was upgraded to a supergroup chat',
    {
      kind: 'rejected',
      code: '400',
      reason: 'Bad Request: group chat was upgraded to a supergroup chat',
    },
  ],
  [
    413,
    'Request Entity Too Large',
    { kind: 'rejected', code: '413', reason: 'Request Entity Too Large' },
  ],
  [401, 'Unauthorized', { kind: 'unreachable', reason: 'server', delivered: 'no' }],
  [404, 'Not Found', { kind: 'unreachable', reason: 'server', delivered: 'no' }],
  [500, 'Internal Server Error', { kind: 'unreachable', reason: 'server', delivered: 'unknown' }],
]

test.each(refusals)('%i %s', async (code, description, expected) => {
  standIn.faults.refuse(code, description)
  const outcome = await telegram.send(knownPerson(50), { text: words })
  expect(outcome).toEqual(expected)
  expectNoCanary(outcome)
})

const faults: readonly (readonly [Fault['what'], SendOutcome, 'shown' | 'not shown'])[] = [
  [
    { kind: 'status', status: 502 },
    { kind: 'unreachable', reason: 'server', delivered: 'unknown' },
    'not shown',
  ],
  [
    { kind: 'status', status: 200 },
    { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' },
    'not shown',
  ],
  [
    { kind: 'status', status: 200, body: 'null' },
    { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' },
    'not shown',
  ],
  [
    { kind: 'status', status: 200, body: '{"ok":false}' },
    { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' },
    'not shown',
  ],
  [
    { kind: 'status', status: 200, body: '{"ok":true,"result":true}' },
    { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' },
    'not shown',
  ],
  [
    { kind: 'resetBefore' },
    { kind: 'unreachable', reason: 'reset', delivered: 'unknown' },
    'not shown',
  ],
  [{ kind: 'dropAfter' }, { kind: 'unreachable', reason: 'reset', delivered: 'unknown' }, 'shown'],
  [{ kind: 'halfBody' }, { kind: 'unreachable', reason: 'reset', delivered: 'unknown' }, 'shown'],
  [
    { kind: 'wrongJson' },
    { kind: 'unreachable', reason: 'badReply', delivered: 'unknown' },
    'shown',
  ],
  [{ kind: 'trickle' }, { kind: 'unreachable', reason: 'timeout', delivered: 'unknown' }, 'shown'],
  [{ kind: 'hang' }, { kind: 'unreachable', reason: 'timeout', delivered: 'unknown' }, 'not shown'],
  [{ kind: 'delay', ms: 50 }, { kind: 'sent', externalId: expect.any(String) as string }, 'shown'],
]

test.each(faults)('on the wire: %o', async (what, expected, isShown) => {
  const before = standIn.person(60).messages().length
  standIn.faults.add({ method: 'sendMessage', what })
  const begun = performance.now()
  const outcome = await telegram.send(knownPerson(60), { text: words })
  expect(outcome).toEqual(expected)
  expect(performance.now() - begun).toBeLessThan(deadlineMs * 5)
  expect(standIn.person(60).messages().length - before).toBe(isShown === 'shown' ? 1 : 0)
  expectNoCanary(outcome)
})

test('half an answer is given up as soon as its connection is gone, not at the deadline', async () => {
  const patient = createTelegram({
    bot: 'tg',
    token: standIn.token,
    apiRoot: standIn.apiRoot,
    deadlineMs: 60_000,
  })
  standIn.faults.add({ method: 'sendMessage', what: { kind: 'halfBody' } })
  expect(await patient.send(knownPerson(62), { text: words })).toEqual({
    kind: 'unreachable',
    reason: 'reset',
    delivered: 'unknown',
  })
})

test('on a kept connection as on a new one, a reset leaves the outcome unknown', async () => {
  const to = knownPerson(61)
  expect(await telegram.send(to, { text: words })).toMatchObject({ kind: 'sent' })
  standIn.faults.add({ what: { kind: 'resetBefore' } })
  expect(await telegram.send(to, { text: words })).toEqual({
    kind: 'unreachable',
    reason: 'reset',
    delivered: 'unknown',
  })
  expect(await telegram.send(to, { text: words })).toMatchObject({ kind: 'sent' })
})

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => server.close() })
  return (server.address() as AddressInfo).port
}

/** A bot whose Bot API is reached at `apiRoot`. */
function sendTo(apiRoot: string): Promise<SendOutcome> {
  const bot = createTelegram({
    bot: 'tg',
    token: standIn.token,
    apiRoot,
    deadlineMs,
    onEvent: (event) => events.push(event),
  })
  return bot.send(address(42), { text: words })
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

test('a refused connection: certainly not delivered', async () => {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  const outcome = await sendTo(`http://127.0.0.1:${String(port)}`)
  expect(outcome).toEqual(neverWent)
  expectNoCanary(outcome)
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
  expect(await sendTo(`http://127.0.0.1:${String(port)}`)).toEqual({
    kind: 'unreachable',
    reason: 'reset',
    delivered: 'unknown',
  })
})

test('a redirect to another host is not followed', async () => {
  const heard: string[] = []
  const elsewhere = await peer((socket) => socket.on('data', (data) => heard.push(data.toString())))
  const here = await peer((socket) =>
    socket.once('data', () =>
      socket.end(
        `HTTP/1.1 307 Temporary Redirect\r\nlocation: http://127.0.0.1:${String(elsewhere)}/\r\ncontent-length: 0\r\n\r\n`,
      ),
    ),
  )
  expect(await sendTo(`http://127.0.0.1:${String(here)}`)).toEqual({
    kind: 'unreachable',
    reason: 'badReply',
    delivered: 'unknown',
  })
  expect(heard).toEqual([])
})

test.each([
  ['plain', (body: Buffer) => body, ''],
  ['compressed', gzipSync, 'content-encoding: gzip\r\n'],
] as const)(
  'an answer whose connection closes right behind it is an answer: %s',
  async (_, pack, header) => {
    const body = pack(
      Buffer.from(
        JSON.stringify({
          ok: true,
          result: { message_id: 7, text: randomBytes(500_000).toString('hex') },
        }),
      ),
    )
    const head = `HTTP/1.1 200 OK\r\n${header}content-length: ${String(body.length)}\r\nconnection: close\r\n\r\n`
    const port = await peer((socket) =>
      socket.once('data', () => socket.end(Buffer.concat([Buffer.from(head), body]))),
    )
    expect(await sendTo(`http://127.0.0.1:${String(port)}`)).toEqual({
      kind: 'sent',
      externalId: '7',
    })
  },
)

test('429: this chat waits; when a third has to wait at the same time, the bot does', async () => {
  standIn.faults.throttle(7, { times: 3 })
  const outcomes = []
  for (const id of [71, 72, 73])
    outcomes.push(await telegram.send(knownPerson(id), { text: words }))
  expect(outcomes).toEqual(
    ['chat', 'chat', 'bot'].map((scope) => ({ kind: 'throttled', retryAfterMs: 7000, scope })),
  )
})

test('429 over and over for one chat stays its own, and old ones are forgotten', async () => {
  let now = new Date(0)
  const bot = createTelegram({
    bot: 'tg',
    token: standIn.token,
    apiRoot: standIn.apiRoot,
    now: () => now,
  })
  const scopes = []
  for (const [id, second] of [
    [74, 0],
    [74, 1],
    [75, 1],
    [74, 2],
    [76, 20],
  ] as const) {
    now = new Date(second * 1000)
    standIn.faults.throttle(7)
    scopes.push(await bot.send(knownPerson(id), { text: words }))
  }
  expect(scopes).toEqual(
    scopes.map(() => ({ kind: 'throttled', retryAfterMs: 7000, scope: 'chat' })),
  )
})

test('429 without a time waits five seconds', async () => {
  standIn.faults.refuse(429, 'Too Many Requests')
  expect(await telegram.send(knownPerson(77), { text: words })).toMatchObject({
    kind: 'throttled',
    retryAfterMs: 5000,
  })
})

test('with the first part of a long text out, a later failure is no longer "nothing was shown"', async () => {
  const long = `${'a '.repeat(2000)}\n\n${'b '.repeat(2000)}`
  standIn.faults.add({ method: 'sendMessage', what: { kind: 'delay', ms: 1 } })
  standIn.faults.throttle(7)
  expect(await telegram.send(knownPerson(78), { text: long })).toEqual({
    kind: 'unreachable',
    reason: 'server',
    delivered: 'unknown',
  })
  expect(standIn.person(78).messages()).toHaveLength(1)
})
