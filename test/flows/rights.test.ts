// Every command by everybody: what is theirs is done, what is not is refused kindly, and each look
// leaves its row in the audit.
import { beforeAll, expect, it } from 'vitest'
import { type Actor, type Deed, mayDo, needsAudit } from '../../src/domain/rights.ts'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { memberIdOf, verifiedAudit } from '../support/reveal.ts'
import { submits } from '../support/walk.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa|deputy',
  'A3|Lê Văn Thọ|committee',
  'A4|Đỗ Văn Bốn',
  'A5|Vũ Thị Năm|member|probationary',
  'A6|Bùi Văn Sáu|member|exempt',
  'B1|Phạm Văn Ba|secretary|official|CB6',
  'B2|Bùi Thị Hai|member|official|CB6',
]
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const refused = /^Việc này do đồng chí khác trong chi bộ phụ trách/u

/** What each command asks for, and how it begins where it is allowed. */
const commands: readonly (readonly [typed: string, deed: Deed, allowed: RegExp])[] = [
  ['/tonghop', 'seeSummary', /^DỰ THẢO – TỔNG HỢP/u],
  ['/baocao', 'seeSummary', /^Báo cáo tự soi, tự sửa tháng 11\/2026/u],
  ['/danhsach', 'seeSummary', /^Chi bộ chưa có kỳ tự soi nào đã đóng trong 12 tháng gần đây/u],
  [
    '/danhsach điểm danh',
    'takeAttendance',
    /^Trong năm 2026 chưa có buổi sinh hoạt nào được điểm danh/u,
  ],
  ['/bienban', 'takeAttendance', /^(Trợ lý chưa có lịch buổi sinh hoạt|Bản khung biên bản)/u],
  ['/kehoach', 'seeSummary', /^Kế hoạch khắc phục của Chi bộ/u],
  ['/thamgia', 'seeParticipation', /^Tự soi tháng 11\/2026: đã tham gia/u],
  ['/xemgopy', 'seeVoices', /^Góp ý gửi bí thư, phó bí thư, kỳ tháng 11\/2026:/u],
  ['/khacphuc', 'seeRemediesOfBranch', /^Chi bộ chưa có kỳ tự soi nào kết thúc/u],
  ['/hop', 'setMeeting', /^(Chi bộ họp thường kỳ vào ngày nào|Chi bộ sinh hoạt)/u],
  ['/xoayvong', 'arrangeRotation', /^Chi bộ chưa dùng xoay vòng kiểm điểm/u],
  ['/diemdanh', 'takeAttendance', /^Chưa có buổi sinh hoạt nào đã diễn ra/u],
  ['/danhgia', 'scoreMeeting', /^Chưa có buổi sinh hoạt nào đã diễn ra/u],
  ['/nhacnho', 'remindUnfinished', /^(Số đồng chí được nhắc riêng|Hôm nay đã nhắc rồi)/u],
  [
    '/moi',
    'inviteMembers',
    /^(Mã cho các đồng chí chưa kết nối|Các đồng chí phải tự soi đều đã kết nối)/u,
  ],
  ['/nhom', 'bindGroup', /^Mã nối nhóm:/u],
]
const people = [
  ['A1', 'secretary'],
  ['A2', 'deputy'],
  ['A3', 'committee'],
  ['A4', 'member'],
  ['A5', 'member'],
  ['A6', 'member'],
] as const

