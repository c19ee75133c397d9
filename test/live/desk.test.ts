// A scripted secretary prepares, holds and reports two consecutive meetings, over real HTTP with a
// stand-in of Telegram.
import { afterAll, beforeAll, it } from 'vitest'
import { databaseKinds } from '../support/database.ts'
import { type Desk, type Seen, twoMeetings } from '../support/desk.ts'
import { Month, refsOf } from '../support/month.ts'
import { telegramStoodIn } from '../support/stood-in.ts'
import type { Shown } from '../support/telegram/chat-log.ts'
import type { Group } from '../support/telegram/group.ts'
import type { Person } from '../support/telegram/person.ts'
import { type StandIn, startStandIn } from '../support/telegram/standin.ts'
import { TelegramMember } from '../support/telegram-member.ts'

/** The last has no phone and is on paper. */
const total = 8
const nameOf = (place: number): string => `Đảng viên Số ${String(place)}`
let month: Month
let standIn: StandIn
let group: Group
const people = new Map<string, Person>()

function personOf(name: string): Person {
  const person = people.get(name)
  if (person === undefined) throw new Error(`${name} has no phone`)
  return person
}

function seenOf({ text, buttons, file }: Shown): Seen {
  const choices = buttons.map(({ label, data }) => ({ label, payload: data }))
  return { text, choices, ...(file && { file: { name: file.fileName, bytes: file.bytes } }) }
}

const desk: Desk = {
  secretary: nameOf(1),
  members: [2, 3, 4, 5, 6].map(nameOf),
  onPaper: nameOf(total),
  types: async (who, typed) => {
    const person = personOf(who)
    const before = person.messages().length
    person.says(typed)
    await month.live.settles()
    return person.messages().slice(before).map(seenOf)
  },
  privately: (who) => Promise.resolve(personOf(who).messages().map(seenOf)),
  inGroup: () => Promise.resolve(group.messages().map(seenOf)),
  until: (instant) => month.liveUntil(instant.toISOString()),
}

beforeAll(async () => {
  standIn = await startStandIn({ retryUnitMs: 5 })
  month = await Month.open({
    kind: databaseKinds[0] ?? 'embedded',
    branchCodes: ['CB5'],
    total,
    mode: 'webhook',
    standIns: [telegramStoodIn(standIn)],
  })
  const codes = await month.codes()
  const walkers = refsOf(total - 1).map((ref, index) => {
    const person = standIn.person(101 + index)
    people.set(nameOf(index + 1), person)
    return new TelegramMember(person, { ref, code: codes.get(ref) ?? '' })
  })
  await Promise.all(walkers.map((walker) => walker.onboards()))
  await month.live.settles()
  for (const typed of ['Ngày 3', '19h30', 'Nhà văn hóa tổ 5', '/nhom'])
    await desk.types(desk.secretary, typed)
  const secretary = personOf(desk.secretary)
  group = standIn.group(-7).named('Nhóm chi bộ')
  secretary.says(/\/nhom \w{8}/u.exec(secretary.lastMessage()?.text ?? '')?.[0] ?? 'no code', {
    in: group,
  })
  await month.live.settles()
  await month.liveUntil('2026-11-28T02:00:00Z')
})

afterAll(async () => {
  await month.close()
  await standIn.close()
})

it('on Telegram: both meetings prepared, held and reported', async () => {
  await twoMeetings(desk)
  await month.expectSettled()
})
