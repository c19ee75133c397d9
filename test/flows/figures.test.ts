// What a reader may learn of the branch, and when: once, at the closing, and from nobody's coming
// or going before and after it.
import JSZip from 'jszip'
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyTables, onOneDatabase, type TestDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { memberIdOf } from '../support/reveal.ts'
import { type Pick, submits } from '../support/walk.ts'

const refs = Array.from({ length: 14 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|Đảng viên Số ${String(index + 1)}|${['secretary', 'deputy'][index] ?? 'member'}`,
)
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const well: Pick = () => undefined

/** Admits something on these heads, with a measure and a day. */
const admitting =
  (heads: readonly string[], due = '20/12', word?: string): Pick =>
  (step) => {
    const [, head = '', part] = step.split('.')
    if (step.startsWith('h.') && part === 'level')
      return { press: heads.includes(head) ? 'mend' : 'good' }
    if (part === 'due') return { say: due }
    if (step === 'voice.choice' && word !== undefined) return { press: 'anonymous' }
    return step === 'voice.text' && word !== undefined ? { say: word } : undefined
  }
const all = ['politics', 'ethics', 'duties', 'discipline']

onOneDatabase('figures', (open) => {
  let at: TestDatabase | undefined
  let house: House
  beforeEach(async () => {
    at ??= await open()
    await emptyTables(at.database)
    house = await buildHouse(at.database, members, { start: '2026-10-25T02:00:00Z' })
    for (const ref of refs) await house.knows(ref, ref)
  })
  const says = async (typed: string, who = 'A1'): Promise<string> =>
    textOf(await house.says(who, typed))
  const fileOf = async (typed: string): Promise<string> => {
    const [said] = await house.says('A1', typed)
    const bytes = said?.message.attachment?.bytes ?? new Uint8Array()
    const zip = await JSZip.loadAsync(bytes)
    const parts = ['word/document.xml', 'xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml']
    const texts = await Promise.all(
      parts.map((part) => zip.file(part)?.async('string') ?? Promise.resolve('')),
    )
    return texts.join('\n').replace(/<[^>]*>/gu, ' ')
  }
  /** October closes with these sheets; gives what the secretary was told of it. */
  const october = async (sheets: Readonly<Record<string, Pick>>): Promise<string> => {
    await house.opens('2026-10', '2026-11-02T13:00:00Z')
    for (const [ref, pick] of Object.entries(sheets)) await submits(house, ref, pick)
    return closes('2026-11-02T13:01:00Z')
  }
  const closes = async (instant: string): Promise<string> => {
    house.moveTo(instant)
    return textOf((await house.runs()).filter(({ chat }) => chat === 'A1'))
  }
  /** All that is shown of what members said, without who took part. */
  const shown = async (): Promise<readonly string[]> => {
    const [summary] = await house.says('A1', '/tonghop 10/2026')
    const text = summary?.text ?? ''
    return [
      text.slice(text.indexOf('\n\nII')),
      summary?.message.attachment?.alt.split('\n').slice(2).join('\n') ?? '',
      await says('/khacphuc'),
      await says('/khacphuc quý 4/2026'),
      (await says('/tonghop quý 4/2026')).split('\n\nII.')[1] ?? '',
      await says('/danhsach'),
      await says('/xemgopy 10/2026'),
      (await fileOf('/baocao 10/2026')).split('II- ')[1] ?? '',
      (await fileOf('/baocao quý 4/2026')).split('II- ')[1] ?? '',
      await fileOf('/kehoach 10/2026'),
      await fileOf('/danhsach'),
    ]
  }
  const many = (from: number, to: number, pick: Pick): Readonly<Record<string, Pick>> =>
    Object.fromEntries(refs.slice(from - 1, to).map((ref) => [ref, pick]))

  describe('before a round closes', () => {
    it('nothing is said but who takes part, however many sheets there are', async () => {
      await house.opens('2026-10', '2026-11-02T13:00:00Z')
      for (const ref of refs.slice(2, 9)) await submits(house, ref, well)
      const text = await says('/tonghop')
      expect(text).toContain('Đã tham gia 7')
      expect(text).toContain('II–IV. Tự soi, tự sửa, góp ý: số liệu sẽ có khi kỳ tự soi kết thúc.')
      expect(text.toLowerCase()).not.toMatch(/đa số|làm tốt|nhiều mức|tự sửa: hoàn thành/u)
      for (const file of [await fileOf('/baocao'), await fileOf('/kehoach')]) {
        expect(file).toContain('Kỳ tự soi đang mở; số liệu sẽ có khi kỳ kết thúc.')
        expect(file.toLowerCase()).not.toMatch(/đa số|làm tốt/u)
      }
      expect(await says('/khacphuc')).toBe(
        'Chi bộ chưa có kỳ tự soi nào kết thúc nên chưa có số liệu về việc tự sửa.',
      )
    })

    it('one leaves, one comes: nothing said before tells who the new one is like', async () => {
      await house.opens('2026-10', '2026-11-02T13:00:00Z')
      for (const ref of refs.slice(2, 8))
        await submits(house, ref, ref === 'A3' ? admitting(['politics']) : well)
      const before = await says('/tonghop')
      expect(before).not.toMatch(/đa số|nhiều mức/u)
      await house.says('A4', '/xoadulieu')
      await house.presses('A4', 1)
      await submits(house, 'A9', admitting(all))
      expect((await says('/tonghop')).split('II')[1]).toBe(before.split('II')[1])
      expect(await house.rows(`SELECT id FROM round WHERE publication IS NOT NULL`)).toEqual([])
    })

    it('words to the committee wait, with a name or without', async () => {
      await house.opens('2026-10', '2026-11-02T13:00:00Z')
      await house.says('A8', '/gopy')
      await house.says('A8', '1')
      await house.says('A8', 'Xin họp sớm hơn')
      expect(await says('/xemgopy')).toMatch(/Góp ý được xem sau khi kỳ tự soi kết thúc/u)
      expect(await says('/xemgopy')).not.toContain('Xin họp')
    })
  })

  describe('after it closed', () => {
    it('a late sheet adds nothing: what it admits, promises and says is told with the next closing', async () => {
      await october({ ...many(3, 12, admitting(['duties'], '30/10')), A2: well })
      const before = await shown()
      expect(before[2]).toContain('hoàn thành 0/10 việc đến hạn')
      house.pass(3600)
      await submits(house, 'A13', admitting(all, '03/11', 'GHE-HONG'))
      expect(await says('/thamgia')).toContain('– Đảng viên Số 13 (gửi muộn)')
      expect(await shown()).toEqual(before)

      house.moveTo('2026-11-20T02:00:00Z')
      await house.opens('2026-11', '2026-12-02T13:00:00Z')
      for (const ref of refs.slice(2, 12)) await submits(house, ref, well)
      expect(await says('/khacphuc')).toBe(before[2])
      await closes('2026-12-02T13:01:00Z')
      expect(await says('/khacphuc')).toContain('hoàn thành 0/14 việc đến hạn')
      expect(await says('/xemgopy')).toContain('GHE-HONG')
      expect(await says('/xemgopy 10/2026')).not.toContain('GHE-HONG')
    })

    it('nor does an edit, an erasure, an exemption, a move, or a promise that is kept', async () => {
      await october(many(3, 13, admitting(['duties'], '30/10')))
      const before = await shown()
      house.pass(3600)
      await house.says('A3', '/tusua')
      await house.says('A3', '1')
      await house.says('A4', '/xoadulieu')
      await house.presses('A4', 1)
      await house.rows(
        `UPDATE member SET status = 'exempt' WHERE id = $1::uuid`,
        await memberIdOf(house, 'A5'),
      )
      await house.rows(
        `UPDATE member SET left_at = now() WHERE id = $1::uuid`,
        await memberIdOf(house, 'A6'),
      )
      await house.rows(
        `UPDATE remedy SET status = 'withdrawn' WHERE member_id = $1::uuid`,
        await memberIdOf(house, 'A7'),
      )
      expect(await shown()).toEqual(before)
    })

    it('never says how many are new', async () => {
      await october(many(3, 13, admitting(['duties', 'politics'], '30/10')))
      for (const text of await shown())
        expect(text.toLowerCase()).not.toMatch(/mới \d|mới:|quá hạn \d|tự sửa mới/u)
    })

    it.each([
      ['three of whom two admitted something', { A3: well, A4: admitting(all, '30/10', 'BA-LOI') }],
      ['four who all did', many(3, 6, admitting(all, '30/10', 'BA-LOI'))],
    ])('with too few sheets says nothing of remedies or words: %s', async (_, sheets) => {
      const told = await october({ ...sheets, A5: admitting(['ethics'], '30/10') })
      for (const text of [told, ...(await shown())]) {
        expect(text.toLowerCase()).not.toMatch(
          /hoàn thành \d|đến hạn: \d+[;.]|\d+\/\d+ việc|: \d+\/\d+;/u,
        )
        expect(text).not.toMatch(/Góp ý với chi ủy: \d/u)
        expect(text).not.toContain('BA-LOI')
      }
      expect(told).toContain('kỳ này chưa đủ 5 phiếu gửi đúng hạn')
    })

    it('words of a month with too few sheets come with the next that has enough', async () => {
      await october({ A3: admitting([], '30/10', 'CHO-DEN-LUC'), A4: well })
      expect(await says('/xemgopy')).toContain('được giữ đến kỳ sau có từ 5 phiếu')
      house.moveTo('2026-11-20T02:00:00Z')
      await house.opens('2026-11', '2026-12-02T13:00:00Z')
      for (const ref of refs.slice(4, 9)) await submits(house, ref, well)
      expect(await closes('2026-12-02T13:01:00Z')).toContain('Góp ý với chi ủy: 1')
      expect(await says('/xemgopy')).toContain('CHO-DEN-LUC')
    })

    it('with enough sheets and few who promised says no number, and what to ask instead', async () => {
      await october({ ...many(3, 5, admitting(all, '30/10')), ...many(6, 13, well) })
      expect(await says('/khacphuc')).toContain(
        'không nêu số, để không ai bị nhận ra. Đề nghị đồng chí hỏi chung tại buổi sinh hoạt',
      )
      for (const text of await shown()) expect(text).not.toMatch(/\d+\/12 việc|đến hạn: 12/u)
    })

    it('keeps no counts but those it said', async () => {
      await october({ A3: admitting(all, '30/10') })
      const [round] = await house.rows<{ publication: unknown; tally: unknown }>(
        'SELECT publication, tally FROM round',
      )
      expect(round?.tally).toBeNull()
      expect(JSON.stringify(round?.publication)).not.toMatch(
        /"(?:good|effort|mend|created|named)":/u,
      )
    })
  })

  describe('on paper', () => {
    const numbersIn = (text: string): string => /Các câu có mã: (.*)\./u.exec(text)?.[1] ?? ''

    it('numbers tell nothing of what was promised: not at the desk, not on the sheet', async () => {
      await october({ A3: admitting(all, '20/12'), A4: well })
      house.moveTo('2026-11-20T02:00:00Z')
      await house.opens('2026-11', '2026-12-02T13:00:00Z')
      await house.rows(
        `UPDATE account SET state = 'blocked' WHERE member_id = ANY(ARRAY[$1::uuid,
        $2::uuid])`,
        await memberIdOf(house, 'A3'),
        await memberIdOf(house, 'A4'),
      )
      const desk = async (name: string): Promise<string> => {
        await says(`/phieugiay ${name} nhập`)
        const asked = numbersIn(textOf(await house.presses('A1', 'Tôi giữ phần nộp có chữ ký')))
        await says('dừng')
        return asked
      }
      const [promising, plain] = [await desk('Đảng viên Số 3'), await desk('Đảng viên Số 4')]
      expect(promising).toMatch(/^1 \(a–c\), 2 /u)
      expect(promising).toBe(plain)
      const pages = [
        await fileOf('/phieugiay Đảng viên Số 3'),
        await fileOf('/phieugiay Đảng viên Số 4'),
      ]
      const [ofPromising, ofPlain] = pages.map((page) => page.match(/(?<=\s)\d+(?:, \d+)*\. /gu))
      expect(ofPromising).toEqual(ofPlain)
      for (const page of pages) expect(page).toContain('Việc đồng chí đã tự nhận sửa (nếu có)')
    })
  })

  describe('of v0.1.0', () => {
    it('a round of which something was said while it was open closes with participation only, and says why', async () => {
      await house.opens('2026-10', '2026-11-02T13:00:00Z')
      for (const ref of refs.slice(2, 13)) await submits(house, ref, admitting(['duties'], '30/10'))
      await house.rows('UPDATE round SET is_shown_early = true')
      const told = await closes('2026-11-02T13:01:00Z')
      const why = 'đã nêu trước khi kỳ kết thúc theo cách làm cũ, nên nay chỉ nêu tham gia'
      expect(told).toContain('Đã tham gia 11')
      expect(told).toContain(why)
      expect(told).not.toMatch(/đa số|làm tốt|\d+\/\d+ việc/u)
      expect(await says('/khacphuc')).toContain(why)
      expect(await fileOf('/baocao 10/2026')).toContain('Kỳ này chỉ nêu tình hình tham gia')
    })

    it('sheets printed before the update are asked for with how to count anew', async () => {
      await house.opens('2026-10', '2026-11-02T13:00:00Z')
      await house.rows(
        `UPDATE account SET state = 'blocked' WHERE member_id = $1::uuid`,
        await memberIdOf(house, 'A3'),
      )
      const ask = async (): Promise<string> => {
        await says('/phieugiay Đảng viên Số 3 nhập')
        return textOf(await house.presses('A1', 'Tôi giữ phần nộp có chữ ký'))
      }
      expect(await ask()).not.toContain('đếm lại')
      await says('dừng')
      await house.rows('UPDATE round SET has_old_papers = true')
      expect(await says('/phieugiay Đảng viên Số 3 nhập')).toContain(
        'đề nghị đồng chí đếm lại, câu đầu tiên ghi chữ cái là câu 1',
      )
    })
  })
})
