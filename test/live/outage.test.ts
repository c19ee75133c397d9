// Telegram, a Zalo Bot and an Official Account in one process, and the Zalo Bot's platform down for
// a week of the branch's month: from the evening before the round opens to the morning before it
// closes.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { databaseKinds } from '../support/database.ts'
import { type Gate, startGate } from '../support/gate.ts'
import { writeLink } from '../support/house.ts'
import { eventually, type Live } from '../support/live-service.ts'
import { Month, monthStart } from '../support/month.ts'
import { telegramStoodIn, zaloBotStoodIn, zaloOaStoodIn } from '../support/stood-in.ts'
import {
  startStandIn as startTelegram,
  type StandIn as Telegram,
} from '../support/telegram/standin.ts'
import {
  startStandIn as startZaloBot,
  type StandIn as ZaloBot,
} from '../support/zalo-bot/standin.ts'
import { startStandIn as startZaloOa, type StandIn as ZaloOa } from '../support/zalo-oa/standin.ts'

/** Who has which chat; the last has two, of which the Zalo Bot's was linked first. */
const chats = [
  ['A1', 'telegram', '1001'],
  ['A2', 'telegram', '1002'],
  ['A3', 'zalo-bot', 'person-3'],
  ['A4', 'zalo-bot', 'person-4'],
  ['A5', 'zalo-oa', '5510185758261927905'],
  ['A6', 'zalo-oa', '5510185758261927906'],
  ['A7', 'zalo-bot', 'person-7'],
  ['A7', 'telegram', '1007'],
] as const
/** D-7, D-4 and D-2: how many messages come to a member on each day of the week. */
const asked = { '11-26': 1, '11-27': 0, '11-28': 0, '11-29': 1, '11-30': 0, '12-01': 1 }

interface Chat {
  messages(): readonly { readonly text: string }[]
}

let [telegram, zaloBot, zaloOa, gate, month]: [Telegram?, ZaloBot?, ZaloOa?, Gate?, Month?] = []
const people = new Map<string, Chat>()
const held = (): Month => {
  if (month === undefined) throw new Error('the month has not begun')
  return month
}
const service = (): Live => held().live
const texts = (chat: string): readonly string[] =>
  (people.get(chat)?.messages() ?? []).map(({ text }) => text)
/**
 * At this instant all jobs that are due, and everything sent that comes of it by a platform that is
 * not down.
 */
const at = async (instant: string): Promise<void> => {
  service().moveTo(new Date(instant))
  await service().runs()
}

beforeAll(async () => {
  const now = (): Date => month?.live.now() ?? new Date(monthStart)
  telegram = await startTelegram()
  zaloBot = await startZaloBot({ now })
  zaloOa = await startZaloOa({ now })
  gate = await startGate(zaloBot.apiRoot)
  month = await Month.open({
    kind: databaseKinds[0] ?? 'embedded',
    branchCodes: ['CB5'],
    total: 7,
    mode: 'webhook',
    standIns: [
      telegramStoodIn(telegram),
      zaloBotStoodIn(zaloBot, undefined, gate.url),
      zaloOaStoodIn(zaloOa),
    ],
  })
  for (const [ref, bot, chat] of chats) {
    const person =
      bot === 'telegram'
        ? telegram.person(Number(chat))
        : bot === 'zalo-bot'
          ? zaloBot.person(chat)
          : zaloOa.person(chat)
    people.set(chat, person.isKnown())
    await writeLink(service().app, { bot, chat, kind: 'private' }, ref, [
      'remind',
      'store',
      'remedies',
    ])
  }
  const [secretary, group] = [telegram.person(1001), telegram.group(-7)]
  for (const typed of ['/hop', 'Ngày 3', '19h30', 'Nhà văn hóa', '/nhom']) {
    secretary.says(typed)
    await service().settles()
  }
  secretary.says(/\/nhom \w{8}/u.exec(secretary.lastMessage()?.text ?? '')?.[0] ?? '', {
    in: group,
  })
  await service().settles()
  people.set('group', group)
  expect(texts('group')).toHaveLength(1)
})
afterAll(async () => {
  await month?.close()
  await gate?.shut()
  await Promise.all([telegram?.close(), zaloBot?.close(), zaloOa?.close()])
})

it('one down for a week: the others are on time every day, what waits is bounded, and nothing stale comes after', async () => {
  await gate?.shut()
  service().down.add('zalo-bot')
  const before = new Map([...people.keys()].map((chat) => [chat, texts(chat).length]))
  const since = (chat: string): readonly string[] => texts(chat).slice(before.get(chat))
  const waiting = (): Promise<readonly { count: number }[]> =>
    held().rows(
      `SELECT count(*)::int AS count FROM outbox WHERE bot_id = 'zalo-bot'
        AND state IN ('pending', 'sending')`,
    )
  for (const [day, many] of Object.entries(asked)) {
    const served = ['1002', '5510185758261927905', '5510185758261927906']
    const counts = served.map((chat) => texts(chat).length + many)
    for (const time of ['01:00:30', '12:00:30']) await at(`2026-${day}T${time}Z`)
    expect(
      served.map((chat) => texts(chat).length),
      day,
    ).toEqual(counts)
    // Who writes is answered; and an account may only write to those who have written within seven
    // days.
    for (const chat of served) {
      const heard = texts(chat).length
      if (chat === '1002') telegram?.person(Number(chat)).says('/lichhop')
      else await zaloOa?.person(chat).says('/lichhop')
      await eventually(() => texts(chat).length > heard)
    }
    await at(`2026-${day}T13:01:00Z`)
    // Two reminders of one kind become one when the sender next looks, in its own time.
    await eventually(async () => ((await waiting())[0]?.count ?? 0) <= 2 * 3)
  }
  expect(['person-3', 'person-4', 'person-7'].flatMap(since)).toEqual([])
  // The member with two chats was asked in the other one, after an hour.
  await eventually(() => since('1007').length > 0)
  expect(new Set(since('1007')).size).toBe(since('1007').length)

  await gate?.open()
  service().down.clear()
  await at('2026-12-02T01:00:30Z')
  // The one reminder that is still of use; what it took the place of is dropped, with the reason.
  for (const chat of ['person-3', 'person-4'])
    expect(since(chat), since(chat).join('\n\n')).toHaveLength(1)
  expect(since('person-7')).toEqual([])
  const dropped = await held().rows(
    `SELECT DISTINCT state, reason FROM outbox WHERE bot_id = 'zalo-bot' AND state <> 'sent'`,
  )
  expect(dropped).toEqual([{ state: 'skipped', reason: 'merged' }])

  await at('2026-12-02T13:00:30Z')
  await at('2026-12-03T10:30:30Z')
  for (const chat of ['person-3', 'person-4']) expect(since(chat)).toHaveLength(1)
  const notices = since('group').filter(
    (text) => text.includes('sinh hoạt thường kỳ tháng 12/2026') || text.includes('đã mở'),
  )
  expect(notices).toHaveLength(4)
  expect(await held().rows(`SELECT 1 FROM outbox WHERE state NOT IN ('sent', 'skipped')`)).toEqual(
    [],
  )
})
