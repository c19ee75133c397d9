// The quick sheet: all choice questions in one message, one line for an answer; whatever the line
// leaves open is asked singly.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { answersOf, remediesOf, sheetOf } from '../support/reveal.ts'
import { answers, askedIn, walks } from '../support/walk.ts'

const start = '2026-11-20T02:00:00Z'
const refs = Array.from({ length: 30 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|Đảng viên Số ${String(index + 1)}|${index === 0 ? 'secretary' : 'member'}`,
)
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onOneDatabase('the quick sheet', (open) => {
  let house: House
  let [lam, ref] = ['', '']
  const left = [...refs]
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members)
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
  })
  beforeEach(async () => {
    house.moveTo(start)
    ref = left.pop() ?? ''
    lam = `chat-${ref}`
    await house.knows(lam, ref)
  })
  const newest = (): string => house.newest(lam)?.text ?? ''
  const asked = (): string => {
    const now = askedIn(house.newest(lam))
    return now.kind === 'step' ? now.step : now.kind
  }
  const isPage = (): boolean => newest().includes('Phiếu nhanh tháng 11/2026')

  it('is one message of the seven choice questions, and one line answers them all', async () => {
    const said = await house.says(lam, 'phiếu nhanh')
    expect(said).toHaveLength(1)
    expect(house.newest(lam)?.labels).toEqual([])
    for (const part of [
      'số câu trong tin này: 7',
      '1. Tư tưởng chính trị:',
      '4. Tổ chức, kỷ luật:',
      '7. Biểu hiện',
      '1 – Làm tốt; 2 – Có mặt cần cố gắng; 3 – Cần khắc phục',
      'Bí thư, phó bí thư, chi ủy viên chỉ xem được số liệu tổng hợp.',
      '“từng câu”',
      '“dừng”',
    ])
      expect(newest()).toContain(part)
    house.pass(60)
    expect(textOf(await house.says(lam, '1 1 1 1 1 1 1'))).toMatch(/^Đã ghi, số câu: 7\./u)
    expect(asked()).toBe('deed.text')
    expect(await walks(house, lam)).toEqual(['deed.text', 'voice.choice'])
    expect(textOf(await house.says(lam, 'gửi'))).toMatch(/^Đã ghi nhận phiếu tháng 11\/2026/u)
    const kept = await answersOf(house, ref)
    expect(kept.map(({ version }) => version)).toEqual(Array.from({ length: 9 }, () => 1))
    expect(Object.values(await sheetOf(house, ref)).slice(0, 4)).toHaveLength(4)
  })

  it.each([
    ['1 2 1 1 3 1 1'],
    ['1211311'],
    ['１２１１３１１'],
    ['1a 2b 3a 4a 5c 6a 7a'],
    ['1-1, 2-2, 3-1, 4-1, 5-3, 6-1, 7-1'],
    ['câu 1 chọn 1, câu 2 chọn 2, câu 3: 1, câu 4: 1, câu 5: 3, câu 6: 1, câu 7: 1'],
  ])('takes %j, and asks what a shortcoming asks, each with its question', async (line) => {
    await house.says(lam, '/phieunhanh')
    house.pass(60)
    await house.says(lam, line)
    expect(asked()).toBe('h.ethics.cause')
    expect(newest()).toContain('Về câu 2, “Đạo đức, lối sống')
    const steps = await walks(house, lam)
    expect(steps.slice(0, 3)).toEqual(['h.ethics.cause', 'h.ethics.measure', 'h.ethics.due'])
    expect(steps[3]).toMatch(/^m\..*\.cause$/u)
    expect(steps.slice(6)).toEqual(['deed.text', 'voice.choice'])
    expect(newest()).toMatch(
      /2\. Đạo đức, lối sống: có mặt cần cố gắng – việc tự sửa hạn 20\/12\/2026/u,
    )
    expect(await remediesOf(house, ref)).toHaveLength(2)
  })

  it('asks singly what is missing or unclear', async () => {
    await house.says(lam, 'phieu nhanh')
    house.pass(60)
    expect(textOf(await house.says(lam, '1a 2a 4a 5a 6a 7x'))).toMatch(
      /^Trợ lý chưa đọc được dòng vừa gõ/u,
    )
    expect(isPage()).toBe(true)
    expect(textOf(await house.says(lam, '1a 2a 4a 5a 6a 7e'))).toMatch(
      /^Đã ghi, số câu: 5\. Câu chưa rõ: 3, 7\./u,
    )
    expect(asked()).toBe('h.duties.level')
    await house.says(lam, '1')
    expect(asked()).toMatch(/^m\..*\.level$/u)
    await house.says(lam, 'Không có')
    expect(asked()).toBe('deed.text')
  })

  it('takes nothing from a line with too few or too many; after a second one it asks one question at a time', async () => {
    await house.says(lam, 'phiếu nhanh')
    expect(textOf(await house.says(lam, '1 2 1 1 3 1'))).toMatch(
      /^Phiếu nhanh có 7 câu, dòng vừa gõ có 6 câu trả lời/u,
    )
    expect(isPage()).toBe(true)
    expect(textOf(await house.says(lam, '1 2 1 1 3 1 1 1'))).toMatch(/^Trợ lý vẫn chưa đọc được/u)
    expect(asked()).toBe('h.politics.level')
    expect(await sheetOf(house, ref)).toEqual({})
  })

  it('is remembered, until "từng câu"', async () => {
    await house.says(lam, 'phiếu nhanh')
    await house.says(lam, 'từng câu')
    expect(asked()).toBe('h.politics.level')
    await house.says(lam, '1')
    await house.says(lam, 'phiếu nhanh')
    expect(newest()).toContain('số câu trong tin này: 6')
    expect(newest()).not.toContain('1. Tư tưởng chính trị')
    await house.rows(`UPDATE account SET conversation = '{"focus":{"at":"nothing"}}'`)
    await house.says(lam, '/tusoi')
    expect(newest()).toContain('số câu trong tin này: 6')
    await house.says(lam, 'từng câu')
    await house.rows(`UPDATE account SET conversation = '{"focus":{"at":"nothing"}}'`)
    await house.says(lam, '/tusoi')
    expect(asked()).toBe('h.ethics.level')
  })

  it('waits through everything else that may be said, and a reminder shows it again', async () => {
    await house.says(lam, 'phiếu nhanh')
    expect(textOf(await house.says(lam, 'vì sao'))).toMatch(/^Đây là phiếu nhanh/u)
    expect(textOf(await house.says(lam, 'bỏ qua'))).toMatch(/^Câu này cần có câu trả lời/u)
    expect(textOf(await house.says(lam, 'gửi'))).toMatch(/^Phiếu chưa gửi được vì còn 9 câu/u)
    expect(textOf(await house.says(lam, 'quay lại'))).toMatch(/^Đây là câu đầu tiên/u)
    expect(textOf(await house.says(lam, 'sửa 3'))).toMatch(/^Số đó chưa có câu trả lời/u)
    await house.sends(lam, 'photo')
    expect(isPage()).toBe(true)
    await house.says(lam, 'trợ giúp')
    expect(isPage()).toBe(false)
    await house.says(lam, 'tiếp tục')
    expect(isPage()).toBe(true)
    expect(textOf(await house.says(lam, 'dừng'))).toContain('còn 9 câu')
    expect(textOf(await house.says(lam, '1111111'))).toMatch(/^Trợ lý chưa hiểu/u)
    await house.says(lam, 'làm tiếp')
    house.pass(60)
    await house.says(lam, '1111111')
    expect(asked()).toBe('deed.text')
    await house.says(lam, 'sửa 3')
    await house.says(lam, '2')
    expect(asked()).toBe('h.duties.cause')
    expect(
      (await answersOf(house, ref))
        .filter(({ question }) => question === 'h.duties.level')
        .map(({ version }) => version),
    ).toEqual([1, 2])
  })

  describe('haste', () => {
    it('is a whole page all good in less than 20 seconds from its showing', async () => {
      await house.says(lam, 'phiếu nhanh')
      house.pass(19)
      await house.says(lam, '1111111')
      expect(await walks(house, lam)).toEqual(['deed.text', 'voice.choice', 'gentle.choice'])
    })

    it('is not a page that was read, however fast its line came', async () => {
      await house.says(lam, 'phiếu nhanh')
      house.pass(20)
      await house.says(lam, '1111111')
      expect(await walks(house, lam)).toEqual(['deed.text', 'voice.choice'])
      await house.says(lam, 'gửi')
      house.pass(3600)
      await house.says(lam, 'sửa 8')
      await house.says(lam, 'Việc nhớ ra sau')
      expect(asked()).toBe('review')
    })

    it('counts the first showing, also after a line that could not be read, and with a question asked singly', async () => {
      await house.says(lam, 'phiếu nhanh')
      house.pass(15)
      await house.says(lam, '111111')
      house.pass(15)
      await house.says(lam, '1a 2a 3a 4a 5a 6a')
      await answers(house, lam, { press: 'none' })
      expect(await walks(house, lam)).toEqual(['deed.text', 'voice.choice'])
    })
  })
})
