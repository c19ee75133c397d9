// The words that steer work wherever one is, and a number never means a list and a question at
// once.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { answersOf, shortOf, voicesOf } from '../support/reveal.ts'
import { askedIn } from '../support/walk.ts'

const refs = Array.from({ length: 40 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|Đảng viên Số ${String(index + 1)}|${index === 0 ? 'secretary' : 'member'}`,
)
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onOneDatabase('typing', (open) => {
  let house: House
  let [lam, ref] = ['', '']
  const left = [...refs].slice(1)
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members)
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
  })
  beforeEach(() => {
    ref = left.pop() ?? ''
    lam = `chat-${ref}`
  })
  const asked = (): string => {
    const now = askedIn(house.newest(lam))
    return now.kind === 'step' ? now.step : now.kind
  }

  describe('a whole beginning', () => {
    it('without one button: code, yes, three answers, the sheet', async () => {
      await house.says(lam, (await house.codeFor(ref)).toLowerCase())
      expect(house.newest(lam)?.text).toContain('Đây là trợ lý tự động (bot)')
      expect(textOf(await house.says(lam, 'trợ giúp'))).toContain('Xin xác nhận')
      await house.says(lam, 'dạ có ạ')
      expect(house.newest(lam)?.text).toContain('Nội dung 1/3')
      await house.says(lam, 'Vâng')
      expect(house.newest(lam)?.text).toContain('Nội dung 2/3')
      await house.says(lam, '１.')
      expect(house.newest(lam)?.text).toContain('Nội dung 3/3')
      await house.says(lam, 'quay lại')
      expect(house.newest(lam)?.text).toMatch(/^Nội dung 2\/3/u)
      await house.says(lam, 'quay lại')
      await house.says(lam, 'quay lại')
      expect(house.newest(lam)?.text).toMatch(/^Đây là nội dung đầu tiên/u)
      expect(house.newest(lam)?.text).toContain('Nội dung 1/3')
      await house.says(lam, 'không')
      // The other two stand as they were answered, and the newest answer counts.
      expect(house.newest(lam)?.text).toContain('Nội dung 3/3')
      await house.says(lam, 'ĐỒNG Ý')
      expect(asked()).toBe('invitation')
      await house.says(lam, '1)')
      expect(asked()).toBe('h.politics.level')
    })

    it('a number after a menu is never an answer to the notice', async () => {
      await house.says(lam, await house.codeFor(ref))
      await house.says(lam, '1')
      await house.says(lam, 'hướng dẫn')
      await house.says(lam, '1')
      expect(house.newest(lam)?.text).toContain('Nội dung 1/3')
      const [row] = await house.rows<{ count: number }>(
        'SELECT count(*)::int AS count FROM consent WHERE member_id = (SELECT id FROM member WHERE ref_hash = $1)',
        house.keyring.lookupHash('member.ref', ref),
      )
      expect(row?.count).toBe(0)
    })
  })

  describe('of a member', () => {
    beforeEach(async () => {
      await house.knows(lam, ref)
    })

    it.each([
      ['nothing', []],
      ['a question', ['/tusoi']],
      ['a quick page', ['phiếu nhanh']],
      ['words of a remedy', ['/tusoi', '2', '1']],
      ['a date', ['/tusoi', '2', '1', 'Đọc mỗi tuần một văn bản']],
      ['a word to the committee', ['/gopy', 'có tên']],
      ['the choice before it', ['/gopy']],
      ['deleting', ['/xoadulieu']],
      ['withdrawing', ['/rutdongy']],
    ])('every steering word has its answer while there is open: %s', async (_, before) => {
      for (const word of [
        'quay lại',
        'sửa 3',
        'gửi',
        'dừng',
        'bỏ qua',
        'trợ giúp',
        'hướng dẫn',
        'tiếp tục',
        'Tiếp tục ạ',
        'TRỢ GIÚP',
      ]) {
        await house.rows(`UPDATE account SET conversation = '{"focus":{"at":"nothing"}}'`)
        for (const typed of before) await house.says(lam, typed)
        const said = await house.says(lam, word)
        expect(said, word).toHaveLength(1)
        expect(said[0]?.text, word).not.toMatch(/^Trợ lý chưa hiểu/u)
      }
      expect(
        (await voicesOf(house)).filter(({ text }) => /gửi|dừng|trợ giúp/iu.test(text)),
      ).toEqual([])
    })

    it('a list shown beside something else takes the number, and says what becomes of the rest', async () => {
      await house.says(lam, '/xoadulieu')
      expect(textOf(await house.says(lam, 'trợ giúp'))).toContain('Việc đang hỏi dừng tại đây')
      expect(textOf(await house.says(lam, '1'))).not.toContain('Đã xóa')
      expect(asked()).toBe('h.politics.level')
    })

    it('a number written out is a choice, and where words are asked for it is words', async () => {
      await house.says(lam, '/tusoi')
      await house.says(lam, 'câu một chọn hai')
      expect(asked()).toBe('h.politics.cause')
      // Two letters of one's own: a cause, not the second of the list.
      await house.says(lam, 'hai')
      expect(asked()).toBe('h.politics.measure')
      expect((await answersOf(house, ref)).map(({ value }) => shortOf(value))).toContain('hai')
      for (const back of ['quay lại', 'quay lại']) await house.says(lam, back)
      expect(asked()).toBe('h.politics.level')
      await house.says(lam, 'dạ một ạ')
      expect(asked()).toBe('h.ethics.level')
    })

    it('a review and a menu take numbers and labels', async () => {
      await house.says(lam, 'dừng')
      await house.says(lam, '/tusoi')
      await house.says(lam, 'dừng')
      await house.says(lam, 'Làm tiếp')
      expect(asked()).toBe('h.politics.level')
    })
  })
})
