import { afterEach, expect, test } from 'vitest'
import type { Inbound } from '../../src/messaging/inbound.ts'
import type { TelegramEvent } from '../../src/platforms/telegram/event.ts'
import { createTelegram, type TelegramOptions } from '../../src/platforms/telegram/telegram.ts'
import { Conditions } from '../support/standin/conditions.ts'
import { startStandIn, type StandIn } from '../support/telegram/standin.ts'

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
  readonly received: Inbound[]
  readonly texts: () => string[]
  readonly events: TelegramEvent[]
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
  receive: (text: string, inbound: Inbound) => unknown = () => undefined,
  more: Partial<TelegramOptions> = {},
): Promise<Polling> {
  const happened = new Conditions()
  const [received, events, sleeps] = [[] as Inbound[], [] as TelegramEvent[], [] as number[]]
  const sleep = (ms: number) => {
    sleeps.push(ms)
    happened.check()
    return new Promise<void>((resolve) => setImmediate(resolve))
  }
  const onEvent = (event: TelegramEvent) => {
    events.push(event)
    happened.check()
  }
  const { token, apiRoot } = standIn
  const telegram = createTelegram({
    bot: 'tg',
    token,
    apiRoot,
    sleep,
    onEvent,
    random: () => 1,
    ...more,
  })
  const stop = await telegram.poll?.(async (inbound) => {
    await receive(inbound.kind === 'text' ? inbound.text : '', inbound)
    received.push(inbound)
    happened.check()
  })
  if (!stop) throw new Error('cannot poll')
  running.push(stop)
  const texts = () =>
    received.map((inbound) => (inbound.kind === 'text' ? inbound.text : inbound.kind))
  return { received, texts, events, sleeps, until: (isSo) => happened.until(isSo, 5000), stop }
}

