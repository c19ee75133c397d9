// A branch's whole month over real HTTP, by webhook and by polling, on a bad wire: codes, consent,
// sheets, the group's reminders. TUSOI_MEMBERS=300 makes the branch of that size (three branches of
// a hundred); by itself it has 20 members.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds } from '../support/database.ts'
import type { Live } from '../support/live-service.ts'
import { expectTraced } from '../support/logged.ts'
import { Month, refsOf } from '../support/month.ts'
import { telegramStoodIn } from '../support/stood-in.ts'
import { stutterPolling, type Stutter, stutterWebhook } from '../support/stutter.ts'
import type { Group } from '../support/telegram/group.ts'
import { startStandIn, type StandIn } from '../support/telegram/standin.ts'
import { TelegramMember } from '../support/telegram-member.ts'

const total = Number(process.env['TUSOI_MEMBERS'] ?? 20)
const branchCodes = Array.from(
  { length: Math.ceil(total / 100) },
  (_, index) => `CB${String(index + 5)}`,
)
const refs = refsOf(total)
/**
 * Every fourth admits a shortcoming at one head, every fifth has a word for the committee, every
 * third types.
 */
const pickOf = (index: number) => (step: string) => {
  if (index % 4 === 1 && step === 'h.duties.level') return { press: 'effort' }
  if (step === 'deed.text') return { say: `Việc của đồng chí số ${String(index)}` }
  if (step === 'voice.choice' && index % 5 === 0)
    return { press: index % 2 === 0 ? 'named' : 'anonymous' }
  return step === 'voice.text' ? { say: `Lời số ${String(index)}` } : undefined
}

