// `/xoayvong`: who reviews themselves at the coming meeting; swapping and postponing, by buttons
// and by words.
import { beforeEach, expect, it } from 'vitest'
import { emptyTables, onOneDatabase, type TestDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { memberIdOf } from '../support/reveal.ts'

const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa|deputy',
  'A3|Lê Văn Thọ',
  'A4|Đỗ Văn Bốn',
  'A5|Bùi Văn Sáu|member|exempt',
]
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const chosenIn = (text: string): readonly string[] =>
  (/Đến lượt:\n((?:\d\. .*\n?)+)/u.exec(text)?.[1] ?? '')
    .trim()
    .split('\n')
    .map((line) => line.replace(/^\d\. (.*) – .*$/u, '$1'))

onOneDatabase('the rotation of self-reviews', (open) => {
  let at: TestDatabase | undefined
  let house: House
  beforeEach(async () => {
    at ??= await open()
    await emptyTables(at.database)
    house = await buildHouse(at.database, members)
    for (const ref of ['A1', 'A2', 'A3', 'A4']) await house.knows(ref, ref)
    for (const typed of ['/hop', 'ngày 3', '19h30', 'Nhà văn hóa tổ 5'])
      await house.says('A1', typed)
  })
  const say = async (...typed: readonly string[]): Promise<string> => {
    let said: readonly Said[] = []
    for (const each of typed) said = await house.says('A1', each)
    return textOf(said)
  }
  const nameOf: Readonly<Record<string, string>> = Object.fromEntries(
    members.map((each) => each.split('|').slice(0, 2) as [string, string]),
  )
  const refOf = (name = ''): string => Object.keys(nameOf).find((ref) => nameOf[ref] === name) ?? ''
  const rows = () =>
    house.rows<{ member_id: string; state: string }>(
      'SELECT member_id, state FROM reviewee ORDER BY state, member_id',
    )

  it('is off until the secretary chooses how many, and then says who is next; never the exempt', async () => {
    expect(await say('xoay vòng')).toMatch(/^Chi bộ chưa dùng xoay vòng kiểm điểm\./u)
    const one = textOf(await house.presses('A1', 'Một người mỗi buổi'))
    expect(one).toMatch(
      /^Đã ghi cách xoay vòng\.\n\nXoay vòng kiểm điểm, buổi sinh hoạt 19 giờ 30, Thứ Năm, 03\/12\/2026/u,
    )
    expect(chosenIn(one)).toHaveLength(1)
    expect(one).toContain('chưa có lượt nào')
    expect(one).not.toContain('Bùi Văn Sáu')
    expect(await say('/hop')).toContain('26/11, 8 giờ: nhắc riêng đồng chí đến lượt kiểm điểm')
    expect(chosenIn(await say('/xoayvong 2'))).toHaveLength(2)
    expect(await say('/xoayvong ngung')).toMatch(/^Đã ngừng xoay vòng kiểm điểm\./u)
    expect(await say('/hop')).not.toContain('đến lượt kiểm điểm')
  })

  it('swaps with a reason, by button or by name; who gave way comes first at the next meeting', async () => {
    const before = await say('/xoayvong 1')
    const [first = ''] = chosenIn(before)
    expect(textOf(await house.presses('A1', 'Đổi'))).toContain(`Đổi lượt của đồng chí ${first}.`)
    expect(await say('chín mươi')).toMatch(/^Trợ lý chưa rõ đồng chí nào\./u)
    const other = [...before.matchAll(/^\d\. (.*) – /gmu)].map(([, name = '']) => name).at(-1) ?? ''
    expect(await say(other)).toMatch(
      new RegExp(`^Đồng chí ${first} chưa kiểm điểm buổi này vì sao`, 'u'),
    )
    expect(await say('a'.repeat(121))).toMatch(/^Lý do dài quá 120 ký tự/u)
    const after = await say('Đi công tác xa')
    expect(after).toMatch(
      new RegExp(`^Đã ghi\\. Lượt của đồng chí ${first} được giữ cho buổi sau\\.`, 'u'),
    )
    expect(chosenIn(after)).toEqual([other])
    expect(after).toContain(`– ${first}: Đi công tác xa`)
    expect(await rows()).toEqual([
      { member_id: await memberIdOf(house, refOf(other)), state: 'named' },
      { member_id: await memberIdOf(house, refOf(first)), state: 'putOff' },
    ])
    const stored = JSON.stringify(
      await house.rows('SELECT * FROM reviewee'),
      (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    )
    expect(stored).not.toContain('công tác')
    await house.says(refOf(first), '/xoadulieu')
    await house.presses(refOf(first), 1)
    expect(await house.rows('SELECT state FROM reviewee WHERE reason IS NOT NULL')).toEqual([])
    house.moveTo('2026-12-05T02:00:00Z')
    await house.runs()
    const next = await say('/xoayvong')
    expect(chosenIn(next)).toEqual([first])
    expect(next).toContain(`Đã kiểm điểm:\n– ${other}: 03/12/2026`)
  })

  it('after they were told, tells whoever gave way and whoever comes in their place, and nobody else', async () => {
    await say('/xoayvong 1')
    house.moveTo('2026-11-26T01:00:00Z')
    const told = (await house.runs()).filter(({ text }) =>
      text.includes('đến lượt đồng chí tự kiểm điểm'),
    )
    expect(told).toHaveLength(1)
    const first = told[0]?.chat ?? ''
    await say('/xoayvong hoãn')
    await house.says('A1', 'Ốm nặng, nằm viện')
    const heard = await house.rows<{ member_id: string; state: string }>(
      `SELECT member_id, state FROM outbox WHERE merge_key = 'review:2026-11' ORDER BY seq`,
    )
    const [named] = (await rows()).filter(({ state }) => state === 'putOff')
    expect(named?.member_id).toBe(await memberIdOf(house, first))
    const others = heard.slice(1).map(({ member_id }) => member_id)
    const newcomer = chosenIn(await say('/xoayvong'))[0]
    const wanted = [first, refOf(newcomer)].filter((ref) => ref !== 'A1')
    expect(others).toEqual(await Promise.all(wanted.map((ref) => memberIdOf(house, ref))))
    for (const ref of wanted) {
      expect(house.newest(ref)?.text, ref).toMatch(
        ref === first ? /Lượt của đồng chí được giữ cho buổi sau/u : /mời đồng chí tự kiểm điểm/u,
      )
      expect(house.newest(ref)?.text).not.toContain('nằm viện')
    }
  })

  it('gives the turn back to who was recorded as absent, and back again when that is corrected', async () => {
    const [first = ''] = chosenIn(await say('/xoayvong 1'))
    house.moveTo('2026-11-26T01:00:00Z')
    await house.runs()
    house.moveTo('2026-12-03T13:00:00Z')
    const number = new RegExp(`^(\\d+)\\. ${first}: `, 'mu').exec(await say('/diemdanh'))?.[1] ?? ''
    await say(`${number} vắng có lý do`)
    expect((await rows()).map(({ state }) => state)).toEqual(['absent'])
    house.moveTo('2026-12-05T02:00:00Z')
    await house.runs()
    const next = await say('/xoayvong')
    expect(chosenIn(next)).toEqual([first])
    expect(next).toContain(`1. ${first} – vắng buổi 03/12/2026, lượt được giữ`)
    expect(next).not.toContain('Đã kiểm điểm:')
    await say(
      `/diemdanh 12/2026 ${number} có mặt vì ghi nhầm`,
      `/diemdanh 11/2026 ${number} có mặt vì ghi nhầm`,
    )
    expect((await rows()).map(({ state }) => state)).toEqual(['named'])
    expect(chosenIn(await say('/xoayvong'))).not.toEqual([first])
  })

  it('passes over who says they are away on the day, though they were named and told, and says why', async () => {
    const [first = ''] = chosenIn(await say('/xoayvong 1'))
    house.moveTo('2026-11-26T01:00:00Z')
    await house.runs()
    expect(await rows()).toEqual([
      { member_id: await memberIdOf(house, refOf(first)), state: 'named' },
    ])
    await house.says(refOf(first), 'vắng từ 01/12 đến 10/12')
    expect(await rows()).toEqual([])
    const after = await say('/xoayvong')
    expect(chosenIn(after)).not.toContain(first)
    expect(after).toContain(`Chưa gọi ở buổi này, lượt được giữ:\n– ${first}: báo vắng ngày họp`)
    house.moveTo('2026-12-01T12:00:00Z')
    const told = (await house.runs()).filter(({ text }) =>
      text.includes('đến lượt đồng chí tự kiểm điểm'),
    )
    expect(told.map(({ chat }) => chat)).toEqual([refOf(chosenIn(after)[0])])
    house.moveTo('2026-12-11T02:00:00Z')
    await house.runs()
    expect(chosenIn(await say('/xoayvong'))).toEqual([first])
  })

  it('takes nothing back when it is cancelled, refuses what must not be kept, and needs a meeting', async () => {
    await say('/xoayvong 1', '/xoayvong đổi')
    expect(await say('/huy')).not.toBe('')
    expect(await rows()).toEqual([])
    await say('/xoayvong hoãn')
    expect(await say('Đồng chí giữ tài liệu tối mật về biên giới')).toContain(
      'chưa kiểm điểm buổi này vì sao',
    )
    expect(await rows()).toEqual([])
    await say('/huy')
    await house.rows('DELETE FROM meeting')
    expect(await say('/xoayvong')).toMatch(/^Chưa có lịch sinh hoạt nên chưa xếp được lượt/u)
  })
})
