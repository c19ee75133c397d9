// The branch's group: bound by a code, followed wherever it goes, and nothing in it but dates.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../../src/messaging/address.ts'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { answersOf, everythingStored } from '../support/reveal.ts'
import { answers, askedIn } from '../support/walk.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa',
  'A3|Lê Văn Thọ',
  'B1|Phạm Văn Ba|secretary|official|CB6',
  'B2|Bùi Thị Bốn|member|official|CB6',
]
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onOneDatabase('the branch’s group', (open) => {
  let house: House
  let number = 0
  let group: Address
  /** A group nobody has spoken of yet. */
  const anotherGroup = (): Address => ({
    bot: 'telegram',
    chat: `-${String((number += 1))}`,
    kind: 'group',
  })
  const codeFrom = async (secretary: string): Promise<string> =>
    /\/nhom (\w{8})/u.exec(textOf(await house.says(secretary, '/nhom')))?.[1] ?? ''
  const bind = async (to: Address, secretary = 'lam'): Promise<string> =>
    textOf(await house.says('lam', `/nhom ${await codeFrom(secretary)}`, to))
  const bound = () =>
    house.rows<{ state: string; branch: string }>(
      `SELECT g.state, o.code AS branch FROM branch_group g
        JOIN organisation o ON o.id = g.branch_id WHERE g.state = 'bound' ORDER BY 2`,
    )
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members)
    await house.knows('lam', 'A1')
    await house.knows('hoa', 'A2')
    await house.knows('ba', 'B1')
    for (const typed of ['/hop', 'ngày 3', '19h30', 'Nhà văn hóa tổ 5'])
      await house.says('lam', typed)
  })
  beforeEach(async () => {
    await house.rows('DELETE FROM branch_group')
    group = anotherGroup()
  })

  it('greets, and is bound by the secretary’s code: said in the group without names, and to the secretary', async () => {
    expect(
      textOf(await house.happens('hoa', group, { kind: 'membership', standing: 'joined' })),
    ).toMatch(/^Kính chào các đồng chí\. Đây là trợ lý tự động/u)
    expect(textOf(await house.says('hoa', '/lichhop', group))).toMatch(
      /^Nhóm này chưa nối với chi bộ nào/u,
    )
    expect(await bind(group)).toMatch(
      /^Kính gửi các đồng chí đảng viên Chi bộ Tổ dân phố số 5,\n.*không nêu tên ai/u,
    )
    expect(house.newest('lam')?.text).toMatch(/^Đã nối nhóm với Chi bộ Tổ dân phố số 5\./u)
    expect(await bound()).toEqual([{ state: 'bound', branch: 'CB5' }])
  })

  it('a code is good once, for a day, in one group, and only one that was given for a group', async () => {
    const code = await codeFrom('lam')
    const refused = /^Mã chưa đúng hoặc đã hết hạn/u
    for (const typed of [
      '/nhom',
      '/nhom BBBB0000',
      '/nhom xyz',
      `/nhom ${await house.codeFor('A3')}`,
    ]) {
      expect(textOf(await house.says('lam', typed, group)), typed).toMatch(refused)
    }
    expect(
      textOf(
        await house.says(
          'lam',
          `/nhom@tusoi ${code.toLowerCase().replace(/(.{4})/u, '$1 ')}`.replace('@tusoi', ''),
          group,
        ),
      ),
    ).toMatch(/^Kính gửi/u)
    expect(textOf(await house.says('lam', `/nhom ${code}`, anotherGroup()))).toMatch(refused)
    const late = await codeFrom('lam')
    const fresh = await codeFrom('lam')
    expect(textOf(await house.says('lam', `/nhom ${late}`, anotherGroup()))).toMatch(refused)
    house.pass(24 * 3600 + 1)
    expect(textOf(await house.says('lam', `/nhom ${fresh}`, anotherGroup()))).toMatch(refused)
    expect(await bound()).toHaveLength(1)
  })

  it('belongs to one branch: a second branch takes it over, a second group of the branch replaces the first', async () => {
    await bind(group)
    expect(await bind(group, 'ba')).toMatch(/Chi bộ Tổ dân phố số 6/u)
    expect(await bound()).toEqual([{ state: 'bound', branch: 'CB6' }])
    const second = anotherGroup()
    await bind(group)
    await bind(second)
    expect(await bound()).toEqual([{ state: 'bound', branch: 'CB5' }])
    expect(textOf(await house.says('hoa', '/lichhop', group))).toMatch(/^Nhóm này chưa nối/u)
    expect(textOf(await house.says('hoa', '/lichhop', second))).toMatch(
      /^Chi bộ sinh hoạt thường kỳ: 19 giờ 30/u,
    )
  })

  describe('what happens to it is told to the secretary, privately', () => {
    beforeEach(async () => {
      await bind(group)
    })
    const event = async (what: object): Promise<string> => {
      const before = house.newest('lam')
      expect(await house.happens('hoa', group, what)).toEqual([])
      return house.newest('lam') === before ? '' : (house.newest('lam')?.text ?? '')
    }

    it('removed, and let in again', async () => {
      expect(await event({ kind: 'membership', standing: 'removed' })).toMatch(
        /^Trợ lý không còn trong nhóm chi bộ/u,
      )
      expect(await bound()).toEqual([])
      expect(await event({ kind: 'membership', standing: 'joined' })).toMatch(
        /^Trợ lý đã trở lại nhóm chi bộ/u,
      )
      expect(await bound()).toHaveLength(1)
    })

    it('renamed: the new name is kept sealed', async () => {
      expect(await event({ kind: 'renamed', title: 'Nhóm vui CANARY-TEN' })).toContain(
        'đổi tên thành “Nhóm vui CANARY-TEN”',
      )
      expect(
        (await everythingStored(house)).filter(
          (line) => line.startsWith('branch_group') && line.includes('CANARY'),
        ),
      ).toEqual([])
    })

    it('told in the secretary’s own language, whichever the one who did it speaks', async () => {
      const renamed = { kind: 'renamed', title: 'Nhóm tổ 5' }
      await house.rows(`UPDATE member SET language = 'en' WHERE role = 'secretary'`)
      expect(await event(renamed)).toMatch(/^The branch group is now called “Nhóm tổ 5”/u)
      await house.rows(`UPDATE member SET language = 'vi' WHERE role = 'secretary'`)
      expect(await event({ ...renamed, sender: { id: 'hoa', language: 'en' } })).toMatch(
        /^Nhóm chi bộ đổi tên/u,
      )
    })

    it('upgraded: what waits for it goes along, and it is the same group under its new id', async () => {
      await house.rows(
        `INSERT INTO outbox (id, bot_id, dedupe_key, class, lane, chat_hash, address, body, state,
          not_before, group_id, created_at)
        SELECT gen_random_uuid(), bot_id, 'waits', 'groupNotice', 1, chat_hash, address,
          '\\x00'::bytea, 'pending', $1::timestamptz, id, $1::timestamptz FROM branch_group`,
        new Date(house.now().getTime() + 86_400_000),
      )
      expect(await event({ kind: 'migrated', toChat: '-100900' })).toMatch(
        /^Nhóm chi bộ đã được nền tảng nâng cấp/u,
      )
      const grown: Address = { ...group, chat: '-100900' }
      expect(textOf(await house.says('hoa', '/lichhop', grown))).toMatch(
        /^Chi bộ sinh hoạt thường kỳ/u,
      )
      expect(textOf(await house.says('hoa', '/lichhop', group))).toMatch(/^Nhóm này chưa nối/u)
      const [waiting] = await house.rows<{ same: boolean }>(
        `SELECT o.chat_hash = g.chat_hash AS same FROM outbox o
          JOIN branch_group g ON g.id = o.group_id WHERE dedupe_key = 'waits'`,
      )
      expect(waiting).toEqual({ same: true })
    })

    it('but a group that was replaced is no longer followed, and does not come back by itself', async () => {
      const old = group
      group = anotherGroup()
      await bind(group)
      ;[group] = [old]
      expect(await event({ kind: 'renamed', title: 'Nhóm cũ' })).toBe('')
      expect(await event({ kind: 'membership', standing: 'removed' })).toBe('')
      await house.happens('hoa', group, { kind: 'membership', standing: 'joined' })
      await house.happens('hoa', group, { kind: 'migrated', toChat: '-100901' })
      expect(await bound()).toHaveLength(1)
      expect(textOf(await house.says('hoa', '/lichhop', { ...group, chat: '-100901' }))).toMatch(
        /^Nhóm này chưa nối/u,
      )
    })
  })

  describe('answers three commands, and nothing else', () => {
    beforeAll(async () => {
      await house.opens('2026-11', '2026-12-02T13:00:00Z')
      await house.says('hoa', '/tusoi')
      await answers(house, 'hoa', { press: 'effort' })
    })
    beforeEach(async () => {
      await bind(group)
    })

    it.each([
      [
        '/lichhop',
        /^Chi bộ sinh hoạt thường kỳ: 19 giờ 30, Thứ Năm, 03\/12\/2026, Nhà văn hóa tổ 5\.$/u,
      ],
      ['/huongdan', /^Trong nhóm, trợ lý chỉ trả lời:/u],
      ['/nhom', /^Mã chưa đúng hoặc đã hết hạn/u],
    ])('%s', async (typed, said) => {
      expect(textOf(await house.says('hoa', typed, group))).toMatch(said)
    })

    it.each([
      'xin chào cả nhà',
      'Sáng mai mấy giờ họp các đồng chí nhỉ',
      'lịch họp',
      'tổng hợp',
      '7kmq 2rtb',
    ])('is silent at "%s"', async (typed) => {
      const before = house.newest('hoa')
      expect(await house.says('hoa', typed, group)).toEqual([])
      expect(house.newest('hoa')).toBe(before)
    })

    it.each([
      '/tusoi',
      '/tonghop',
      '/thamgia',
      '1',
      '3.',
      'gửi',
      'sửa 3',
      'bỏ qua',
      'Chưa dành thời gian đọc',
      '/gopy CANARY-GOP-Y',
    ])(
      'an answer typed there by mistake, "%s", is not kept or repeated, and brings a private hint',
      async (typed) => {
        const [before, step] = [await answersOf(house, 'A2'), askedIn(house.newest('hoa'))]
        expect(await house.says('hoa', typed, group)).toEqual([])
        const hint = house.newest('hoa')?.text ?? ''
        expect(hint).toMatch(
          /^Đồng chí vừa gõ một nội dung vào nhóm chi bộ\. Trợ lý không lưu nội dung đó\./u,
        )
        expect(hint).not.toContain('CANARY')
        expect(await answersOf(house, 'A2')).toEqual(before)
        expect((await everythingStored(house)).some((line) => line.includes('CANARY-GOP'))).toBe(
          false,
        )
        await house.says('hoa', 'làm tiếp')
        expect(askedIn(house.newest('hoa'))).toEqual(step)
      },
    )

    it('nor a photo, a sticker or somebody unknown', async () => {
      expect(await house.sends('hoa', 'photo', group)).toEqual([])
      expect(await house.sends('hoa', 'sticker', group)).toEqual([])
      expect(await house.says('passer-by', '1', group)).toEqual([])
      expect(await house.says('passer-by', '/tonghop', group)).toEqual([])
      expect(textOf(await house.says('passer-by', '/huongdan', group))).toMatch(/^Trong nhóm/u)
    })
  })

  it('only its own secretary gets a code', async () => {
    expect(textOf(await house.says('hoa', '/nhom'))).toMatch(
      /^Việc này do đồng chí khác trong chi bộ phụ trách/u,
    )
  })
})
