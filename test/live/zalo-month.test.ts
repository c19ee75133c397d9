// Two branches' whole month on one Zalo Bot of the Basic plan, over real HTTP and by typing alone: codes, consent, sheets (half of them
// quick), the groups' reminders, the secretaries' summaries; and the messages counted as Zalo counts them.
import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { nextEvent } from '../../src/schedule/next-event.ts'
import { issueMemberCodes } from '../../src/store/codes.ts'
import { findBranch } from '../../src/store/organisations.ts'
import { databaseKinds, openTestDatabase, type TestDatabase } from '../support/database.ts'
import { importMembers } from '../support/house.ts'
import { type Live, startLive } from '../support/live-service.ts'
import { answersOf, remediesOf, shortOf } from '../support/reveal.ts'
import type { Group } from '../support/zalo-bot/person.ts'
import { startStandIn, type StandIn } from '../support/zalo-bot/standin.ts'
import { basicLimits } from '../support/zalo-bot/world.ts'
import { ZaloMember, type ZaloMemberOptions } from '../support/zalo-member.ts'

const branchCodes = ['CB5', 'CB6']
const plan = { people: 50, groups: 3, messagesPerMonth: 3000 }
const start = '2026-11-20T02:00:00Z'
/** Every third admits a shortcoming at one head, every fifth has a word for the committee. */
const pickOf = (index: number) => (step: string, choices: readonly string[]) => {
  if (index % 3 === 1 && step === 'h.duties.level') return { press: 'effort' }
  if (index % 9 === 1 && step === 'h.duties.cause') return { press: choices[1] ?? '' }
  if (step === 'deed.text') return { say: `Việc của đồng chí số ${String(index)}` }
  if (step === 'voice.choice' && index % 5 === 0) return { press: index % 2 === 0 ? 'named' : 'anonymous' }
  return step === 'voice.text' ? { say: `Lời số ${String(index)}` } : undefined
}
const typesOf = (index: number): ZaloMemberOptions['types'] => (index % 2 === 1 ? 'quickly' : index % 4 === 0 ? 'numbers' : 'labels')

const runs = [['webhook', databaseKinds[0], 45], ['polling', 'embedded', 10]] as const

