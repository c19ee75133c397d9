import { inspect } from 'node:util'
import { afterEach, expect, test } from 'vitest'
import type { Inbound } from '../../src/messaging/inbound.ts'
import type { ZaloBotEvent } from '../../src/platforms/zalo-bot/event.ts'
import { createZaloBot, type ZaloBotOptions } from '../../src/platforms/zalo-bot/zalo-bot.ts'
import { Conditions } from '../support/standin/conditions.ts'
import { startStandIn, type StandIn } from '../support/zalo-bot/standin.ts'

const running: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
})

async function standInNow(): Promise<StandIn> {
  const standIn = await startStandIn()
  running.push(() => standIn.close())
  return standIn
}

interface Polling {
  readonly texts: () => string[]
  readonly events: ZaloBotEvent[]
  /** Every wait asked for, in ms, in order. */
  readonly sleeps: number[]
  readonly until: (isSo: () => boolean) => Promise<void>
  readonly stop: () => Promise<void>
}

/**
 * Polls with waits that are over at once; `receive` is asked before a message counts as received.
 */
async function poll(
  standIn: StandIn,
  receive: (text: string) => unknown = () => undefined,
  more: Partial<ZaloBotOptions> = {},
): Promise<Polling> {
  const happened = new Conditions()
  const [received, events, sleeps] = [[] as Inbound[], [] as ZaloBotEvent[], [] as number[]]
  const sleep = (ms: number) => {
    sleeps.push(ms)
    happened.check()
    return new Promise<void>((resolve) => setImmediate(resolve))
  }
  const onEvent = (event: ZaloBotEvent) => {
    events.push(event)
    happened.check()
  }
  const { token, apiRoot } = standIn
  const zalo = createZaloBot({
    bot: 'zl',
    token,
    apiRoot,
    sleep,
    onEvent,
    random: () => 1,
    ...more,
  })
  const stop = await zalo.poll?.(async (inbound) => {
    await receive(inbound.kind === 'text' ? inbound.text : '')
    received.push(inbound)
    happened.check()
  })
  if (!stop) throw new Error('cannot poll')
  running.push(stop)
  const texts = () =>
    received.map((inbound) => (inbound.kind === 'text' ? inbound.text : inbound.kind))
  return { texts, events, sleeps, until: (isSo) => happened.until(isSo, 5000), stop }
}

