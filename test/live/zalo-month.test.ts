// A branch's whole month on Zalo over real HTTP, by typing alone: codes, consent, sheets (half of
// them quick), the group's reminders, the secretary's summary. Two branches on one Zalo Bot within
// the Basic plan, as Zalo counts it; one on an Official Account, with its tokens, its windows and a
// template.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { databaseKinds } from '../support/database.ts'
import type { Live } from '../support/live-service.ts'
import { Month, monthStart, refsOf } from '../support/month.ts'
import { remediesOf } from '../support/reveal.ts'
import {
  templateText,
  type TypedChat,
  type TypedStage,
  zaloBotStage,
  zaloOaStage,
} from '../support/typed-stage.ts'
import { ZaloMember, type ZaloMemberOptions } from '../support/zalo-member.ts'

const plan = { people: 50, groups: 3, messagesPerMonth: 3000 }
/** Every third admits a shortcoming at one head, every fifth has a word for the committee. */
const pickOf = (index: number) => (step: string, choices: readonly string[]) => {
  if (index % 3 === 1 && step === 'h.duties.level') return { press: 'effort' }
  if (index % 9 === 1 && step === 'h.duties.cause') return { press: choices[1] ?? '' }
  if (step === 'deed.text') return { say: `Việc của đồng chí số ${String(index)}` }
  if (step === 'voice.choice' && index % 5 === 0)
    return { press: index % 2 === 0 ? 'named' : 'anonymous' }
  return step === 'voice.text' ? { say: `Lời số ${String(index)}` } : undefined
}
const typesOf = (index: number): ZaloMemberOptions['types'] =>
  index % 2 === 1 ? 'quickly' : index % 4 === 0 ? 'numbers' : 'labels'

const runs = [
  {
    name: 'a Zalo Bot by webhook',
    open: zaloBotStage,
    mode: 'webhook',
    kind: databaseKinds[0],
    total: 45,
    branchCodes: ['CB5', 'CB6'],
  },
  {
    name: 'a Zalo Bot by polling',
    open: zaloBotStage,
    mode: 'polling',
    kind: databaseKinds[0] ?? 'embedded',
    total: 10,
    branchCodes: ['CB5', 'CB6'],
  },
  {
    name: 'an Official Account',
    open: zaloOaStage,
    mode: 'webhook',
    kind: databaseKinds[0] ?? 'embedded',
    total: 8,
    branchCodes: ['CB5'],
  },
] as const

