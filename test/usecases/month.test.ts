// A branch's month, tick by tick: who hears what and when.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { localOf } from '../../src/domain/local-time.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { at, zone } from './in-viet-nam.ts'
import { live, shown, slots, third, tick, toGroup } from './play-month.ts'
import { createWorld, type World } from './world.ts'

onOneDatabase('a branch’s month', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-20 09:00'))
  })

  it('says each thing once, at its time', async () => {
    const {
      id,
      members: [secretary = '', hoa = ''],
    } = await world.addBranch(third)
    await live(world, '2026-11-20 09:00', '2026-11-27 20:00')
    await world.addRemedy({
      memberId: hoa,
      branchId: id,
      dueOn: '2026-12-20',
      measure: 'CHIM-HOANG-YEN',
      createdAt: at('2026-11-27 20:00'),
    })
    await live(world, '2026-11-27 20:30', '2026-12-24 12:00')
    expect(shown(toGroup(world.delivered))).toEqual([
      '11-26 08:00 group Kỳ tự soi tháng 11/2026 đã mở, đến 20 giờ ng',
      '11-30 08:00 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
      '12-02 08:00 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
      '12-03 17:30 group Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
      '12-13 08:00 group Đề nghị các đồng chí có việc tự sửa đến hạn ',
      '12-23 08:00 group Đề nghị các đồng chí có việc tự sửa đến hạn ',
    ])
    const perMember = (memberId: string) =>
      world.delivered
        .filter((message) => message.memberId === memberId)
        .map((message) => {
          const { date, time } = localOf(message.at, zone)
          return `${date.slice(5)} ${time} ${message.class}`
        })
    expect(perMember(hoa)).toEqual([
      '11-26 08:00 prompt',
      '11-29 19:00 prompt',
      '12-01 19:00 prompt',
      '12-17 08:30 prompt',
      '12-20 08:30 prompt',
    ])
    expect(perMember(secretary)).toEqual([
      '11-26 08:00 prompt',
      '11-29 19:00 prompt',
      '12-01 19:00 prompt',
      '12-02 09:00 prompt',
      '12-02 20:00 document',
      '12-05 09:00 prompt',
      '12-05 19:00 prompt',
    ])
    expect((await slots(world)).map(({ rule, date, state }) => `${date} ${rule} ${state}`)).toEqual(
      [
        '2026-11-26 open done',
        '2026-11-26 windowOpening sent',
        '2026-11-29 remindFirst sent',
        '2026-11-30 announceFirst sent',
        '2026-12-01 remindLast sent',
        '2026-12-02 announceLast sent',
        '2026-12-02 askDocuments sent',
        '2026-12-02 close done',
        '2026-12-02 summary sent',
        '2026-12-03 announceSoon sent',
        '2026-12-05 askMinutes sent',
        '2026-12-05 askMinutesLast sent',
        '2026-12-13 remediationFirst sent',
        '2026-12-17 remedySoon sent',
        '2026-12-20 remedyToday sent',
        '2026-12-23 remediationLast sent',
      ],
    )
  })

  it('tells the group dates, and nothing of anybody nor how many', async () => {
    const canary = 'CHIM-HOANG-YEN'
    const { id, members } = await world.addBranch({
      ...third,
      members: third.members.map((member) => ({
        ...member,
        name: `${canary} ${member.name ?? ''}`,
      })),
    })
    await tick(world, '2026-11-26 08:00')
    for (const memberId of members)
      await world.addRemedy({
        memberId,
        branchId: id,
        dueOn: '2026-12-12',
        measure: canary,
        createdAt: at('2026-11-26 09:00'),
      })
    await live(world, '2026-11-28 00:00', '2026-12-15 00:00')
    expect(toGroup(world.delivered)).toHaveLength(5)
    const said = JSON.stringify(toGroup(world.delivered).map(({ message }) => message))
    expect(said).not.toContain(canary)
    // What is left when dates, hours and "lần 1/3" are taken away holds no number.
    const numbers = toGroup(world.delivered).flatMap(
      ({ message }) =>
        message.text
          .replace(
            /Chi bộ CB5|tổ 5|lần \d\/\d|\d+ phút|\d+ giờ(?: \d+)?|\d\d\/\d\d\/\d{4}|\d+\/\d{4}|\d\d\/\d\d/gu,
            '',
          )
          .match(/\d/gu) ?? [],
    )
    expect(numbers).toEqual([])
    expect(toGroup(world.delivered).flatMap(({ message }) => message.choices ?? [])).toEqual([])
    expect(JSON.stringify(await world.rows('SELECT * FROM slot'))).not.toContain(canary)
    expect(toGroup(world.delivered)[1]?.message.text).toBe(
      [
        'Kính gửi các đồng chí đảng viên Chi bộ CB5,',
        'Chi bộ sinh hoạt thường kỳ tháng 12/2026:',
        'Thời gian: 19 giờ 30, Thứ Năm, 03/12/2026',
        'Địa điểm: Nhà văn hóa tổ 5',
        'Đề nghị các đồng chí hoàn thành tự soi tháng 11/2026 trong tin nhắn riêng trước 20 giờ ngày 02/12.',
        '(Thông báo lần 1/3)',
      ].join('\n'),
    )
  })

  it('asks for the papers by name, and no more once they are said to be done', async () => {
    const {
      id,
      members: [secretary = ''],
    } = await world.addBranch(third)
    const done = (papers: readonly string[]) =>
      Promise.all(
        papers.map((paper) =>
          world.rows(
            `INSERT INTO meeting_paper
      (branch_id, period, paper, is_done, by_member, at)
        VALUES ($1::uuid, '2026-11', $2, true, $3::uuid, $4)`,
            id,
            paper,
            secretary,
            world.app.now(),
          ),
        ),
      )
    await tick(world, '2026-12-01 20:00')
    await done(['documents', 'minutes'])
    await live(world, '2026-12-02 07:00', '2026-12-05 10:00')
    const asked = world.delivered.at(-1)
    expect(asked?.memberId).toBe(secretary)
    expect(asked?.message.text).toContain(
      'Cần xong trong 2 ngày sau buổi họp: nghị quyết, đăng Sổ tay đảng viên điện tử.',
    )
    expect(asked?.message.choices?.map(({ label }) => label)).toEqual([
      'Nghị quyết đã xong',
      'Đã đăng Sổ tay',
      'Tất cả đã xong',
    ])
    await done(['resolution', 'posted'])
    await live(world, '2026-12-05 18:00', '2026-12-06 10:00')
    const papers = (await slots(world, `rule LIKE 'ask%'`)).map(
      ({ rule, state, reason }) => `${rule} ${state} ${reason ?? ''}`,
    )
    expect(papers).toEqual([
      'askDocuments skipped settledMeanwhile',
      'askMinutes sent ',
      'askMinutesLast skipped settledMeanwhile',
    ])
  })

  it('says the same of remedies whether or not anybody has one: silence would tell as well', async () => {
    const { id, members } = await world.addBranch(third)
    await live(world, '2026-11-20 09:00', '2026-12-13 09:00')
    for (const memberId of members)
      await world.addRemedy({
        memberId,
        branchId: id,
        dueOn: '2026-12-30',
        measure: 'Đọc nghị quyết',
        createdAt: at('2026-12-13 10:00'),
      })
    await live(world, '2026-12-14 00:00', '2026-12-23 09:00')
    const said = toGroup(world.delivered).slice(-2)
    expect(said.map(({ message }) => message.text)).toEqual([
      'Kính gửi các đồng chí đảng viên Chi bộ CB5,\nĐề nghị các đồng chí có việc tự sửa đến hạn trong tháng 12/2026 quan tâm thực hiện. Trợ lý nhắc riêng từng đồng chí có nội dung đến hạn.',
      said[0]?.message.text,
    ])
  })

  it('says nothing of remedies where there was no round', async () => {
    await world.addBranch(third)
    await tick(world, '2026-11-20 09:00')
    await live(world, '2026-12-13 07:00', '2026-12-13 09:00')
    expect(await slots(world, `rule = 'remediationFirst'`)).toEqual([
      { rule: 'remediationFirst', date: '2026-12-13', state: 'skipped', reason: 'noRound' },
    ])
  })

  describe('without a group', () => {
    it('the secretary hears of it once a meeting', async () => {
      const {
        members: [secretary],
      } = await world.addBranch({ ...third, hasGroup: false })
      await live(world, '2026-11-25 09:00', '2026-12-03 20:00')
      expect(toGroup(world.delivered)).toEqual([])
      const told = world.delivered.filter(({ message }) => message.text.includes('chưa nối nhóm'))
      expect(told.map(({ memberId }) => memberId)).toEqual([secretary])
      expect((await slots(world, `reason = 'noGroup'`)).map(({ rule }) => rule)).toEqual([
        'windowOpening',
        'announceFirst',
        'announceLast',
        'announceSoon',
      ])
    })

    it('the operator, where the secretary is not linked', async () => {
      await world.addBranch({
        ...third,
        hasGroup: false,
        members: [{ role: 'secretary', isLinked: false }, {}],
      })
      await live(world, '2026-11-25 09:00', '2026-12-03 20:00')
      expect(world.events.filter(({ code }) => code === 'group.nobodyTold')).toHaveLength(1)
    })
  })

  it('a branch’s own days and quiet hours are kept', async () => {
    await world.addBranch({
      ...third,
      quiet: ['18:00', '09:00'],
      timeline: { announceFirst: { days: -5 }, remindFirst: { on: false } },
    })
    await live(world, '2026-11-20 09:00', '2026-12-03 20:00')
    expect(
      world.delivered.filter((message) => {
        const { time } = localOf(message.at, zone)
        return time < '09:00' || time >= '18:00'
      }),
    ).toEqual([])
    expect(await slots(world, `rule = 'remindFirst'`)).toEqual([])
    expect(
      (await slots(world, `rule = 'announceFirst'`)).map(({ date, state }) => `${date} ${state}`),
    ).toEqual(['2026-11-28 sent'])
  })
})