describe.each(runs)('a month on a Zalo Bot by %s (%s), %i members', (mode, kind, total) => {
  const refs = Array.from({ length: total }, (_, index) => `A${String(index + 1)}`)
  const roster = refs.map((ref, index) => {
    const role = index < 2 ? 'secretary' : 'member'
    return [ref, `Đảng viên Số ${String(index + 1)}`, role, 'official', branchCodes[index % 2]].join('|')
  })
  let [at, standIn, live]: [TestDatabase?, StandIn?, Live?] = []
  const keyring = createKeyring(randomBytes(32))
  const members: ZaloMember[] = []
  const groups: Group[] = []
  const service = (): Live => {
    if (live === undefined) throw new Error('the service has not started')
    return live
  }
  const world = (): StandIn => {
    if (standIn === undefined) throw new Error('the stand-in has not started')
    return standIn
  }
  const rows = <Row>(text: string, ...values: readonly (string | Uint8Array)[]): Promise<readonly Row[]> =>
    at?.database.query<Row>({ name: `zalo-${createHash('md5').update(text).digest('hex')}`, text, values }) ?? Promise.resolve([])
  /** To the next thing that happens by itself, again and again, until this instant has passed. */
  const liveUntil = async (instant: string): Promise<void> => {
    for (;;) {
      const next = await nextEvent(service().app, service().now())
      if (next === null || next.at > new Date(instant)) break
      service().moveTo(next.at)
      await service().runs()
    }
    service().moveTo(new Date(instant))
    await service().runs()
  }
  const codesOf = async (code: string): Promise<readonly (readonly [string, string])[]> => {
    if (at === undefined) return []
    const branchId = (await findBranch(at.database, code))?.id ?? ''
    const issued = await issueMemberCodes(at.database, keyring, { branchId, members: 'unlinked', now: service().now(), randomBytes })
    return issued.codes.map(({ memberRef, code: plain }) => [memberRef, plain])
  }

  beforeAll(async () => {
    at = await openTestDatabase(kind ?? 'embedded')
    const { database } = at
    await importMembers(database, keyring, roster, new Date(start))
    // What is delivered comes twice, as after an answer that was lost; the rate is the sender's affair and not looked at here.
    standIn = await startStandIn({
      now: () => live?.now() ?? new Date(start), limits: { ...basicLimits, perSecond: Infinity }, manners: { deliveries: 2 },
    })
    const { token, apiRoot, delivery, until } = standIn
    const idle = (): Promise<void> => until(() => delivery.isIdle, 120_000)
    const log = createLog({ level: 'silent' })
    live = await startLive({ database, keyring, standIn: { token, apiRoot, idle }, platform: 'zalo-bot', plan, mode, start, log })
    if (mode === 'polling') await standIn.polled()
    const codes = new Map((await Promise.all(branchCodes.map(codesOf))).flat())
    refs.forEach((ref, index) => {
      const options = { ref, code: codes.get(ref) ?? '', pick: pickOf(index), types: typesOf(index), patienceMs: 120_000 }
      members.push(new ZaloMember(world().person(`person-${String(index)}`), options))
    })
  }, 120_000)
  afterAll(async () => {
    await live?.stop()
    await standIn?.close()
    await at?.close()
  })

  it('all write first, are linked by their codes and agree', async () => {
    await Promise.all(members.map((member) => member.onboards()))
    await service().settles()
    expect(await rows(`SELECT count(DISTINCT member_id)::int AS linked FROM account WHERE state = 'linked'`)).toEqual([{ linked: total }])
    expect(await rows(`SELECT count(*)::int AS granted FROM consent WHERE is_granted`)).toEqual([{ granted: 3 * total }])
  }, 400_000)

  it('each secretary sets the meeting and binds the group by mentioning the bot', async () => {
    for (const [index, code] of branchCodes.entries()) {
      const { person } = members[index] ?? {}
      if (person === undefined) throw new Error('no secretary')
      for (const typed of ['Ngày 3', '19h30', `Nhà văn hóa ${code}`, '/nhom']) {
        person.says(typed)
        await service().settles()
      }
      const typed = /\/nhom \w{8}/u.exec(person.lastMessage()?.text ?? '')?.[0] ?? ''
      expect(person.lastMessage()?.text).toContain('gõ dấu @ rồi chọn trợ lý')
      const group = world().group(`group-${code}`)
      groups.push(group)
      expect(person.says(typed, { in: group }).isHeard).toBe(false)
      person.says(typed, { in: group, how: 'mention' })
      await service().settles()
      expect(group.lastMessage()?.text).toMatch(/^Kính gửi các đồng chí đảng viên Chi bộ[^]*gõ dấu @ rồi chọn trợ lý/u)
      expect(person.lastMessage()?.text).toMatch(/^Đã nối nhóm với/u)
    }
  }, 60_000)

  it('at D-7 all are invited, answer by typing, and send; no answer is lost, none doubled', async () => {
    service().moveTo(new Date('2026-11-26T01:00:30Z'))
    // An answer of Zalo's that is lost: what had arrived comes again, and counts twice on both sides.
    const { faults } = world()
    for (const chat of ['person-2', 'person-3', 'person-4']) faults.add({ method: 'sendMessage', chat, what: { kind: 'dropAfter' } })
    await Promise.all([service().runs(), ...members.map((member) => member.submits())])
    await service().settles()
    const states = await rows(`SELECT state, count(*)::int AS count FROM assessment GROUP BY state`)
    expect(states).toEqual([{ state: 'submitted', count: total }])
    for (const member of members) {
      const kept = new Map<string, string[]>()
      for (const { question, value } of await answersOf({ keyring, rows }, member.ref)) {
        kept.set(question, [...(kept.get(question) ?? []), shortOf(value)])
      }
      expect([...kept].toSorted(), member.ref).toEqual([...member.given].toSorted())
    }
    const of = (every: number): number => refs.filter((_, index) => index % every === 0).length
    const voices = await rows(`SELECT count(*)::int AS count, count(member_id)::int AS named FROM voice`)
    expect(voices).toEqual([{ count: of(5), named: of(10) }])
    const pages = world().everything().filter((line) => line.includes('Phiếu nhanh tháng'))
    expect(new Set(pages).size).toBe(refs.filter((_, index) => typesOf(index) === 'quickly').length)
  }, 600_000)

  it('the month goes by: each notice once in its group, one summary to each secretary, nothing private in a group', async () => {
    const [group] = groups
    const [secretary, member, promiser] = [members[0], members[2], members[7]]
    const isThere = group !== undefined && secretary !== undefined && member !== undefined && promiser !== undefined
    if (!isThere) throw new Error('nobody there')
    await liveUntil('2026-12-01T02:00:00Z')
    world().faults.add({ method: 'sendMessage', chat: group.id, what: { kind: 'dropAfter' } })
    await liveUntil('2026-12-02T02:05:00Z')
    const doubts = secretary.person.messages().filter(({ text }) => text.includes('chưa chắc đã đến, vì mạng ngắt khi đang gửi'))
    expect(doubts).toHaveLength(1)
    secretary.person.chooses('Nhóm đã nhận')
    await service().settles()
    expect(secretary.person.lastMessage()?.text).toContain('Đã ghi: nhóm đã nhận')
    await liveUntil('2026-12-03T02:00:00Z')
    promiser.person.chooses('Đã xong')
    await service().settles()
    expect(promiser.person.lastMessage()?.text).toContain('viết một dòng kết quả')
    promiser.person.says('Đã họp nhóm ba lần')
    await service().settles()
    const told = promiser.person.messages().length
    await liveUntil('2026-12-24T02:00:00Z')
    expect(promiser.person.messages()).toHaveLength(told)
    const [remedy] = await remediesOf({ keyring, rows }, promiser.ref)
    expect(remedy).toMatchObject({ status: 'done', result: 'Đã họp nhóm ba lần' })
    member.person.says('/lichhop', { in: group, how: 'mention' })
    await service().settles()
    for (const [index, each] of groups.entries()) {
      const heads = each.messages().map(({ text }) => text.split('\n').slice(1).join(' ').slice(0, 45))
      expect(heads.slice(1, 7), each.id).toEqual([
        expect.stringMatching(/^Kỳ tự soi tháng 11\/2026 đã mở/u),
        expect.stringMatching(/^Chi bộ sinh hoạt thường kỳ tháng 12\/2026/u),
        expect.stringMatching(/^Chi bộ sinh hoạt thường kỳ tháng 12\/2026/u),
        expect.stringMatching(/^Chi bộ sinh hoạt thường kỳ tháng 12\/2026/u),
        expect.stringMatching(/^Chi bộ đang có \d+ nội dung tự sửa đến hạn/u),
        expect.stringMatching(/^Chi bộ đang có \d+ nội dung tự sửa đến hạn/u),
      ])
      expect(heads).toHaveLength(index === 0 ? 8 : 7)
      const drafts = members[index]?.person.messages().filter(({ text }) => text.startsWith('DỰ THẢO – TỔNG HỢP')) ?? []
      expect(drafts).toHaveLength(1)
      expect(drafts[0]?.text).toMatch(/Đã tham gia \d+ \(100,0\u00a0%\)/u)
    }
    expect(world().everything().filter((line) => line.includes('DỰ THẢO – TỔNG HỢP'))).toHaveLength(2)
    const deedsElsewhere = world().everything().filter((line) => {
      const [, chat, deed] = /^(\S+)\t[^]*Việc của đồng chí số (\d+)/u.exec(line) ?? []
      return deed !== undefined && chat !== `person-${deed}`
    })
    expect(deedsElsewhere).toEqual([])
    const inGroups = world().everything().filter((line) => line.startsWith('group-'))
    expect(inGroups.filter((line) => /Việc của đồng chí|Lời số|Đảng viên Số|Mời đồng chí tự soi|ba lần/u.test(line))).toEqual([])
    expect(await rows(`SELECT state, count(*)::int AS count FROM outbox WHERE state NOT IN ('sent', 'skipped') GROUP BY state`)).toEqual([])
    expect(await rows(`SELECT rule FROM slot WHERE state NOT IN ('sent', 'skipped', 'done')`)).toEqual([])
  }, 400_000)

  it('each month stays within the plan, and is counted as Zalo counts it', async () => {
    const counted = await rows<{ month: string; used: number }>(
      `SELECT month, sum(replies + bulk)::int AS used FROM message_count WHERE bot_id = 'zalo-bot' GROUP BY month ORDER BY month`)
    const ledger = [...world().world.sentByMonth].toSorted().map(([month, used]) => ({ month, used }))
    expect(counted).toEqual(ledger)
    expect(ledger.map(({ used }) => used).reduce((sum, used) => sum + used, 0)).toBe(world().everything().length)
    for (const { used } of ledger) expect(used).toBeLessThan(plan.messagesPerMonth * 0.8)
    const used = ledger.map(({ month, used }) => `${month} ${String(used)}`).join(', ')
    process.stdout.write(`${mode}, ${String(total)} members: messages in ${used}\n`)
  })
})