describe.each(runs)(
  'a month of $total members on $name ($kind)',
  ({ open, mode, kind, total, branchCodes }) => {
    const refs = refsOf(total)
    let [month, stage]: [Month?, TypedStage?] = []
    const members: ZaloMember[] = []
    const groups: TypedChat[] = []
    const held = (): Month => {
      if (month === undefined) throw new Error('the month has not begun')
      return month
    }
    const service = (): Live => held().live
    const world = (): TypedStage => {
      if (stage === undefined) throw new Error('the stand-in has not started')
      return stage
    }

    beforeAll(async () => {
      stage = await open({ now: () => month?.live.now() ?? new Date(monthStart), plan })
      month = await Month.open({
        kind: kind ?? 'embedded',
        branchCodes,
        total,
        mode,
        standIns: [stage.stoodIn],
      })
      if (mode === 'polling') await stage.polled()
      const codes = await month.codes()
      refs.forEach((ref, index) => {
        const options = {
          ref,
          code: codes.get(ref) ?? '',
          pick: pickOf(index),
          types: typesOf(index),
          patienceMs: 120_000,
        }
        members.push(new ZaloMember(world().person(index), options))
      })
    })
    afterAll(async () => {
      await month?.close()
      await stage?.close()
    })

    it('all write first, are linked by their codes and agree', async () => {
      await Promise.all(members.map((member) => member.onboards()))
      await service().settles()
      await held().expectLinked()
    })

    it('each secretary sets the meeting and binds the group by mentioning the bot', async () => {
      for (const [index, code] of branchCodes.entries()) {
        const { person } = members[index] ?? {}
        if (person === undefined) throw new Error('no secretary')
        for (const typed of ['Ngày 3', '19h30', `Nhà văn hóa ${code}`, '/nhom']) {
          person.says(typed)
          await service().settles()
        }
        const typed = /\/nhom \w{8}/u.exec(person.lastMessage()?.text ?? '')?.[0] ?? ''
        const group = world().group(index)
        groups.push(group)
        if (world().groupHears === 'mentions') {
          expect(person.lastMessage()?.text).toContain('gõ dấu @ rồi chọn trợ lý')
          world().saysIn(group, person, typed, 'plain')
          await service().settles()
          expect(group.messages()).toEqual([])
        }
        world().saysIn(group, person, typed)
        await service().settles()
        expect(group.lastMessage()?.text).toMatch(/^Kính gửi các đồng chí đảng viên Chi bộ/u)
        expect(group.lastMessage()?.text.includes('gõ dấu @ rồi chọn trợ lý')).toBe(
          world().groupHears === 'mentions',
        )
        expect(person.lastMessage()?.text).toMatch(/^Đã nối nhóm với/u)
      }
    })

    it('at D-7 all are invited, answer by typing, and send; no answer is lost, none doubled', async () => {
      service().moveTo(new Date('2026-11-26T01:00:30Z'))
      // An answer of Zalo's that is lost: what had arrived comes again, and counts twice on both
      // sides.
      for (const index of [2, 3, 4]) world().losesAnswerTo(world().person(index).id)
      await Promise.all([service().runs(), ...members.map((member) => member.submits())])
      await service().settles()
      await held().expectSubmitted(members)
      const of = (every: number): number => refs.filter((_, index) => index % every === 0).length
      const voices = await held().rows(
        `SELECT count(*)::int AS count, count(member_id)::int AS named FROM voice`,
      )
      expect(voices).toEqual([{ count: of(5), named: of(10) }])
      const pages = world()
        .everything()
        .filter((line) => line.includes('Phiếu nhanh tháng'))
      expect(new Set(pages).size).toBe(
        refs.filter((_, index) => typesOf(index) === 'quickly').length,
      )
    })

    it('the month goes by: each notice once in its group, one summary to each secretary, nothing private in a group', async () => {
      const [group] = groups
      const [secretary, member, promiser] = [members[0], members[2], members[7]]
      const isThere =
        group !== undefined &&
        secretary !== undefined &&
        member !== undefined &&
        promiser !== undefined
      if (!isThere) throw new Error('nobody there')
      await held().liveUntil('2026-12-01T02:00:00Z')
      world().losesAnswerTo(group.id)
      // Before nine, when the secretary is asked about the documents: a number answers the newest
      // list.
      await held().liveUntil('2026-12-02T01:30:00Z')
      const doubts = secretary.person
        .messages()
        .filter(({ text }) => text.includes('chưa chắc đã đến, vì mạng ngắt khi đang gửi'))
      expect(doubts).toHaveLength(1)
      secretary.person.chooses('Nhóm đã nhận')
      await service().settles()
      expect(secretary.person.lastMessage()?.text).toContain('Đã ghi: nhóm đã nhận')
      await held().liveUntil('2026-12-03T02:00:00Z')
      promiser.person.chooses('Đã xong')
      await service().settles()
      expect(promiser.person.lastMessage()?.text).toContain('viết một dòng kết quả')
      promiser.person.says('Đã họp nhóm ba lần')
      await service().settles()
      const told = promiser.person.messages().length
      await held().liveUntil('2026-12-24T02:00:00Z')
      expect(promiser.person.messages()).toHaveLength(told)
      const [remedy] = await remediesOf(held(), promiser.ref)
      expect(remedy).toMatchObject({ status: 'done', result: 'Đã họp nhóm ba lần' })
      world().saysIn(group, member.person, '/lichhop')
      await service().settles()
      for (const [index, each] of groups.entries()) {
        held().expectHeard(
          each.messages(),
          members[index]?.person.messages() ?? [],
          index === 0 ? 1 : 0,
        )
      }
      expect(
        world()
          .everything()
          .filter((line) => line.includes('CHUẨN BỊ SINH HOẠT: ')),
      ).toHaveLength(branchCodes.length)
      const deedsElsewhere = world()
        .everything()
        .filter((line) => {
          const [, chat, deed] = /^(\S+)\t[^]*Việc của đồng chí số (\d+)/u.exec(line) ?? []
          return deed !== undefined && chat !== world().person(Number(deed)).id
        })
      expect(deedsElsewhere).toEqual([])
      const inGroups = world()
        .everything()
        .filter((line) => groups.some(({ id }) => line.startsWith(id)))
      expect(
        inGroups.filter((line) =>
          /Việc của đồng chí|Lời số|Đảng viên Số|Mời đồng chí tự soi|ba lần/u.test(line),
        ),
      ).toEqual([])
      // Who promised something and has been silent for a week hears of it by the template, where
      // there is such a window.
      const byTemplate = world()
        .everything()
        .filter((line) => line.includes(templateText))
        .map((line) => line.split('\t')[0])
      expect([...new Set(byTemplate)].toSorted()).toEqual(
        world().bot === 'zalo-oa' ? [1, 4, 7].map((index) => world().person(index).id) : [],
      )
      await held().expectSettled()
    })

    it('each month stays within the plan, and is counted as Zalo counts it', async () => {
      const counted = await held().rows<{ month: string; used: number }>(
        `SELECT month, sum(replies + bulk)::int AS used FROM message_count WHERE bot_id = $1
          GROUP BY month ORDER BY month`,
        world().bot,
      )
      const ledger = [...world().sentByMonth()].toSorted().map(([month, used]) => ({ month, used }))
      expect(counted).toEqual(ledger)
      expect(ledger.map(({ used }) => used).reduce((sum, used) => sum + used, 0)).toBe(
        world().everything().length,
      )
      for (const { used } of ledger) expect(used).toBeLessThan(plan.messagesPerMonth * 0.8)
      const used = ledger.map(({ month, used }) => `${month} ${String(used)}`).join(', ')
      process.stdout.write(
        `${world().bot}, ${mode}, ${String(total)} members: messages in ${used}\n`,
      )
    })
  },
)
