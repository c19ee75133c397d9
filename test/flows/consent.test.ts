// What a member is asked to agree to, what is done without it; and back again: withdrawn, erased.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { unseal } from '../../src/sealing/seal.ts'
import { contexts } from '../../src/store/contexts.ts'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, openHouse, questionnaires, type Said } from '../support/house.ts'
import { answersOf, memberIdOf, remediesOf, voicesOf } from '../support/reveal.ts'
import { answers, walks } from '../support/walk.ts'

const refs = Array.from({ length: 40 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|Đảng viên Số ${String(index + 1)}|${index === 0 ? 'secretary' : 'member'}`,
)
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const start = '2026-11-20T02:00:00Z'
const { consent: notice } = questionnaires

onOneDatabase('consent', (open) => {
  let house: House
  let [lam, ref, code] = ['', '', '']
  const left = [...refs].slice(1)
  let codes: ReadonlyMap<string, string>
  const newest = (): string => house.newest(lam)?.text ?? ''
  /** Nothing of any month. */
  const forgetRounds = async (): Promise<void> => {
    for (const table of ['voice', 'answer', 'assessment', 'remedy', 'round'])
      await house.rows(`DELETE FROM ${table}`)
  }
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members)
    codes = await house.codes()
  })
  /** Somebody the service has never heard of, and the code of a member nobody has linked. */
  beforeEach(() => {
    house.moveTo(start)
    ref = left.pop() ?? ''
    lam = `chat-${ref}`
    code = codes.get(ref) ?? ''
  })

  it('asks purpose by purpose, says who sees what, and keeps version, hash, time and channel of each answer', async () => {
    await house.says(lam, code)
    await house.says(lam, 'Có ạ')
    expect(newest()).toContain('cho ý kiến về ba nội dung')
    expect(newest()).toMatch(/Nội dung 1\/3\. .*\nNgười được xem: bí thư, phó bí thư/u)
    house.pass(60)
    await house.says(lam, 'đồng ý')
    expect(newest()).toMatch(
      /^Nội dung 2\/3\. .*\nNgười được xem: câu trả lời đồng chí tự nhập, chỉ đồng chí/u,
    )
    await house.presses(lam, 2)
    expect(newest()).toMatch(/^Nội dung 3\/3\./u)
    house.pass(60)
    await house.says(lam, '1')
    expect(newest()).toContain('trên Zalo, Telegram không được mã hóa đầu cuối')
    expect(newest()).toContain('không ghi nội dung mật, nội bộ; không nêu tên người khác')
    expect(newest()).toContain('“rút đồng ý”')
    const kept = await house.rows(
      'SELECT purpose, is_granted, notice_version, notice_hash, meaning_hash, bot_id, at FROM consent WHERE member_id = $1::uuid ORDER BY at, purpose',
      await memberIdOf(house, ref),
    )
    const base = {
      notice_version: notice.version,
      notice_hash: notice.hash,
      meaning_hash: notice.meaningHash,
      bot_id: 'telegram',
    }
    expect(notice.hash).toMatch(/^[0-9a-f]{64}$/u)
    expect(kept).toEqual([
      { ...base, purpose: 'remind', is_granted: true, at: new Date('2026-11-20T02:01:00Z') },
      { ...base, purpose: 'store', is_granted: false, at: new Date('2026-11-20T02:01:00Z') },
      { ...base, purpose: 'remedies', is_granted: true, at: new Date('2026-11-20T02:02:00Z') },
    ])
  })

  describe('before the notice is answered', () => {
    beforeEach(async () => {
      await house.says(lam, code)
      await house.says(lam, 'đúng')
    })

    it('nothing is asked, shown or sent but the notice, help, and one’s own rights', async () => {
      for (const typed of [
        '/tusoi',
        'tự soi',
        '/gopy',
        '/tusua',
        '/bieuhien',
        '/tonghop',
        '/thamgia',
        'gửi',
        'sửa 3',
        'tôi ghi giấy',
        'gì cũng được',
        '7',
      ]) {
        expect(textOf(await house.says(lam, typed)), typed).toMatch(/Nội dung 1\/3\./u)
      }
      expect(textOf(await house.says(lam, '/dulieucuatoi'))).toContain(
        `Đảng viên Số ${ref.slice(1)}`,
      )
      expect(textOf(await house.says(lam, '/lichhop'))).not.toContain('Nội dung 1/3')
      expect(textOf(await house.says(lam, 'hướng dẫn'))).toContain('“dữ liệu của tôi”')
      expect(await answersOf(house, ref)).toEqual([])
    })

    it('nobody is invited or reminded', async () => {
      await forgetRounds()
      await house.opens('2026-11', '2026-12-02T13:00:00Z')
      const memberId = await memberIdOf(house, ref)
      expect(
        await house.rows(
          `SELECT 1 FROM outbox WHERE member_id = $1::uuid AND class = 'prompt'`,
          memberId,
        ),
      ).toEqual([])
    })
  })

  it('who does not agree to keep answers is asked none, and may do it on paper', async () => {
    await forgetRounds()
    await house.knows(lam, ref, ['remind', 'remedies'])
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    expect(textOf(await house.says(lam, '/tusoi'))).toMatch(
      /không đồng ý để trợ lý lưu câu trả lời nên trợ lý không hỏi/u,
    )
    expect(house.newest(lam)?.labels).toEqual(['Tôi ghi giấy'])
    expect(textOf(await house.presses(lam, 1))).toMatch(/^Đã ghi nhận đồng chí tự soi trên giấy/u)
    expect(
      await house.rows(
        'SELECT state FROM assessment WHERE member_id = $1::uuid',
        await memberIdOf(house, ref),
      ),
    ).toEqual([{ state: 'onPaper' }])
  })

  it('a notice that means something else asks again, and keeps the sheet waiting', async () => {
    await forgetRounds()
    await house.knows(lam, ref)
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    await house.says(lam, '/tusoi')
    await answers(house, lam, { press: 'good' })
    const changed = { ...notice, version: '2027.1', meaningHash: 'f'.repeat(64) }
    const later = await openHouse(house.database, { keyring: house.keyring, notice: changed })
    const says = (key: string, text: string) =>
      later.happens(
        lam,
        { bot: 'telegram', chat: lam, kind: 'private' },
        { key, kind: 'text', text, edited: false },
      )
    expect(textOf(await says('n1', '2'))).toContain('Nội dung 1/3')
    expect((await answersOf(later, ref)).map(({ question }) => question)).toEqual([
      'h.politics.level',
    ])
    for (const key of ['n2', 'n3', 'n4']) await says(key, 'đồng ý')
    expect(
      await house.rows(
        `SELECT purpose FROM consent WHERE member_id = $1::uuid AND meaning_hash = $2`,
        await memberIdOf(house, ref),
        changed.meaningHash,
      ),
    ).toHaveLength(3)
    expect(textOf(await says('n5', 'làm tiếp'))).toContain('(Câu 2/9)')
  })

  describe('one’s own rights', () => {
    beforeEach(async () => {
      await forgetRounds()
      await house.knows(lam, ref)
      await house.opens('2026-11', '2026-12-02T13:00:00Z')
      await house.says(lam, '/tusoi')
      await walks(house, lam, (step) => {
        if (step === 'h.politics.level') return { press: 'effort' }
        if (step === 'deed.text') return { say: 'HAI-DUONG-CAM' }
        return step === 'voice.choice' ? { press: 'named' } : undefined
      })
    })

    it('withdrawing stops questions and reminders, at once; agreeing again is possible', async () => {
      const memberId = await memberIdOf(house, ref)
      house.pass(60)
      await house.says(lam, 'rút đồng ý')
      expect(textOf(await house.says(lam, 'không'))).toBe('Không có gì thay đổi.')
      await house.says(lam, '/rutdongy')
      expect(textOf(await house.says(lam, 'đồng ý'))).toMatch(/^Đã ghi: đồng chí rút đồng ý/u)
      expect(
        await house.rows(
          'SELECT DISTINCT ON (purpose) purpose, is_granted FROM consent WHERE member_id = $1::uuid ORDER BY purpose, at DESC',
          memberId,
        ),
      ).toEqual([
        ...['paperCodes', 'remedies', 'remind', 'store'].map((purpose) => ({
          purpose,
          is_granted: false,
        })),
      ])
      expect(textOf(await house.says(lam, '/tusoi'))).toMatch(/không đồng ý để trợ lý lưu/u)
      const before = (await answersOf(house, ref)).length
      await house.says(lam, 'Làm tốt')
      await house.says(lam, 'gửi')
      expect((await answersOf(house, ref)).length).toBe(before)
      expect(textOf(await house.says(lam, '/dulieucuatoi'))).toContain('HAI-DUONG-CAM')
      house.pass(60)
      expect(textOf(await house.says(lam, 'đồng ý lại'))).toContain('Nội dung 1/3')
      for (let count = 0; count < 3; count += 1) await house.presses(lam, 1)
      expect(textOf(await house.says(lam, '/tusoi'))).toMatch(/^Phiếu tháng 11\/2026/u)
    })

    it('erasing leaves the name and that one has taken part, and nothing readable of the rest', async () => {
      const memberId = await memberIdOf(house, ref)
      type Row = {
        id: string
        body: Buffer
        assessment_id: string
        question: string
        wrapped: Buffer
      }
      const old = await house.rows<Row>(
        `SELECT n.id, n.body, n.assessment_id, n.question, k.wrapped FROM answer n
          JOIN assessment s ON s.id = n.assessment_id
        JOIN member_key k ON k.member_id = s.member_id WHERE s.member_id = $1::uuid`,
        memberId,
      )
      expect(old.length).toBeGreaterThan(8)
      await house.says(lam, 'gửi')
      await house.says(lam, 'xóa dữ liệu')
      expect(newest()).toContain('Sau khi xóa không lấy lại được')
      expect(textOf(await house.says(lam, 'đồng ý'))).toMatch(
        /^Đã xóa câu trả lời, việc tự sửa, góp ý có tên và ngày báo vắng/u,
      )
      expect([
        await answersOf(house, ref),
        await remediesOf(house, ref),
        await voicesOf(house),
      ]).toEqual([[], [], []])
      const [now] = await house.rows<{ wrapped: Buffer }>(
        'SELECT wrapped FROM member_key WHERE member_id = $1::uuid',
        memberId,
      )
      const key = house.keyring.dataKeys.open(
        now?.wrapped ?? Buffer.alloc(0),
        contexts.memberKey(memberId),
      )
      for (const { id, body, assessment_id, question } of old)
        expect(() => unseal(key, body, contexts.answerValue(id, assessment_id, question))).toThrow()
      expect(
        await house.rows('SELECT state FROM assessment WHERE member_id = $1::uuid', memberId),
      ).toEqual([{ state: 'submitted' }])
      expect(textOf(await house.says(lam, '/dulieucuatoi'))).toMatch(
        new RegExp(`Họ tên: Đảng viên Số ${ref.slice(1)}\\n[^]*Việc tự sửa: 0`, 'u'),
      )
      await house.says(lam, '/tusoi')
      expect(newest()).not.toContain('HAI-DUONG-CAM')
    })
  })
})