describe.each([
  ['webhook', databaseKinds[0]],
  ['polling', 'embedded'],
] as const)(`a month of ${String(total)} members by %s (%s)`, (mode, kind) => {
  let [month, standIn, stutter]: [Month?, StandIn?, Stutter?] = []
  const walkers: TelegramMember[] = []
  const groups: Group[] = []
  const codes: string[] = []
  const held = (): Month => {
    if (month === undefined) throw new Error('the month has not begun')
    return month
  }
  const service = (): Live => held().live
  const world = (): StandIn => {
    if (standIn === undefined) throw new Error('the stand-in has not started')
    return standIn
  }

  beforeAll(async () => {
    standIn = await startStandIn({ retryUnitMs: 5 })
    if (mode === 'polling') stutter = await stutterPolling(standIn.apiRoot, 7)
    month = await Month.open({
      kind: kind ?? 'embedded',
      branchCodes,
      total,
      mode,
      standIns: [telegramStoodIn(standIn, stutter?.url)],
      publicUrl: async (url) => (stutter = await stutterWebhook(url, 11)).url,
    })
    const byRef = await month.codes()
    codes.push(...byRef.values())
    refs.forEach((ref, index) => {
      const options = {
        ref,
        code: byRef.get(ref) ?? '',
        pick: pickOf(index),
        types: index % 3 === 2,
        patienceMs: 120_000,
      }
      walkers.push(new TelegramMember(world().person(1001 + index), options))
    })
  })
  afterAll(async () => {
    await month?.close()
    await stutter?.close()
    await standIn?.close()
  })

  it('all are linked by their codes and agree', async () => {
    const { faults } = world()
    faults.throttle(1, { times: 3 })
    for (let count = 0; count < 6; count += 1)
      faults.add({
        method: 'sendMessage',
        chat: 1005 + count,
        what: { kind: count % 2 === 0 ? 'dropAfter' : 'resetBefore' },
      })
    const ends = await Promise.all(walkers.map((walker) => walker.onboards()))
    ends.slice(0, branchCodes.length).forEach(({ text }) => {
      expect(text).toContain('Chi bộ họp thường kỳ vào ngày nào hằng tháng?')
    })
    await held().expectLinked()
  })

  it('each secretary sets the meeting and binds the group', async () => {
    for (const [index, code] of branchCodes.entries()) {
      const { person } = walkers[index] ?? {}
      if (person === undefined) throw new Error('no secretary')
      await service().settles()
      for (const typed of ['Ngày 3', '19h30', `Nhà văn hóa ${code}`, '/nhom']) {
        person.says(typed)
        await service().settles()
      }
      const typed = /\/nhom \w{8}/u.exec(person.lastMessage()?.text ?? '')?.[0] ?? ''
      const group = world()
        .group(-(7 + index))
        .named(`Nhóm ${code}`)
      groups.push(group)
      person.says(typed, { in: group })
      await service().settles()
      expect(group.lastMessage()?.text).toMatch(/^Kính gửi các đồng chí đảng viên Chi bộ/u)
      expect(person.lastMessage()?.text).toMatch(/^Đã nối nhóm với/u)
    }
  })

  it('at D-7 all are invited, answer, and send; no answer is lost, none doubled', async () => {
    service().moveTo(new Date('2026-11-26T01:00:30Z'))
    const { faults } = world()
    faults.throttle(1, { times: 2 })
    for (let count = 0; count < 8; count += 1)
      faults.add({
        method: 'sendMessage',
        chat: 1010 + count,
        what: { kind: count % 2 === 0 ? 'dropAfter' : 'resetBefore' },
      })
    await Promise.all([service().runs(), ...walkers.map((walker) => walker.submits())])
    await service().settles()
    await held().expectSubmitted(walkers)
    const spoken = refs.filter((_, index) => index % 5 === 0).length
    expect(
      await held().rows(`SELECT count(*)::int AS count, count(member_id)::int AS named FROM voice`),
    ).toEqual([{ count: spoken, named: refs.filter((_, index) => index % 10 === 0).length }])
  })

  it('the month goes by: each reminder once in the group, the summary to the secretary, whatever the wire does', async () => {
    const { faults } = world()
    const secretary = walkers[0]?.person
    const [group] = groups
    if (secretary === undefined || group === undefined) throw new Error('nobody there')
    const inDoubt = () =>
      secretary
        .messages()
        .filter(({ text }) => text.includes('chưa chắc đã đến, vì mạng ngắt khi đang gửi')).length
    faults.throttle(1, { chat: group.id })
    await held().liveUntil('2026-12-01T02:00:00Z')
    faults.add({ method: 'sendMessage', chat: group.id, what: { kind: 'dropAfter' } })
    // Before nine, when the secretary is asked about the documents.
    await held().liveUntil('2026-12-02T01:30:00Z')
    expect(inDoubt()).toBe(1)
    secretary.presses('Nhóm đã nhận')
    await service().settles()
    await held().liveUntil('2026-12-02T14:00:00Z')
    faults.add({ method: 'sendMessage', chat: group.id, what: { kind: 'resetBefore' } })
    await held().liveUntil('2026-12-03T10:35:00Z')
    expect(inDoubt()).toBe(2)
    secretary.presses('Gửi lại')
    await service().settles()
    await held().liveUntil('2026-12-24T02:00:00Z')
    for (const [index, each] of groups.entries()) {
      held().expectHeard(each.messages(), walkers[index]?.person.messages() ?? [])
    }
    // Nobody but the secretaries was told anything of the branch; nothing of what anybody wrote is
    // in a group.
    expect(
      world()
        .everything()
        .filter(
          (line) => /^-\d+\t/u.test(line) && /Việc của đồng chí|Lời số|Đảng viên Số/u.test(line),
        ),
    ).toEqual([])
    await held().expectSettled()
    const words = ['Đảng viên Số', 'Việc của đồng chí', 'Lời số', 'Nhà văn hóa', 'Trần Văn']
    expectTraced(held().logged, [...words, ...codes, world().token, 'stand-in-secret'])
    expect(stutter?.passed()).toBeGreaterThan(30 * total)
  })
})