onOneDatabase('rights', (open) => {
  let house: House
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members)
    for (const member of members) await house.knows(member.slice(0, 2), member.slice(0, 2))
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
  })

  it('each command by each role: done or refused as the one table says, each look with its row, and the chain holds', async () => {
    const expected: { actor: string; action: Deed; isAllowed: boolean }[] = []
    for (const [ref, role] of people) {
      const memberId = await memberIdOf(house, ref)
      const actor: Actor = {
        kind: 'member',
        memberId,
        branchId: house.branchId,
        role,
        isExempt: ref === 'A6',
        follows: [],
      }
      for (const [typed, deed, allowed] of commands) {
        const verdict = mayDo(actor, deed, { branchId: house.branchId, memberId })
        const said = textOf(await house.says(ref, typed))
        expect(said, `${ref} ${typed}`).toMatch(verdict === 'allowed' ? allowed : refused)
        if (needsAudit(deed, verdict))
          expected.push({ actor: memberId, action: deed, isAllowed: verdict === 'allowed' })
        if (typed === '/hop' && verdict === 'allowed') await house.says(ref, '/huy')
      }
    }
    expect(await verifiedAudit(house)).toEqual(expected)
    expect(expected.filter(({ isAllowed }) => !isAllowed).length).toBeGreaterThan(20)
  })

  it('typed without the slash, pressed as a button, or while something else is asked: the same', async () => {
    const before = (await verifiedAudit(house)).length
    await house.says('A4', '/tusoi')
    for (const typed of ['tổng hợp', 'ai chưa làm', 'xem góp ý', 'TONG HOP'])
      expect(textOf(await house.says('A4', typed)), typed).toMatch(refused)
    await house.says('A1', '/tonghop')
    const payload = house.newest('A1')?.message.choices?.[0]?.payload ?? ''
    expect(textOf(await house.presses('A1', 1))).toMatch(/^Tự soi tháng 11\/2026/u)
    expect(textOf(await house.pressesPayload('A4', payload))).toMatch(
      /^Nút vừa bấm không còn dùng được/u,
    )
    expect(
      (await verifiedAudit(house))
        .slice(before)
        .map(({ action, isAllowed }) => [action, isAllowed]),
    ).toEqual([
      ['seeSummary', false],
      ['seeParticipation', false],
      ['seeVoices', false],
      ['seeSummary', false],
      ['seeSummary', true],
      ['seeParticipation', true],
    ])
  })

  it('another branch’s secretary sees another branch', async () => {
    await submits(house, 'A5')
    const memberOf = [
      /Trần Văn Lâm|Nguyễn Thị Hoa|Lê Văn Thọ|Đỗ Văn Bốn|Vũ Thị Năm|Bùi Văn Sáu|tổ dân phố số 5/iu,
    ]
    for (const [typed] of commands) {
      const said = textOf(await house.says('B1', typed))
      for (const own of memberOf) expect(said, typed).not.toMatch(own)
      if (typed === '/hop') await house.says('B1', '/huy')
    }
    expect(textOf(await house.says('B1', '/thamgia'))).toMatch(/^Hiện chưa có kỳ tự soi nào/u)
    const mine = await memberIdOf(house, 'B1')
    const rows = await house.rows<{ same: boolean }>(
      'SELECT branch_id <> $1::uuid AS same FROM audit WHERE actor = $2',
      house.branchId,
      mine,
    )
    expect(rows.every(({ same }) => same)).toBe(true)
  })

  it('who has left, or is no longer secretary, finds the door closed at once', async () => {
    await house.rows(
      `UPDATE member SET role = 'member' WHERE id = $1::uuid`,
      await memberIdOf(house, 'A2'),
    )
    expect(textOf(await house.says('A2', '/thamgia'))).toMatch(refused)
    await house.rows(
      `UPDATE member SET left_at = now() WHERE id = $1::uuid`,
      await memberIdOf(house, 'A3'),
    )
    expect(textOf(await house.says('A3', '/tonghop'))).toContain('nhập mã 8 ký tự')
    await house.rows(
      `UPDATE member SET role = 'deputy' WHERE id = $1::uuid`,
      await memberIdOf(house, 'A2'),
    )
  })

  it('two looks at one moment both have their row, and the chain does not fork', async () => {
    const before = (await verifiedAudit(house)).length
    await Promise.all(
      ['A1', 'A2', 'B1', 'A1', 'A2', 'B1'].map((person) => house.says(person, '/thamgia')),
    )
    expect((await verifiedAudit(house)).slice(before)).toHaveLength(6)
  })

  it('a member sees who looked, and a chain that was tampered with is found out', async () => {
    const said = textOf(await house.says('A4', '/aidaxem'))
    expect(said).toMatch(/Trần Văn Lâm, xem ai đã tự soi/u)
    expect(said).toMatch(/Nguyễn Thị Hoa, xem ai đã tự soi \(không được phép, đã từ chối\)/u)
    for (const change of [
      `UPDATE audit SET is_allowed = NOT is_allowed WHERE seq = (SELECT min(seq) + 2 FROM audit)`,
      `DELETE FROM audit WHERE seq = (SELECT min(seq) + 5 FROM audit)`,
    ]) {
      await house.rows(change)
      await expect(verifiedAudit(house)).rejects.toThrow(/chain breaks/u)
    }
  })
})