/** Something to hold a `receive` up with. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

const asked = (standIn: StandIn, method = 'getUpdates') =>
  standIn.requests.filter((request) => request.method === method).length

test('what is said while polling arrives, one a call, in order; what was said before is lost', async () => {
  const standIn = await standInNow()
  standIn.person('hoa').says('trước')
  const { texts, until, sleeps } = await poll(standIn)
  await standIn.polled()
  for (const text of ['một', 'hai', 'ba']) standIn.person('hoa').says(text)
  await until(() => texts().length === 3)
  expect(texts()).toEqual(['một', 'hai', 'ba'])
  expect(standIn.requests.slice(0, 3)).toEqual([
    { method: 'getMe', params: {} },
    { method: 'deleteWebhook', params: {} },
    { method: 'getUpdates', params: { timeout: '30' } },
  ])
  expect(sleeps).toEqual([])
})

test('nothing more is fetched before the last message is committed', async () => {
  const standIn = await standInNow()
  const { opened, open } = gate()
  const begun = gate()
  const { texts, until } = await poll(standIn, () => {
    begun.open()
    return opened
  })
  await standIn.polled()
  standIn.person('hoa').says('một')
  standIn.person('lan').says('hai')
  await begun.opened
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(asked(standIn)).toBe(1)
  open()
  await until(() => texts().length === 2)
  expect(texts()).toEqual(['một', 'hai'])
})

test.each(['status408', 'ok408', 'empty'] as const)(
  'a long poll that runs out (%s) is no failure',
  async (idle) => {
    const standIn = await standInNow()
    standIn.manners.idle = idle
    let ms = 0
    const now = () => new Date((ms += 2000))
    const { texts, events, sleeps, until } = await poll(standIn, undefined, {
      pollSeconds: 0.02,
      now,
    })
    await standIn.until(() => asked(standIn) >= 4)
    standIn.person('hoa').says('một')
    await until(() => texts().length === 1)
    expect(events).toEqual([])
    expect(sleeps).toEqual([])
  },
)

test('empty answers that come at once are asked for ever more slowly', async () => {
  const standIn = await standInNow()
  standIn.faults.add({
    method: 'getUpdates',
    times: 12,
    what: { kind: 'answer', status: 408, body: '{"ok":false,"error_code":408}' },
  })
  const { sleeps, until, texts } = await poll(standIn, undefined, { now: () => new Date(0) })
  await until(() => sleeps.length === 12)
  await standIn.polled()
  standIn.person('hoa').says('một')
  await until(() => texts().length === 1)
  expect(sleeps).toEqual([
    100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 51_200, 60_000, 60_000,
  ])
})

test.each([
  ['502', { kind: 'answer', status: 502 }, { status: undefined }, 1000],
  ['a reset', { kind: 'resetBefore' }, { status: undefined }, 1000],
  ['half an answer', { kind: 'wrongJson' }, { status: undefined }, 1000],
  [
    'a webhook still set',
    { kind: 'refuse', error: { ok: false, error_code: 400, description: '' } },
    { status: 400 },
    1000,
  ],
  [
    '429',
    { kind: 'refuse', error: { ok: false, error_code: 429, description: '' } },
    { status: 429 },
    60_000,
  ],
  [
    'a refused token',
    { kind: 'refuse', error: { ok: false, error_code: 401, description: '' } },
    { status: 401 },
    1000,
  ],
] as const)('polling survives %s', async (_, what, { status }, waitMs) => {
  const standIn = await standInNow()
  standIn.faults.add({ method: 'getUpdates', what })
  const { sleeps, texts, events, until } = await poll(standIn, undefined, { pollSeconds: 0.2 })
  await until(() => sleeps.length === 1)
  await standIn.polled()
  standIn.person('hoa').says('một')
  await until(() => texts().length === 1)
  expect(sleeps[0]).toBe(waitMs)
  expect(events).toEqual([
    { code: 'pollFailed', ...(status === undefined ? {} : { status }), retryInMs: waitMs },
  ])
})

test('back-off doubles up to a minute, and begins anew after a success', async () => {
  const standIn = await standInNow()
  standIn.faults.add({ method: 'getUpdates', times: 8, what: { kind: 'answer', status: 504 } })
  const { sleeps, until, texts } = await poll(standIn)
  await until(() => sleeps.length === 8)
  expect(sleeps).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000))
  await standIn.polled()
  standIn.faults.add({ method: 'getUpdates', what: { kind: 'answer', status: 504 } })
  standIn.person('hoa').says('một')
  await until(() => texts().length === 1 && sleeps.length === 9)
  expect(sleeps[8]).toBe(1000)
})

test('our name and the webhook, if not settled before, are settled while polling', async () => {
  const standIn = await standInNow()
  for (const method of ['getMe', 'deleteWebhook'])
    standIn.faults.add({ method, what: { kind: 'answer', status: 502 } })
  const { texts, until, sleeps, events } = await poll(standIn, undefined, { pollSeconds: 0.05 })
  await standIn.until(() => asked(standIn) >= 3)
  standIn.person('hoa').says('chào', { in: standIn.group('zgr-1'), how: 'mention' })
  await until(() => texts().length === 1)
  expect(texts()).toEqual(['chào'])
  expect([asked(standIn, 'getMe'), asked(standIn, 'deleteWebhook')]).toEqual([2, 2])
  expect(events.map(({ code }) => code)).toEqual(['callFailed', 'callFailed'])
  expect(sleeps.every((ms) => ms < 1000)).toBe(true)
})

test('one that fails is tried again before anything else', async () => {
  const standIn = await standInNow()
  let failures = 3
  const { texts, events, until } = await poll(standIn, (text) => {
    if (text === 'một' && failures-- > 0) throw new Error(`canary ${text}`)
  })
  await standIn.polled()
  for (const text of ['một', 'hai']) standIn.person('hoa').says(text)
  await until(() => texts().length === 2)
  expect(texts()).toEqual(['một', 'hai'])
  expect(events).toEqual(
    [1, 2, 3].map((attempt) => ({
      code: 'receiveFailed',
      attempt,
      retryInMs: 1000 * 2 ** (attempt - 1),
    })),
  )
  expect(inspect(events) + JSON.stringify(events)).not.toContain('canary')
})

test('one that fails always is given up after some minutes, and only it', async () => {
  const standIn = await standInNow()
  const { texts, events, sleeps, until } = await poll(standIn, (text) => {
    if (text === 'poison') throw new Error('always')
  })
  await standIn.polled()
  for (const text of ['poison', 'hai']) standIn.person('hoa').says(text)
  await until(() => texts().length === 1)
  expect(texts()).toEqual(['hai'])
  expect(events.at(-1)).toEqual({ code: 'updateGivenUp', attempts: 10 })
  expect(sleeps.reduce((sum, ms) => sum + ms, 0)).toBe(243_000)
})

test('an answer nothing can be made of is told and passed by', async () => {
  const standIn = await standInNow()
  for (const body of [
    '{"ok":true,"result":{"hostile":true}}',
    '{"ok":true,"result":"x"}',
    '{"ok":true,"result":[]}',
  ])
    standIn.faults.add({ method: 'getUpdates', what: { kind: 'answer', status: 200, body } })
  const { events, texts, until } = await poll(standIn)
  await until(() => events.length === 2)
  await standIn.polled()
  standIn.person('hoa').says('một')
  await until(() => texts().length === 1)
  expect(events).toEqual([1, 2].map(() => ({ code: 'updateIgnored', why: 'malformed' })))
})

test('an answer in two pieces, cut at any byte, is read as one', async () => {
  const standIn = await standInNow()
  const { texts, until } = await poll(standIn)
  const words = 'Đã sửa: “Nguyễn” 😀'
  for (let byte = 1; byte < 350; byte++) {
    await standIn.polled()
    // The call now waiting took its fault, if any, when it began; this one is for the next.
    standIn.faults.add({ method: 'getUpdates', what: { kind: 'cutAt', byte } })
    standIn.person('hoa').says(words)
    await until(() => texts().length === byte)
  }
  expect(new Set(texts())).toEqual(new Set([words]))
})

test('stopping ends the long poll at once', async () => {
  const standIn = await standInNow()
  const { stop, events } = await poll(standIn)
  await standIn.polled()
  await stop()
  const before = standIn.requests.length
  standIn.person('hoa').says('một')
  expect(standIn.requests).toHaveLength(before)
  expect(events).toEqual([])
})

test('stopping waits for what is in hand, and tries a failing one once more', async () => {
  const standIn = await standInNow()
  const [first, begun] = [gate(), gate()]
  const { stop, texts, events } = await poll(standIn, async () => {
    begun.open()
    await first.opened
    throw new Error('away')
  })
  await standIn.polled()
  standIn.person('hoa').says('một')
  await begun.opened
  const stopped = stop()
  first.open()
  await stopped
  expect(texts()).toEqual([])
  expect(events).toEqual([{ code: 'updateGivenUp', attempts: 1 }])
})
