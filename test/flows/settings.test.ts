// `/caidat`: each change previewed, agreed to, recorded, and for a day put back; elder mode; the
// office handed over.
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyTables, onOneDatabase, type TestDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { memberIdOf, verifiedAudit } from '../support/reveal.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa|deputy',
  'A3|Vũ Thị An',
  'A4|Đỗ Văn Bình|member|exempt',
  'A5|Lê Văn Cường|member|probationary',
  'A6|Bùi Văn Dũng',
]
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const refused = /^Việc này do đồng chí khác/u

onOneDatabase('settings', (open) => {
  let at: TestDatabase | undefined
  let house: House
  beforeEach(async () => {
    at ??= await open()
    await emptyTables(at.database)
    house = await buildHouse(at.database, members)
    await house.knows('lam', 'A1')
    await house.knows('hoa', 'A2')
    for (const typed of ['/hop', 'ngày 3', '19h30', 'bỏ qua']) await house.says('lam', typed)
  })
  const say = async (...typed: readonly string[]): Promise<string> => {
    let said: readonly Said[] = []
    for (const each of typed) said = await house.says('lam', each)
    return textOf(said)
  }
  const branch = async (): Promise<Record<string, unknown>> => {
    const [row] = await house.rows<Record<string, unknown>>(
      `SELECT timeline, quiet_from, quiet_to, pack, is_voice_open, is_deputy_told, language,
      unit, reviewees_at_meeting FROM branch WHERE id = $1::uuid`,
      house.branchId,
    )
    return row ?? {}
  }
  const deeds = async () =>
    (await verifiedAudit(house)).map(({ action, isAllowed }) => [action, isAllowed])

  it('a numbered list of all; a member has their own two', async () => {
    expect(await say('cài đặt')).toMatch(/^Cài đặt của Chi bộ Tổ dân phố số 5\./u)
    expect(house.newest('lam')?.labels).toEqual([
      '1. Lịch họp',
      '2. Các lần nhắc trong tháng',
      '3. Giờ yên lặng: từ 21 giờ đến 7 giờ',
      expect.stringMatching(/^4\. Bộ câu hỏi: /u),
      '5. Xoay vòng kiểm điểm: không dùng',
      '6. Góp ý với chi ủy: đang mở',
      '7. Báo cả phó bí thư: tắt',
      '8. Ngôn ngữ trong nhóm: tiếng Việt',
      '9. Tên đơn vị trên văn bản',
      '10. Chế độ cao tuổi cho một đồng chí',
      '11. Bàn giao việc bí thư',
      '12. Ngôn ngữ của tôi: tiếng Việt',
      '13. Chế độ cao tuổi của tôi: tắt',
    ])
    expect(await say('1')).toMatch(/^Chi bộ sinh hoạt/u)
    await house.says('hoa', '/caidat')
    expect(house.newest('hoa')?.labels).toEqual([
      '1. Ngôn ngữ của tôi: tiếng Việt',
      '2. Chế độ cao tuổi của tôi: tắt',
    ])
    for (const typed of [
      '/caidat lịch nhắc',
      '/caidat góp ý',
      '/caidat bàn giao',
      '/caidat cao tuổi đồng chí 1',
    ])
      expect(textOf(await house.says('hoa', typed)), typed).toMatch(refused)
    expect((await deeds()).filter(([, isAllowed]) => isAllowed)).toEqual([])
  })

  it('a rule is previewed with its month, agreed to, moves the open round, is recorded, and undone exactly', async () => {
    house.moveTo('2026-11-27T02:00:00Z')
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    const before = await branch()
    await say('/caidat', '2')
    const close =
      (house.newest('lam')?.labels ?? []).findIndex((label) =>
        label.includes('đóng kỳ tự soi, gửi tổng hợp'),
      ) + 1
    expect(await say(String(close))).toContain('trước họp 1 ngày, 20 giờ')
    const preview = await say('trước 2 ngày 20 giờ')
    expect(preview).toContain('từ “trước họp 1 ngày, 20 giờ” thành “trước họp 2 ngày, 20 giờ”')
    expect(preview).toContain(
      'Kỳ tới: mở 8 giờ ngày 26/11; đóng 20 giờ ngày 01/12; họp 19 giờ 30 ngày 03/12.',
    )
    expect(await say('có')).toMatch(/^Đã đổi .*“hoàn tác” trong vòng một ngày/u)
    expect(await house.rows('SELECT closes_at FROM round')).toEqual([
      { closes_at: new Date('2026-12-01T13:00:00Z') },
    ])
    expect(await deeds()).toEqual([['changeSettings', true]])
    house.moveTo('2026-11-28T01:00:00Z')
    expect(await say('hoàn tác')).toMatch(/^Đã hoàn tác: .* trở lại “trước họp 1 ngày, 20 giờ”/u)
    expect(await branch()).toEqual(before)
    expect(await house.rows('SELECT closes_at FROM round')).toEqual([
      { closes_at: new Date('2026-12-02T13:00:00Z') },
    ])
    expect(await deeds()).toEqual([
      ['changeSettings', true],
      ['changeSettings', true],
    ])
    expect(await say('hoàn tác')).toMatch(/^Không có thay đổi nào trong một ngày qua/u)
  })

  it('each plain setting both ways; undone only for a day, and not when it was changed since', async () => {
    const before = await branch()
    const steps: readonly (readonly [typed: readonly string[], column: string, value: unknown])[] =
      [
        [['/caidat giờ yên lặng', '/caidat yên lặng', '22h đến 6h'], 'quiet_from', '22:00'],
        [['/caidat bộ câu hỏi', '2'], 'pack', 'standards-144'],
        [['/caidat xoay vòng', '3'], 'reviewees_at_meeting', 2],
        [['/caidat góp ý'], 'is_voice_open', false],
        [['/caidat phó bí thư'], 'is_deputy_told', true],
        [['/caidat ngôn ngữ nhóm'], 'language', 'en'],
        [['/caidat đơn vị', '2', 'Chi bộ An Hoà'], 'unit', { issuer: 'Chi bộ An Hoà' }],
        [['/caidat don vi 4', 'uỷ'], 'unit', { toneMark: 'uỷ' }],
      ]
    for (const [typed, column, value] of steps) {
      await say(...typed)
      expect((await branch())[column], column).toEqual(before[column])
      expect(await say('đồng ý'), column).toMatch(/^Đã đổi/u)
      expect((await branch())[column], column).toEqual(value)
      expect(await say('/hoantac'), column).toMatch(/^Đã hoàn tác/u)
      expect(await branch()).toEqual(before)
    }
    await say('/caidat góp ý', '1')
    await house.rows('UPDATE branch SET is_voice_open = true')
    expect(await say('hoàn tác')).toMatch(/^Từ đó đến nay góp ý với chi ủy đã được đổi tiếp/u)
    await say('/caidat góp ý', '1')
    house.moveTo('2026-11-21T02:00:01Z')
    expect(await say('hoàn tác')).toMatch(/^Không có thay đổi nào trong một ngày qua/u)
    expect((await branch())['is_voice_open']).toBe(false)
    expect(await say('/caidat góp ý', 'không')).toBe('Đã giữ nguyên, không đổi gì.')
    expect((await branch())['is_voice_open']).toBe(false)
  })

  it('quiet hours move what waits for their end, to the minute', async () => {
    house.moveTo('2026-11-20T15:00:00Z')
    const wait = `INSERT INTO outbox (id, bot_id, dedupe_key, class, lane, chat_hash, address, body,
      not_before, branch_id, created_at)
      VALUES (gen_random_uuid(), 'telegram', $1, 'prompt', 1, '\\x00', '\\x00', '\\x00', $2,
        $3::uuid, $2)`
    await house.rows(wait, 'waits', new Date('2026-11-21T00:00:00Z'), house.branchId)
    await house.rows(wait, 'later', new Date('2026-11-21T03:00:00Z'), house.branchId)
    const times = async () =>
      house.rows(
        `SELECT dedupe_key AS key, not_before AS at FROM outbox
          WHERE dedupe_key IN ('waits', 'later') ORDER BY 1 DESC`,
      )
    await say('/caidat yên lặng', '21h đến 8h', 'có')
    expect(await times()).toEqual([
      { key: 'waits', at: new Date('2026-11-21T01:00:00Z') },
      { key: 'later', at: new Date('2026-11-21T03:00:00Z') },
    ])
    await say('hoàn tác')
    expect(await times()).toEqual([
      { key: 'waits', at: new Date('2026-11-21T00:00:00Z') },
      { key: 'later', at: new Date('2026-11-21T03:00:00Z') },
    ])
    await house.rows(`DELETE FROM outbox WHERE dedupe_key IN ('waits', 'later')`)
  })

  it('what cannot be is refused with a kind word, and nothing changes', async () => {
    const before = await branch()
    const no = async (word: RegExp, ...typed: readonly string[]): Promise<void> => {
      expect(await say('/huy', ...typed), typed.join(' ')).toMatch(word)
    }
    await no(/^Không có giờ như vậy/u, '/caidat lịch nhắc 3', 'trước 4 ngày 25 giờ')
    await no(/chỉ đặt được từ trước họp 13 ngày/u, '/caidat lịch nhắc 3', 'trước 40 ngày')
    await no(/không tắt được/u, '/caidat lịch nhắc 1', 'tắt')
    await no(/không đặt được trong khoảng 21 giờ đến 7 giờ/u, '/caidat lịch nhắc 3', '23 giờ')
    await no(/đi theo ngày giờ khác/u, '/caidat lịch nhắc 2', 'trước 3 ngày')
    await no(/đến trước việc phải làm trước nó/u, '/caidat lịch nhắc 3', 'trước 2 ngày 20 giờ')
    await no(/^Trợ lý chưa hiểu/u, '/caidat lịch nhắc 99')
    await no(/yên lặng cả ngày/u, '/caidat yên lặng', '7h đến 7h')
    await no(/dài nhất là 14 giờ/u, '/caidat yên lặng', '7h đến 6h')
    await no(/^Không có giờ như vậy/u, '/caidat yên lặng', '25h đến 7h')
    await no(/^Đề nghị gõ hai giờ/u, '/caidat yên lặng', 'tối')
    await no(/^Không có bộ câu hỏi này/u, '/caidat bộ câu hỏi', '9')
    for (const name of ['Chi bộ <b>5</b>', '=HYPERLINK("http://a")', 'Chi bộ {5}'])
      await no(/^Tên không có được các dấu/u, '/caidat đơn vị 2', name)
    await no(/dài quá 120 ký tự/u, '/caidat đơn vị 1', 'x'.repeat(121))
    await no(/^Ký hiệu chỉ gồm/u, '/caidat đơn vị 5', 'C B')
    await no(/^Chi bộ không có đồng chí này/u, '/caidat cao tuổi đồng chí', '99')
    expect(await branch()).toEqual(before)
    expect(await house.rows('SELECT id FROM setting_change')).toEqual([])
  })

  it('marks that turn a line around are taken out of a name before anybody sees it', async () => {
    await say('/caidat đơn vị 2', 'Chi bộ \u202esố 5')
    expect(JSON.stringify((await branch())['unit'])).not.toContain('\u202e')
  })

  describe('elder mode', () => {
    it('digits alone, no hint, no quick sheet; switched on for oneself and by the secretary, and off', async () => {
      await house.knows('an', 'A3')
      await say('/caidat cao tuổi đồng chí Vũ Thị An')
      expect(await say('1')).toMatch(/^Đã đổi chế độ cao tuổi của đồng chí Vũ Thị An: bật/u)
      await house.opens('2026-11', '2026-12-02T13:00:00Z')
      const invited = house.newest('an')
      expect(invited?.message.isByDigits).toBe(true)
      expect(invited?.message.choices?.map(({ label }) => label)).toEqual([
        'Bắt đầu',
        'Tôi ghi giấy',
      ])
      const asked = (await house.says('an', '/tusoi')).at(-1)
      expect(asked?.message.isByDigits).toBe(true)
      expect(asked?.message.choices?.map(({ label }) => label)).not.toContain('Vì sao hỏi câu này')
      expect(textOf(await house.says('an', '/caidat cao tuổi'))).toContain('từ “bật” thành “tắt”')
      await house.says('an', '1')
      expect(
        await house.rows(
          'SELECT is_elder FROM member WHERE id = $1::uuid',
          await memberIdOf(house, 'A3'),
        ),
      ).toEqual([{ is_elder: false }])
      expect((await house.says('an', '/tusoi')).at(-1)?.message.isByDigits).toBeUndefined()
      expect(await say('hoàn tác')).toMatch(/^Từ đó đến nay/u)
      expect(await deeds()).toEqual([
        ['changeSettings', true],
        ['changeOwnSettings', true],
      ])
    })
  })

  describe('handing over', () => {
    const role = async () =>
      (
        await house.rows<{ role: string }>(
          `SELECT role FROM member WHERE id = ANY($1::uuid[]) ORDER BY id = $2::uuid DESC`,
          [await memberIdOf(house, 'A1'), await memberIdOf(house, 'A2')],
          await memberIdOf(house, 'A1'),
        )
      ).map((row) => row.role)

    it('offered, taken in the other chat: the old rights end at once, the code for the group too, and the chain holds', async () => {
      await say('/nhom', '/caidat bàn giao')
      expect(house.newest('lam')?.labels).toEqual(['Nguyễn Thị Hoa'])
      expect(await say('1')).toContain('mã mời và mã nối nhóm chưa dùng không còn hiệu lực')
      expect(await say('có')).toMatch(/^Đã gửi lời mời nhận việc cho đồng chí Nguyễn Thị Hoa/u)
      expect(house.newest('hoa')?.text).toMatch(/^Đồng chí Trần Văn Lâm đề nghị bàn giao/u)
      expect(await role()).toEqual(['secretary', 'deputy'])
      await house.rows(
        `INSERT INTO outbox (id, bot_id, dedupe_key, class, lane, chat_hash, address, body,
          not_before, branch_id, member_id, created_at)
        SELECT gen_random_uuid(), 'telegram', k, 'prompt', 1, '\\x00', '\\x00', '\\x00', $1,
          $2::uuid, $3::uuid, $1
        FROM unnest(ARRAY['papers:x', 'invitation:x']) k`,
        new Date('2026-11-21T00:00:00Z'),
        house.branchId,
        await memberIdOf(house, 'A1'),
      )
      expect(textOf(await house.says('hoa', '1'))).toMatch(/^Từ nay đồng chí là bí thư/u)
      expect(await role()).toEqual(['member', 'secretary'])
      expect(await say('/moi')).toMatch(refused)
      expect(textOf(await house.says('hoa', '/moi'))).toMatch(/^Mã cho các đồng chí/u)
      expect(
        await house.rows(`SELECT id FROM link_code WHERE purpose = 'group' AND revoked_at IS NULL`),
      ).toEqual([])
      expect(
        await house.rows(
          `SELECT dedupe_key AS key, state, reason FROM outbox
            WHERE dedupe_key IN ('papers:x', 'invitation:x') ORDER BY 1`,
        ),
      ).toEqual([
        { key: 'invitation:x', state: 'pending', reason: null },
        { key: 'papers:x', state: 'skipped', reason: 'handedOver' },
      ])
      expect((await deeds()).map(([deed]) => deed)).toEqual([
        'bindGroup',
        'handOver',
        'takeOffice',
        // What was refused to the old one, then a row for each who got a code.
        ...Array.from({ length: 4 }, () => 'inviteMembers'),
      ])
      expect(textOf(await house.says('hoa', '/caidat nhan'))).toMatch(/^Không có lời bàn giao nào/u)
    })

    it('two answers at one moment take effect once', async () => {
      await say('/caidat bàn giao 1', 'có')
      await house.heard()
      const chat = { bot: 'telegram', kind: 'private' } as const
      const take = (key: string, text: string) =>
        house.receive({
          kind: 'text',
          from: { ...chat, chat: 'hoa' },
          sender: { id: 'hoa', name: 'Hoa' },
          key,
          sentAt: house.now(),
          text,
          edited: false,
          messageId: key,
        } as never)
      await Promise.all([
        take('k1', '/caidat nhan'),
        take('k2', '/caidat nhan'),
        take('k3', '/caidat khong nhan'),
      ])
      const [offer] = await house.rows<{ state: string }>('SELECT state FROM handover')
      expect(await role()).toEqual(
        offer?.state === 'accepted' ? ['member', 'secretary'] : ['secretary', 'deputy'],
      )
      expect((await deeds()).filter(([deed]) => deed === 'takeOffice').length).toBeLessThanOrEqual(
        1,
      )
    })

    it('not to oneself, the exempt, the probationary, who is not linked or has left; it lapses, is declined and is taken back', async () => {
      const to = async (name: string): Promise<string> => say('/huy', `/caidat bàn giao ${name}`)
      expect(await to('Trần Văn Lâm')).toMatch(/không bàn giao cho chính mình được/u)
      expect(await to('Đỗ Văn Bình')).toMatch(/được miễn sinh hoạt/u)
      expect(await to('Lê Văn Cường')).toMatch(/đảng viên dự bị/u)
      expect(await to('Bùi Văn Dũng')).toMatch(/chưa kết nối/u)
      await house.rows(
        `UPDATE member SET left_at = $1 WHERE id = $2::uuid`,
        house.now(),
        await memberIdOf(house, 'A6'),
      )
      expect(await to('Bùi Văn Dũng')).toMatch(/^Chi bộ không có đồng chí này/u)
      await say('/caidat bàn giao 1', 'có')
      expect(textOf(await house.says('hoa', '/caidat khong nhan'))).toMatch(/^Đã báo lại/u)
      await say('/caidat bàn giao 1', 'có', '/caidat bàn giao thôi')
      expect(textOf(await house.says('hoa', '/caidat nhan'))).toMatch(/^Không có lời bàn giao nào/u)
      await say('/caidat bàn giao 1', 'có')
      house.moveTo('2026-11-28T02:00:00Z')
      expect(textOf(await house.says('hoa', '/caidat nhan'))).toMatch(/^Không có lời bàn giao nào/u)
      expect(await role()).toEqual(['secretary', 'deputy'])
    })
  })
})
