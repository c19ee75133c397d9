// The consent notice is said better, or comes to mean something else: only of the second is anybody
// asked again, and until then no reminder goes out.
import { beforeAll, describe, expect, it } from 'vitest'
import type { ConsentNotice } from '../../src/domain/questionnaire.ts'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, library, openHouse, type Said } from '../support/house.ts'
import { memberIdOf } from '../support/reveal.ts'

const { notice } = library
const members = ['A1|Trần Thị Lâm|secretary', 'A2|Lê Văn Bình', 'A3|Đỗ Thị Mai']
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const invited = 'Mời đồng chí tự soi tháng 11/2026'
const reminder = 'Kỳ tự soi tháng 11/2026 mở đến 20 giờ ngày 02/12.'

onOneDatabase('the notice in other words', (open) => {
  let house: House
  let key = 0
  /** The same branch under another notice, at a time. */
  const under = async (changed: ConsentNotice, at: string): Promise<House> =>
    openHouse(house.database, { keyring: house.keyring, notice: changed, start: at })
  const says = (later: House, text: string): Promise<readonly Said[]> =>
    later.happens(
      'binh',
      { bot: 'telegram', chat: 'binh', kind: 'private' },
      { key: `n${String((key += 1))}`, kind: 'text', text, edited: false },
    )
  const toBinh = (said: readonly Said[]): string =>
    textOf(said.filter(({ chat }) => chat === 'binh'))

  beforeAll(async () => {
    house = await buildHouse((await open()).database, members)
    await house.knows('lam', 'A1')
    await house.knows('binh', 'A2')
    for (const typed of ['/hop', 'ngày 3', '19h30', 'Nhà văn hóa tổ 5'])
      await house.says('lam', typed)
  })

  const reworded: ConsentNotice = {
    ...notice,
    version: '2027.1',
    hash: 'e'.repeat(64),
    purposes: notice.purposes.map((purpose) => ({
      ...purpose,
      text: { vi: `Nói gọn hơn. ${purpose.id}`, en: `Shorter. ${purpose.id}` },
    })),
  }
  const meansOtherwise: ConsentNotice = {
    ...reworded,
    version: '2028.1',
    hash: 'f'.repeat(64),
    meaningHash: 'a'.repeat(64),
  }

  describe('that mean the same', () => {
    it('keep the consents: the invitation goes out, and its reminder', async () => {
      const later = await under(reworded, '2026-11-26T01:00:00Z')
      expect(toBinh(await later.runs())).toContain(invited)
      const days = await under(reworded, '2026-11-29T12:00:00Z')
      expect(toBinh(await days.runs())).toContain(reminder)
    })

    it('ask nobody before the sheet', async () => {
      const later = await under(reworded, '2026-11-30T02:00:00Z')
      expect(textOf(await says(later, '/tusoi'))).toContain('(Câu 1/')
    })

    it('are what an answer given under them names', async () => {
      const later = await under(reworded, '2026-11-30T03:00:00Z')
      expect(textOf(await says(later, '/dongy'))).toContain('Nói gọn hơn. remind')
      for (let count = 0; count < 3; count += 1) await says(later, 'đồng ý')
      expect(
        await house.rows(
          `SELECT notice_version, notice_hash, meaning_hash, count(*)::int AS count FROM consent
            WHERE member_id = $1::uuid GROUP BY 1, 2, 3 ORDER BY min(at)`,
          await memberIdOf(house, 'A2'),
        ),
      ).toEqual([
        {
          notice_version: 'test',
          notice_hash: notice.hash,
          meaning_hash: notice.meaningHash,
          count: 3,
        },
        {
          notice_version: '2027.1',
          notice_hash: 'e'.repeat(64),
          meaning_hash: notice.meaningHash,
          count: 3,
        },
      ])
    })
  })

  it('take no answer that was given to the words of before, pressed or typed', async () => {
    const count = () => house.rows<{ count: number }>('SELECT count(*)::int AS count FROM consent')
    const earlier = /^Câu vừa trả lời thuộc bản thông báo trước[^]*Nói gọn hơn\. remind/u
    const before = await count()
    await house.says('binh', '/dongy')
    const payload = house.newest('binh')?.message.choices?.[0]?.payload ?? ''
    const later = await under(reworded, '2026-11-30T04:00:00Z')
    const address = { bot: 'telegram', chat: 'binh', kind: 'private' } as const
    const press = { key: 'old', kind: 'press', payload, pressId: 'p' }
    expect(textOf(await later.happens('binh', address, press))).toMatch(earlier)
    await house.says('binh', '/dongy')
    expect(textOf(await says(later, 'đồng ý'))).toMatch(earlier)
    expect(await count()).toEqual(before)
    await says(later, 'đồng ý')
    expect(await count()).not.toEqual(before)
    for (const typed of ['đồng ý', 'đồng ý']) await says(later, typed)
  })

  describe('that mean something else', () => {
    it('end the reminders, ask again, and remind when it was agreed to', async () => {
      const at = '2026-12-01T12:00:00Z'
      expect(toBinh(await (await under(meansOtherwise, at)).runs())).toBe('')
      const later = await under(meansOtherwise, '2026-12-01T12:30:00Z')
      expect(textOf(await says(later, '/tusoi'))).toContain('Nói gọn hơn. remind')
      for (let count = 0; count < 3; count += 1) await says(later, 'đồng ý')
      expect(textOf(await says(later, '/tusoi'))).toMatch(/Câu \d/u)
    })
  })
})
