// The message budget as secretaries and the operator hear of it, and what a tight month leaves out.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import type { Plan } from '../../src/domain/message-budget.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type Delivered, type World } from './world.ts'
import { bot, type BranchSpec } from './branch-rows.ts'
import { at } from './in-viet-nam.ts'

const third: BranchSpec = {
  code: 'CB5',
  rule: { kind: 'fixedDay', day: 3 },
  time: '19:30',
  members: [{ role: 'secretary' }, {}, {}, {}],
}
const other: BranchSpec = {
  code: 'CB6',
  rule: { kind: 'fixedDay', day: 4 },
  time: '19:30',
  members: [{ role: 'secretary' }, {}],
}

onOneDatabase('the message budget of a month', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
  })

  const begin = async (
    plan: Plan,
    branches: readonly BranchSpec[] = [third],
    start = '2026-11-20 09:00',
  ) => {
    world = createWorld(database, at(start), new Map([[bot, plan]]))
    return world.addBranches(branches)
  }
  const tick = async (now: string): Promise<readonly Delivered[]> => {
    world.setClock(at(now))
    await runDue(world.app)
    return world.deliver()
  }
  const use = (branchId: string, replies: number, month = '2026-11') =>
    world.rows(
      `INSERT INTO message_count (bot_id, month, branch_id, replies) VALUES ($1, $2, $3::uuid, $4)
      ON CONFLICT (bot_id, month, branch_id) DO UPDATE SET replies = excluded.replies`,
      bot,
      month,
      branchId,
      replies,
    )
  const told = (sent: readonly Delivered[]) =>
    sent
      .filter(({ message }) => message.text.includes('tin nhắn'))
      .map(({ message }) => message.text)
  const events = () =>
    world.events
      .filter(({ code }) => code.startsWith('budget'))
      .map(({ code, kind, used, branch }) => [code, kind, used, branch === undefined])
  const slots = () =>
    world.rows<{ rule: string; state: string; reason: string | null }>(
      `SELECT rule, state, reason FROM slot WHERE rule LIKE 'budget%' ORDER BY rule, state`,
    )

  it('is told to the secretary of each branch and to the operator as each mark is passed, once', async () => {
    const [first] = await begin({ messagesPerMonth: 3000 }, [third, other])
    const branch = first?.id ?? ''
    await use(branch, 2400)
    expect(told(await tick('2026-11-20 10:00'))).toEqual([])
    await use(branch, 2401)
    const texts = told(await tick('2026-11-20 10:05'))
    expect(texts).toHaveLength(2)
    expect(texts[0]).toContain('đã gửi 2.401 trên 3.000 tin nhắn')
    expect(told(await tick('2026-11-20 10:10'))).toEqual([])
    await use(branch, 2700)
    expect(told(await tick('2026-11-20 10:15'))[0]).toContain(
      'thông báo nhóm tạm ngừng đến hết tháng',
    )
    await use(branch, 2950)
    expect(told(await tick('2026-11-20 10:20'))[0]).toContain('tạm ngừng trả lời đến hết tháng')
    expect(told(await tick('2026-11-20 10:25'))).toEqual([])
    expect(events()).toEqual([
      ['budget.markPassed', 'tight', 2401, true],
      ['budget.markPassed', 'repliesOnly', 2700, true],
      ['budget.markPassed', 'spent', 2950, true],
    ])
    const lanes = await world.rows<{ lane: number }>(
      `SELECT DISTINCT lane FROM outbox WHERE dedupe_key LIKE 'budget:%'`,
    )
    expect(lanes).toEqual([{ lane: 0 }])
  })

  it('says the furthest mark only, when several were passed together', async () => {
    const [first] = await begin({ messagesPerMonth: 3000 })
    await use(first?.id ?? '', 2980)
    expect(told(await tick('2026-11-20 10:00'))).toHaveLength(1)
    expect(await slots()).toEqual([
      { rule: `budget:repliesOnly:${bot}`, state: 'skipped', reason: 'merged' },
      { rule: `budget:spent:${bot}`, state: 'queued', reason: null },
      { rule: `budget:tight:${bot}`, state: 'skipped', reason: 'merged' },
    ])
  })

  it('is told three days before a month that will be tight, with figures, once', async () => {
    await begin({ messagesPerMonth: 80 }, [third], '2026-11-10 09:00')
    expect(told(await tick('2026-11-27 07:55'))).toEqual([])
    const texts = told(await tick('2026-11-27 08:00'))
    expect(texts).toHaveLength(1)
    expect(texts[0]).toMatch(
      /Tháng 12\/2026, trợ lý dự kiến cần \d+ tin nhắn, trong đó Chi bộ CB5 cần \d+\. Gói hiện có cho gửi 80 tin/u,
    )
    expect(told(await tick('2026-11-28 08:00'))).toEqual([])
    expect(events().filter(([code]) => code === 'budget.willBeTight')).toHaveLength(1)
  })

  it('is told to the operator alone where the plan is wide enough, and to nobody without a plan', async () => {
    await begin({ messagesPerMonth: 3000 }, [third], '2026-11-10 09:00')
    expect(told(await tick('2026-11-28 08:00'))).toEqual([])
    expect(events()).toEqual([
      ['budget.forecast', 'forecast', 0, true],
      ['budget.forecast', 'forecast', undefined, false],
    ])
    await emptyTables(database)
    await begin({ people: 50 })
    await tick('2026-11-28 08:00')
    expect(events()).toEqual([])
    expect(await slots()).toEqual([])
  })

  it('in a tight month leaves out the first private reminder and the group’s word of the opening, and a turn knows', async () => {
    await begin({ messagesPerMonth: 60 })
    const opening = await tick('2026-11-26 08:00')
    expect(opening.map((message) => message.class)).toEqual(Array<string>(4).fill('prompt'))
    expect(
      (await tick('2026-11-29 19:00')).filter(({ message }) => !message.text.includes('tin nhắn')),
    ).toEqual([])
    expect((await tick('2026-11-30 08:00')).map((message) => message.class)).toContain(
      'groupNotice',
    )
    expect(
      (await tick('2026-12-01 19:00')).filter((message) => message.class === 'prompt'),
    ).toHaveLength(4)
    const skipped = await world.rows<{ rule: string; reason: string }>(
      `SELECT rule, reason FROM slot WHERE reason = 'budget' ORDER BY rule`,
    )
    expect(skipped.map(({ rule }) => rule)).toEqual(['remindFirst', 'windowOpening'])
    expect(await world.rows('SELECT is_tight FROM bot')).toEqual([{ is_tight: true }])
  })

  it('in a tight month says what is due to one person on one day in one message, each thing once', async () => {
    const [branch] = await begin({ messagesPerMonth: 60 })
    const [, one = '', two = ''] = branch?.members ?? []
    const promise = (memberId: string, dueOn: string, measure: string) =>
      world.addRemedy({
        memberId,
        branchId: branch?.id ?? '',
        dueOn,
        measure,
        createdAt: at('2026-11-10 08:00'),
      })
    const heard = (sent: readonly Delivered[], memberId: string) =>
      sent.flatMap(({ memberId: to, message }) => (to === memberId ? [message] : []))
    await promise(one, '2026-11-29', 'Đọc nghị quyết')
    await promise(one, '2026-11-19', 'Trồng cây')
    // The invitation takes the remedies of the day along, before their own time.
    const [invitation, ...others] = heard(await tick('2026-11-26 08:00'), one)
    expect(others).toEqual([])
    expect(invitation?.text).toMatch(
      /Mời đồng chí tự soi tháng 11\/2026[^]*– Trồng cây[^]*– Đọc nghị quyết/u,
    )
    expect(invitation?.choices?.map(({ label }) => label)).toEqual([
      'Bắt đầu',
      'Để sau',
      'Tôi ghi giấy',
      'Báo kết quả tự sửa',
    ])
    expect(heard(await tick('2026-11-26 08:35'), one)).toEqual([])
    // In the morning the remedies take the evening's reminder of the sheet along, and what has no
    // message of its own in a tight month.
    await promise(one, '2026-12-01', 'Việc hôm nay')
    await promise(two, '2026-12-04', 'Việc ba ngày nữa')
    const morning = await tick('2026-12-01 08:30')
    expect(heard(morning, one).map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Kính gửi đồng chí\. Kỳ tự soi[^]*– Việc hôm nay/u),
    ])
    expect(heard(morning, two)).toHaveLength(1)
    const evening = await tick('2026-12-01 19:00')
    expect([heard(evening, one), heard(evening, two)]).toEqual([[], []])
    expect(evening.filter(({ message }) => message.text.includes('Kỳ tự soi'))).toHaveLength(2)
    const slots = await world.rows<{ slot: string }>(
      `SELECT concat_ws(' ', local_date, rule, state, reason) AS slot FROM slot
        WHERE (rule LIKE 'remed%' OR rule = 'remindLast') AND reason IS DISTINCT FROM 'tooLate'
          AND rule NOT LIKE 'remediation%' ORDER BY 1`,
    )
    expect(slots.map(({ slot }) => slot)).toEqual([
      '2026-11-26 remedyOverdue skipped merged',
      '2026-11-26 remedySoon skipped merged',
      '2026-12-01 remedySoon sent',
      '2026-12-01 remedyToday sent',
      '2026-12-01 remindLast queued',
    ])
  })

  it('in a tight month the sheet’s reminder takes along what came due in an outage; and a remedy goes alone once the sheet is in', async () => {
    const [branch] = await begin({ messagesPerMonth: 60 })
    const [, one = '', two = ''] = branch?.members ?? []
    await tick('2026-11-26 08:00')
    for (const memberId of [one, two]) {
      await world.addRemedy({
        memberId,
        branchId: branch?.id ?? '',
        dueOn: '2026-12-04',
        measure: 'Đọc nghị quyết',
        createdAt: at('2026-11-10 08:00'),
      })
    }
    await world.rows(`UPDATE assessment SET state = 'submitted' WHERE member_id = $1::uuid`, two)
    const sent = await tick('2026-12-01 19:00')
    const textsTo = (memberId: string) =>
      sent.flatMap(({ memberId: to, message }) => (to === memberId ? [message.text] : []))
    expect(textsTo(one)).toEqual([
      expect.stringMatching(/^Kính gửi đồng chí\. Kỳ tự soi[^]*– Đọc nghị quyết/u),
    ])
    expect(textsTo(two)).toEqual([
      expect.stringMatching(/^Kính gửi đồng chí\. Việc tự sửa này đến hạn/u),
    ])
    expect(
      (await tick('2026-12-01 19:05')).filter(({ memberId: to }) => to === one || to === two),
    ).toEqual([])
  })

  it('in a tight month reminds of a remedy three days before and once when it is overdue', async () => {
    const [branch] = await begin({ messagesPerMonth: 5 })
    const memberId = branch?.members[1] ?? ''
    await world.addRemedy({
      memberId,
      branchId: branch?.id ?? '',
      dueOn: '2026-11-24',
      measure: 'Đọc nghị quyết',
      createdAt: at('2026-11-10 08:00'),
    })
    const days: string[] = []
    for (const day of [
      '2026-11-20',
      '2026-11-21',
      '2026-11-24',
      '2026-12-01',
      '2026-12-08',
      '2026-12-15',
      '2026-12-22',
    ]) {
      const sent = await tick(`${day} 20:00`)
      if (
        sent.some(
          ({ memberId: to, message }) => to === memberId && message.text.includes('nghị quyết'),
        )
      )
        days.push(day)
    }
    expect(days).toEqual(['2026-11-21', '2026-12-01'])
  })

  it('counts whom a bot serves: the members whose first chat it is, its groups, the months before', async () => {
    const [first, second] = await begin({ messagesPerMonth: 3000 }, [
      third,
      {
        ...other,
        hasGroup: false,
        members: [{ role: 'secretary' }, { isLinked: false }, { hasLeft: true }],
      },
    ])
    await tick('2026-11-20 10:00')
    await use(second?.id ?? '', 777, '2026-10')
    const budget = await world.app.budgets.reckon(bot, world.app.budgets.thisMonth())
    expect(budget).toMatchObject({
      bot,
      month: '2026-11',
      used: 0,
      people: 6,
      groups: 1,
      level: 'free',
    })
    expect(budget.branches.map(({ branchId }) => branchId)).toEqual([first?.id, second?.id])
    expect(budget.branches[0]?.forecast).toMatchObject({ replies: 4 * 14 })
    expect(budget.branches[1]?.forecast).toMatchObject({ replies: 777, groupNotices: 0 })
    expect(budget.expected).toBe(
      budget.branches.reduce((sum, { forecast }) => sum + forecast.total, 0),
    )
  })
})