/** Something to hold a `receive` up with. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}

test('what was said before and during polling arrives, and is confirmed', async () => {
  const standIn = await standInNow()
  standIn.person(1).says('một')
  const { texts } = await poll(standIn)
  standIn.person(2).says('hai')
  await standIn.idle()
  expect(texts().sort()).toEqual(['hai', 'một'])
  expect(standIn.requests.find(({ method }) => method === 'getUpdates')?.params).toEqual({
    timeout: 30,
    limit: 100,
    allowed_updates: ['message', 'edited_message', 'callback_query', 'my_chat_member'],
  })
})

test('an update is confirmed only after it was committed', async () => {
  const standIn = await standInNow()
  const { opened, open } = gate()
  const { until, sleeps, texts } = await poll(standIn, () => opened)
  const said = standIn.person(1).says('một')
  await until(() => sleeps.filter((ms) => ms === 1000).length > 3)
  expect(standIn.updates.pending.has(said.updateId ?? 0)).toBe(true)
  open()
  await standIn.confirmed(said.updateId)
  expect(texts()).toEqual(['một'])
})

test('one chat in order, several chats at once', async () => {
  const standIn = await standInNow()
  const { opened, open } = gate()
  const { texts, until } = await poll(standIn, (text) => (text === 'a1' ? opened : undefined))
  for (const text of ['a1', 'a2', 'a3']) standIn.person(1).says(text)
  for (const text of ['b1', 'b2']) standIn.person(2).says(text)
  await until(() => texts().length === 2)
  expect(texts()).toEqual(['b1', 'b2'])
  open()
  await standIn.idle()
  expect(texts()).toEqual(['b1', 'b2', 'a1', 'a2', 'a3'])
})

test('one that fails is tried again, in its place, and passes nobody by', async () => {
  const standIn = await standInNow()
  let failures = 3
  const { texts, events } = await poll(standIn, (text) => {
    if (text === 'a1' && failures-- > 0) throw new Error('the database is away')
  })
  for (const text of ['a1', 'a2']) standIn.person(1).says(text)
  await standIn.idle()
  expect(texts()).toEqual(['a1', 'a2'])
  expect(
    events
      .filter(({ code }) => code === 'receiveFailed')
      .map((event) => ('retryInMs' in event ? event.retryInMs : 0)),
  ).toEqual([1000, 2000, 4000])
})

test('stopped in the middle and started again, nothing is lost or passed by', async () => {
  const standIn = await standInNow()
  const everything = Array.from({ length: 250 }, (_, index) => `t${String(index)}`)
  everything.forEach((text, index) => standIn.person((index % 7) + 1).says(text))
  const committed: string[] = []
  let budget = 0
  for (let life = 0; committed.length < everything.length && life < 30; life++) {
    budget += 40
    const died = gate()
    const { stop } = await poll(standIn, (text) => {
      // Like a process killed before the commit: from here on nothing of this life counts.
      if (committed.length >= budget) {
        died.open()
        throw new Error('killed')
      }
      if (!committed.includes(text)) committed.push(text)
    })
    await Promise.race([died.opened, standIn.idle()])
    await stop()
  }
  expect([...committed].sort()).toEqual([...everything].sort())
  for (let person = 0; person < 7; person++) {
    const own = (texts: readonly string[]) =>
      texts.filter((text) => Number(text.slice(1)) % 7 === person)
    expect(own(committed)).toEqual(own(everything))
  }
})

test('while one update fails for minutes, others are fetched; then it is given up, once, and only it', async () => {
  const standIn = await standInNow()
  let tries = 0
  const { texts, events, until } = await poll(standIn, (text) => {
    if (text !== 'poison') return
    tries += 1
    if (tries <= 15) standIn.person(2).says(`other ${String(tries)}`)
    throw new Error('always')
  })
  standIn.person(1).says('poison')
  standIn.person(1).says('after')
  await until(() => texts().includes('after'))
  expect(events.filter(({ code }) => code === 'updateGivenUp')).toHaveLength(1)
  expect(tries).toBeGreaterThanOrEqual(10)
  expect(texts().filter((text) => text.startsWith('other')).length).toBeGreaterThan(5)
  expect(texts()).not.toContain('poison')
})

test('when everything fails, nothing is given up: it is the database that is away', async () => {
  const standIn = await standInNow()
  let isAway = true
  const { texts, events, until } = await poll(standIn, () => {
    if (isAway) throw new Error('away')
  })
  for (const id of [1, 2, 3]) standIn.person(id).says(`from ${String(id)}`)
  await until(() => events.length > 100)
  expect(standIn.updates.pending.size).toBe(3)
  isAway = false
  await standIn.idle()
  expect(events.filter(({ code }) => code === 'updateGivenUp')).toEqual([])
  expect(texts().sort()).toEqual(['from 1', 'from 2', 'from 3'])
})

test('one chat that fills the whole window with a poisoned queue does not shut out the others', async () => {
  const standIn = await standInNow()
  for (let count = 0; count < 120; count++)
    standIn.person(1).says(count === 0 ? 'poison' : `a${String(count)}`)
  standIn.person(2).says('another')
  const { texts, until } = await poll(standIn, (text) => {
    if (text === 'poison') throw new Error('always')
  })
  await until(() => texts().includes('another'))
})

test('a bot that could not be announced learns its name while it polls', async () => {
  const standIn = await standInNow()
  standIn.faults.add({ method: 'getMe', what: { kind: 'status', status: 502 } })
  const { texts } = await poll(standIn)
  standIn.person(1).says('/huongdan')
  await standIn.idle()
  standIn.updates.add('message', 'c-5', {
    message_id: 1,
    chat: { id: -5, type: 'group' },
    from: { id: 1 },
    text: '/lichhop@another_bot',
  })
  standIn.person(1).says(`/lichhop@${standIn.username}`)
  await standIn.idle()
  expect(texts()).toEqual(['/huongdan', '/lichhop'])
})

test('a second poller, or a webhook: an event, back-off, and on when it is over', async () => {
  const standIn = await standInNow()
  standIn.faults.refuse(409, 'Conflict: terminated by other getUpdates request', {
    method: 'getUpdates',
    times: 3,
  })
  const { events, texts } = await poll(standIn)
  standIn.person(1).says('một')
  await standIn.idle()
  expect(events.slice(0, 3)).toEqual(
    [1000, 2000, 4000].map((retryInMs) => ({ code: 'pollConflict', retryInMs })),
  )
  expect(texts()).toEqual(['một'])
})

test.each([
  ['502', { kind: 'status', status: 502 }, 1000],
  ['a reset', { kind: 'resetBefore' }, 1000],
  ['half an answer', { kind: 'wrongJson' }, 1000],
  ['no list', { kind: 'status', status: 200, body: '{"ok":true,"result":{}}' }, 1000],
  [
    '429',
    {
      kind: 'refuse',
      error: { ok: false, error_code: 429, description: '', parameters: { retry_after: 9 } },
    },
    9000,
  ],
] as const)('polling survives %s', async (_, what, waitMs) => {
  const standIn = await standInNow()
  standIn.faults.add({ method: 'getUpdates', what })
  const { sleeps, texts } = await poll(standIn)
  standIn.person(1).says('một')
  await standIn.idle()
  expect(texts()).toEqual(['một'])
  expect(sleeps[0]).toBe(waitMs)
})

test('back-off doubles up to a minute, and begins anew after a success', async () => {
  const standIn = await standInNow()
  standIn.faults.add({ method: 'getUpdates', times: 8, what: { kind: 'status', status: 502 } })
  const { sleeps } = await poll(standIn)
  standIn.person(1).says('một')
  await standIn.idle()
  expect(sleeps.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1000))
  standIn.faults.add({ method: 'getUpdates', what: { kind: 'status', status: 502 } })
  standIn.person(1).says('hai')
  const before = sleeps.length
  await standIn.idle()
  expect(sleeps.slice(before).filter((ms) => ms > 1000)).toEqual([])
})

test('an update nothing can be made of is confirmed, with an event', async () => {
  const standIn = await standInNow()
  const { events, until } = await poll(standIn)
  standIn.updates.add('message', 'c1', { hostile: true })
  await standIn.idle()
  await until(() =>
    events.some((event) => event.code === 'updateIgnored' && event.why === 'malformed'),
  )
})

test('stopping ends the long poll at once and waits for what is in hand', async () => {
  const standIn = await standInNow()
  const { opened, open } = gate()
  const begun = gate()
  const { stop, texts } = await poll(standIn, () => {
    begun.open()
    return opened
  })
  standIn.person(1).says('một')
  standIn.person(1).says('hai')
  await begun.opened
  let isStopped = false
  const stopped = stop().then(() => {
    isStopped = true
  })
  // As many turns as an aborted request needs to end, and more.
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(isStopped).toBe(false)
  open()
  await stopped
  // The second of the same chat had not begun, so it is left for the next start.
  expect(texts()).toEqual(['một'])
  const asked = standIn.requests.length
  standIn.person(2).says('ba')
  expect(standIn.requests).toHaveLength(asked)
})
