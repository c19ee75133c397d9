// What a secretary sees of the branch, when, and how much of it; and what nobody sees.
import JSZip from 'jszip'
import { beforeAll, describe, expect, it } from 'vitest'
import { period } from '../../src/domain/period.ts'
import { findBranch } from '../../src/store/organisations.ts'
import { openRound } from '../../src/usecases/open-round.ts'
import { onOneDatabase } from '../support/database.ts'
import { type House, type Said } from '../support/house.ts'
import { verifiedAudit } from '../support/reveal.ts'
import { buildBeforeOctober, choosing, submitsNovember } from '../support/two-months.ts'
import { answers, submits } from '../support/walk.ts'

const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const lam = 'A1'

onOneDatabase('the secretary', (open) => {
  let house: House
  const summary = async (typed = '/tonghop'): Promise<string> =>
    textOf(await house.says(lam, typed))
  const lineOf = (text: string, begin: string): string =>
    text.split('\n').find((line) => line.startsWith(begin)) ?? `(nothing begins with "${begin}")`
  beforeAll(async () => {
    const { database } = await open()
    house = await buildBeforeOctober(database)
    for (const ref of ['B1', 'B2', 'B3']) await house.knows(ref, ref)
  })

  describe('October, from the first sheet to the closing', () => {
    it('without a round there is nothing to sum up', async () => {
      for (const typed of ['/tonghop', '/thamgia', '/xemgopy'])
        expect(await summary(typed), typed).toMatch(/^Hiện chưa có kỳ tự soi nào/u)
      expect(await summary('/khacphuc')).toMatch(/^Chi bộ chưa có kỳ tự soi nào kết thúc/u)
    })

    it('under five sheets shows who took part and why not more', async () => {
      await house.opens('2026-10', '2026-11-02T13:00:00Z')
      for (const ref of ['A2', 'A3', 'A4', 'A5'])
        await submits(house, ref, choosing(ref === 'A2' ? { duties: 'effort' } : {}))
      const text = await summary()
      expect(text).toMatch(
        /^DỰ THẢO – TỔNG HỢP TỰ SOI, TỰ SỬA THÁNG 10\/2026\nChi bộ Tổ dân phố số 5 · số liệu tự đánh giá, không thay hồ sơ chính thức/u,
      )
      expect(lineOf(text, 'I.')).toBe(
        'I. Tham gia: 18 đảng viên, miễn 1, phải thực hiện 17. Đã tham gia 4 (23,5 %); đang làm 0; chưa làm 13.'.replaceAll(
          ' %',
          '\u00a0%',
        ),
      )
      expect(lineOf(text, 'II–IV.')).toBe(
        'II–IV. Tự soi, tự sửa, góp ý: số liệu sẽ có khi kỳ tự soi kết thúc.',
      )
      expect(text).not.toContain('làm tốt')
    })

    it('shows no more at five sheets, nor at the sixth', async () => {
      const before = await summary()
      await submits(house, 'A6', choosing({ duties: 'mend' }))
      await submits(
        house,
        'A7',
        choosing({ politics: 'mend', duties: 'effort' }, ['anonymous', 'Ghế trong phòng họp hỏng']),
      )
      const later = await summary()
      expect(later.split('II–IV.')[1]).toBe(before.split('II–IV.')[1])
      expect(lineOf(later, 'I.')).toContain('Đã tham gia 6')
    })

    it('keeps words until the closing, those with a name too', async () => {
      await house.says('A8', '/gopy')
      await house.says('A8', '1')
      await house.says('A8', 'Xin họp sớm hơn')
      const open = await summary('/xemgopy')
      expect(open).toContain('Góp ý được xem sau khi kỳ tự soi kết thúc, không theo thứ tự gửi.')
      expect(open).not.toMatch(/Ghế|Xin họp/u)
    })

    it('at the closing the secretary is told, the figures stand, and both are the same', async () => {
      house.moveTo('2026-11-02T13:01:00Z')
      const told = (await house.runs()).filter(({ chat }) => chat === lam)
      expect(told).toHaveLength(1)
      const text = await summary()
      expect(told[0]?.text).toBe(text)
      expect(lineOf(text, 'II.')).toBe('II. Tự soi (6 phiếu):')
      expect(lineOf(text, '– Chức trách')).toMatch(
        /^– Chức trách, nhiệm vụ: (làm tốt 3; có mặt cần cố gắng \/ cần khắc phục 3|đa số làm tốt|nhiều mức)/u,
      )
      expect(lineOf(text, '– Đạo đức')).toBe('– Đạo đức, lối sống: đa số làm tốt')
      expect(lineOf(text, 'IV.')).toBe('IV. Góp ý với chi ủy: 2 (xem: gõ “xem góp ý”).')
      const words = await summary('/xemgopy')
      expect(words).toContain('– Ghế trong phòng họp hỏng')
      expect(words).toContain('– đ/c Đảng viên Số 8: Xin họp sớm hơn')
      expect((await house.runs()).filter(({ chat }) => chat === lam)).toEqual([])
    })

    it('a late sheet counts as taken part, late, and changes no figure', async () => {
      const before = await summary()
      await submits(house, 'A9', choosing({ politics: 'mend', ethics: 'mend', discipline: 'mend' }))
      const after = await summary()
      expect(lineOf(after, 'I.')).toContain('Đã tham gia 7')
      expect(lineOf(after, 'I.')).toContain('gửi muộn 1')
      expect(after.split('II.')[1]).toBe(before.split('II.')[1])
    })
  })

  describe('November, beside October', () => {
    beforeAll(() => submitsNovember(house))

    it('names by state, no content; a button reminds those who have not finished, once a day', async () => {
      await house.knows('A13', 'A13')
      await house.says('A13', '/tusoi')
      await answers(house, 'A13', { press: 'mend' })
      await house.knows('A14', 'A14')
      const text = textOf(await house.says(lam, '/thamgia'))
      expect(text).toMatch(
        /^Tự soi tháng 11\/2026: đã tham gia 11\/17 \(64,7\u00a0%\)\. Danh sách chỉ có trạng thái, không có nội dung\./u,
      )
      expect(text).toContain(
        'Chưa làm: 5\n– Đảng viên Số 1\n– Đảng viên Số 14\n– Đảng viên Số 15 (chưa kết nối)',
      )
      expect(text).toContain('Đang làm: 1\n– Đảng viên Số 13')
      expect(text).toContain('Ghi giấy: 1\n– Đảng viên Số 12')
      expect(text).toContain('Đã gửi phiếu: 10')
      expect(text).not.toContain('Số 18')
      expect(text.toLowerCase()).not.toMatch(/làm tốt|khắc phục|cố gắng/u)
      expect(textOf(await house.presses(lam, 1))).toMatch(
        /^Số đồng chí được nhắc riêng: 2\. Số đồng chí không nhắc được: 4 /u,
      )
      expect(house.newest('A13')?.text).toMatch(/còn dở; những câu đã trả lời vẫn được giữ/u)
      expect(house.newest('A13')?.labels).toEqual(['Làm tiếp'])
      expect(house.newest('A14')?.text).toMatch(/Kỳ tự soi của chi bộ đang mở/u)
      const [first, second] = [house.newest('A13'), house.newest('A12')]
      house.pass(6 * 3600)
      expect(textOf(await house.says('A2', '/nhacnho'))).toMatch(/^Hôm nay đã nhắc rồi/u)
      expect([house.newest('A13'), house.newest('A12')]).toEqual([first, second])
      house.pass(18 * 3600)
      expect(textOf(await house.says(lam, '/nhacnho'))).toMatch(/được nhắc riêng: 2/u)
    })

    it('shows changes from last month, merges what fewer than three chose, and fits 2,000 characters', async () => {
      house.moveTo('2026-12-02T13:01:00Z')
      await house.runs()
      const text = await summary()
      expect(lineOf(text, 'I.')).toBe(
        'I. Tham gia: 18 đảng viên, miễn 1, phải thực hiện 17. Đã tham gia 11 (64,7 %; tháng trước 35,3 %), trong đó ghi giấy 1; đang làm 1; chưa làm 5.'.replaceAll(
          ' %',
          '\u00a0%',
        ),
      )
      expect(lineOf(text, '– Tổ chức')).toBe(
        '– Tổ chức, kỷ luật: làm tốt 6; có mặt cần cố gắng / cần khắc phục 4',
      )
      expect(lineOf(text, '– Chức trách')).toMatch(/^– Chức trách, nhiệm vụ: làm tốt 5/u)
      expect(lineOf(text, '– Tư tưởng')).toBe('– Tư tưởng chính trị: đa số làm tốt')
      expect(text).toMatch(/V\. Việc nên làm:\n– /u)
      expect(text.length).toBeLessThanOrEqual(2000)
      // Only 0, or at least three, is ever said of a level.
      for (const [, count] of text.matchAll(/(?:tốt|gắng|phục|không có) (\d+)/gu))
        expect(Number(count)).not.toBeOneOf([1, 2])
    })

    it('looks back at any month, and says what cannot be meant', async () => {
      expect(await summary('tổng hợp 10/2026')).toMatch(
        /^DỰ THẢO – TỔNG HỢP TỰ SOI, TỰ SỬA THÁNG 10\/2026/u,
      )
      expect(await summary('/tonghop 10')).toMatch(/THÁNG 10\/2026/u)
      expect(await summary('/tonghop 13/2026')).toMatch(
        /^Trợ lý chưa hiểu “13\/2026”\. Đề nghị gõ tháng, quý hoặc năm/u,
      )
      expect(await summary('/tonghop 05/2027')).toMatch(/^“05\/2027” chưa đến nên chưa có số liệu/u)
      expect(await summary('/tonghop 01/2020')).toMatch(/^Hiện chưa có kỳ tự soi nào/u)
    })

    it('brings the picture of the month, and says all of it in words too', async () => {
      const [said] = await house.says(lam, '/tonghop')
      expect(said?.message.attachment).toMatchObject({
        kind: 'picture',
        mediaType: 'image/png',
        fileName: 'Tổng hợp 11-2026.png',
      })
      expect(said?.message.attachment?.alt).toContain('10: 35,3; 11: 64,7.')
      expect(said?.message.attachment?.alt).toContain(
        '– Tổ chức, kỷ luật: làm tốt 6; có mặt cần cố gắng / cần khắc phục 4',
      )
    })

    it('sums up a quarter or a year, beside the same months of the years before', async () => {
      const quarter = await summary('/tonghop quý 4/2026')
      expect(quarter).toMatch(/^DỰ THẢO – TỔNG HỢP TỰ SOI, TỰ SỬA QUÝ IV\/2026/u)
      expect(lineOf(quarter, 'I.')).toBe(
        'I. Tham gia: số kỳ đã đóng 2; số lượt tham gia 17/34 (50,0\u00a0%).',
      )
      expect(quarter).not.toContain('các năm trước')
      // Two rounds of two years before, as they would stand in the table.
      await house.rows(`INSERT INTO round (id, branch_id, path, period, questionnaire_hash,
        opened_at, closes_at, closed_at, publication)
        SELECT gen_random_uuid(), branch_id, path, '2024-' || substr(period, 6), questionnaire_hash,
          opened_at, closes_at, closes_at - interval '2 years', publication
        FROM round WHERE period IN ('2026-10', '2026-11') AND branch_id = (SELECT id
          FROM organisation WHERE code = 'CB5')`)
      for (const typed of ['tổng hợp năm 2026', '/khacphuc năm 2026']) {
        const year = await summary(typed)
        expect(year).toContain('– năm 2024 (2 kỳ): tham gia 50,0\u00a0%.')
        expect(year).toContain('– năm 2026 (2 kỳ): tham gia 50,0\u00a0%.')
        expect(year.length).toBeLessThanOrEqual(2000)
      }
      expect((await summary('/khacphuc quý 4')).match(/^– Tháng (10|11)\/2026: /gmu)).toHaveLength(
        2,
      )
      const [paper] = await house.says(lam, '/baocao năm 2026')
      const zip = await JSZip.loadAsync(paper?.message.attachment?.bytes ?? new Uint8Array())
      expect(await zip.file('word/document.xml')?.async('string')).toContain(
        '- năm 2024 (2 kỳ): tham gia',
      )
      await house.rows(`DELETE FROM round WHERE period LIKE '2024-%'`)
    })

    it.each([
      ['/tonghop năm 2020', /^Chi bộ chưa có kỳ tự soi nào đã đóng trong năm 2020/u],
      ['/tonghop quý 1/2027', /^“quý 1\/2027” chưa đến/u],
      ['/tonghop quý 5', /^Trợ lý chưa hiểu “quý 5”/u],
      ['/khacphuc 05/2027', /^“05\/2027” chưa đến/u],
      ['/khacphuc abc', /^Trợ lý chưa hiểu “abc”/u],
      ['/khacphuc năm 2020', /^Chi bộ chưa có kỳ tự soi nào đã đóng trong năm 2020/u],
      [`/tonghop ${'x'.repeat(3000)}`, /^Trợ lý chưa hiểu “x{20}”/u],
    ])('%s', async (typed, answer) => {
      expect(await summary(typed)).toMatch(answer)
    })

    it('anonymous words come shuffled, not in the order they were given', async () => {
      const orders = new Set<string>()
      for (let count = 0; count < 30 && orders.size < 2; count += 1)
        orders.add([...(await summary('/xemgopy 11/2026')).matchAll(/MOT|HAI/gu)].join())
      expect([...orders].toSorted()).toEqual(['HAI,MOT', 'MOT,HAI'])
    })

    it('says of remedies what was said when the last round closed, no names', async () => {
      const text = await summary('/khacphuc')
      expect(text).toMatch(
        /^Việc tự sửa của Chi bộ Tổ dân phố số 5, khi kỳ tháng 11\/2026 kết thúc: không nêu số/u,
      )
      expect(text).not.toContain('Đảng viên')
    })

    it('gives the codes as slips to cut out too', async () => {
      const [said] = await house.says(lam, '/moi')
      expect(said?.message.attachment).toMatchObject({
        kind: 'document',
        fileName: 'Phiếu mời.docx',
        mediaType: expect.stringContaining('wordprocessingml') as string,
      })
      expect(await house.rows(`SELECT class FROM outbox ORDER BY seq DESC LIMIT 1`)).toEqual([
        { class: 'document' },
      ])
    })

    it('gives codes for those not linked, each good, the old ones void', async () => {
      const first = await summary('/moi')
      const codeOf = (text: string, name: string): string =>
        new RegExp(`– ${name}: (\\w{4} \\w{4})`, 'u').exec(text)?.[1] ?? ''
      expect(first.match(/^– /gmu)).toHaveLength(3)
      expect(first).not.toContain('Số 18')
      const second = await summary('mã mời')
      const [old, fresh] = [codeOf(first, 'Đảng viên Số 16'), codeOf(second, 'Đảng viên Số 16')]
      expect(textOf(await house.says('new', old))).toMatch(/^Mã chưa đúng/u)
      expect(textOf(await house.says('new', fresh))).toMatch(
        /^Xin xác nhận: đồng chí Đảng viên Số 16/u,
      )
    })
  })

  it('a branch of four gets participation, and the reason why not more', async () => {
    const branch = await findBranch(house.database, 'CB6')
    await openRound(house.app, branch?.id ?? '', {
      period: period('2026-12'),
      closesAt: new Date('2026-12-05T13:00:00Z'),
    })
    await house.heard()
    for (const ref of ['B1', 'B2', 'B3'])
      await submits(
        house,
        ref,
        choosing({ duties: 'effort' }, ref === 'B2' ? ['anonymous', 'BA-LOI'] : undefined),
      )
    house.moveTo('2026-12-05T13:01:00Z')
    await house.runs()
    const text = textOf(await house.says('B1', '/tonghop'))
    expect(lineOf(text, 'I.')).toContain(
      '4 đảng viên, miễn 0, phải thực hiện 4. Đã tham gia 3 (75,0\u00a0%)',
    )
    expect(lineOf(text, 'II–IV.')).toBe(
      'II–IV. Tự soi, tự sửa, góp ý: kỳ này chưa đủ 5 phiếu gửi đúng hạn; số liệu chỉ nêu khi có từ 5 phiếu, để không ai bị nhận ra.',
    )
    expect(textOf(await house.says('B1', '/xemgopy'))).toMatch(
      /Góp ý chưa xem được thì được giữ đến kỳ sau có từ 5 phiếu/u,
    )
    expect(textOf(await house.says('B1', '/xemgopy'))).not.toContain('BA-LOI')
  })

  it('months that v0.1.0 closed stand as they were said, but for remedies; 150 members fit one message', async () => {
    const counts = { good: 61, effort: 47, mend: 42 }
    const roster = {
      members: 150,
      exempt: 7,
      away: 0,
      expected: 143,
      done: 130,
      onPaper: 6,
      inProgress: 3,
      notBegun: 4,
      late: 5,
    }
    const remedies = {
      created: 8431,
      noMeasure: 12,
      inProgress: 1204,
      overdue: 1031,
      done: 7200,
      dueInPeriod: 8400,
      doneOfDue: 8022,
    }
    const tally = (of: string, less: number) => ({
      version: 1,
      period: of,
      roster,
      sheets: 130 - less,
      remedies,
      voices: { named: 12, anonymous: 1140 },
      heads: Object.fromEntries(
        ['politics', 'ethics', 'duties', 'discipline'].map((head) => [
          head,
          { ...counts, good: counts.good - less },
        ]),
      ),
      groups: {
        I: { none: 60, effort: 40, mend: 30 - less },
        II: { none: 61 - less, effort: 39, mend: 30 },
      },
    })
    await house.rows(
      `UPDATE round SET tally = $1::jsonb, publication = NULL WHERE period = '2026-10'`,
      JSON.stringify(tally('2026-10', 5)),
    )
    await house.rows(
      `UPDATE round SET tally = $1::jsonb, publication = NULL WHERE period = '2026-11'`,
      JSON.stringify(tally('2026-11', 0)),
    )
    await house.rows(
      `UPDATE organisation SET name = $1 WHERE code = 'CB5'`,
      `Chi bộ Trung tâm ${'Nghiên cứu và Phát triển '.repeat(6)}`.trim(),
    )
    const text = await summary('/tonghop 11/2026')
    expect(text.length).toBeLessThanOrEqual(2000)
    expect(lineOf(text, 'III.')).toMatch(/^III\. Tự sửa: không nêu số/u)
    expect(lineOf(text, 'IV.')).toContain('1.152')
    expect(lineOf(text, '– Tư tưởng')).toBe(
      '– Tư tưởng chính trị: làm tốt 61 (tháng trước 56); có mặt cần cố gắng 47; cần khắc phục 42',
    )
  })

  it('every look is in the audit, and its chain holds', async () => {
    const looks = await verifiedAudit(house)
    expect(looks.length).toBeGreaterThan(25)
    expect(looks.every(({ isAllowed }) => isAllowed)).toBe(true)
  })
})
