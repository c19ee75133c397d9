// The monthly sheet in private chat: what may be typed, moving about in it, sending, and what of it
// is kept.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onEveryDatabase } from '../support/database.ts'
import { buildHouse, type House, openHouse, type Said } from '../support/house.ts'
import { answersOf, sheetOf } from '../support/reveal.ts'
import { answers, askedIn, submits, walks } from '../support/walk.ts'

const start = '2026-11-20T02:00:00Z'
const closing = '2026-12-02T13:00:00Z'
const refs = Array.from({ length: 40 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|Đảng viên Số ${String(index + 1)}|${index === 0 ? 'secretary' : 'member'}`,
)

const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onEveryDatabase('the sheet', (open) => {
  let house: House
  /** Whoever answers in this test: nobody has answered before them. */
  let [lam, ref] = ['', '']
  const left = [...refs]
  const nextMember = async (): Promise<void> => {
    ref = left.pop() ?? ''
    lam = `chat-${ref}`
    await house.knows(lam, ref)
  }
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members)
    await house.opens('2026-11', closing)
  })
  const asked = (): string => {
    const now = askedIn(house.newest(lam))
    return now.kind === 'step' ? now.step : now.kind
  }
  /** Of the newest round, as the tables have it. */
  const standing = async (): Promise<unknown> => {
    const [row] = await house.rows(
      `SELECT state, is_late, submissions FROM assessment s JOIN round r ON r.id = s.round_id
        WHERE r.period = '2026-11'
        AND member_id = (SELECT id FROM member WHERE ref_hash = $1)`,
      house.keyring.lookupHash('member.ref', ref),
    )
    return row
  }

  describe('while the round is open', () => {
    beforeEach(async () => {
      house.moveTo(start)
      await nextMember()
      await house.says(lam, '/tusoi')
    })

    it('opened before its invitation has left takes that back; a reminder for tomorrow stays', async () => {
      const wait = async (key: string, notBefore: string): Promise<unknown> =>
        house.rows(
          `INSERT INTO outbox (id, bot_id, dedupe_key, class, lane, chat_hash, address, body, state,
            not_before, merge_key, member_id, created_at)
        SELECT gen_random_uuid(), bot_id, $1::text, 'prompt', 1, chat_hash, address, '\\x00'::bytea,
          'pending', $2::timestamptz,
          'unfinished:' || (SELECT id FROM round WHERE period = '2026-11'), member_id,
            $2::timestamptz
        FROM account WHERE member_id = (SELECT id FROM member WHERE ref_hash = $3)`,
          `${ref} ${key}`,
          notBefore,
          house.keyring.lookupHash('member.ref', ref),
        )
      await wait('invitation', start)
      await wait('reminder', '2026-11-21T02:00:00Z')
      const said = await house.says(lam, 'tiếp tục')
      expect(said).toHaveLength(1)
      expect(asked()).toBe('h.politics.level')
      expect(
        await house.rows(
          'SELECT dedupe_key, state, reason FROM outbox WHERE dedupe_key LIKE $1 ORDER BY not_before',
          `${ref} %`,
        ),
      ).toEqual([
        { dedupe_key: `${ref} invitation`, state: 'skipped', reason: 'stale' },
        { dedupe_key: `${ref} reminder`, state: 'pending', reason: null },
      ])
      await house.rows('DELETE FROM outbox WHERE dedupe_key LIKE $1', `${ref} %`)
    })

    it('asks nine things: four heads, three manifestations, a deed, a word to the committee; and says who sees the answer', async () => {
      const seen: string[] = []
      const steps = await walks(house, lam, () => {
        seen.push(house.newest(lam)?.text ?? '')
        return undefined
      })
      expect(steps.slice(0, 4)).toEqual([
        'h.politics.level',
        'h.ethics.level',
        'h.duties.level',
        'h.discipline.level',
      ])
      expect(steps.slice(4, 7).every((step) => /^m\.I{1,2}\.\d\.level$/u.test(step))).toBe(true)
      expect(new Set(steps.slice(4, 7)).size).toBe(3)
      expect(steps.slice(7)).toEqual(['deed.text', 'voice.choice', 'gentle.choice'])
      seen.slice(0, 9).forEach((text, place) => {
        expect(text).toContain(`(Câu ${String(place + 1)}/9)`)
      })
      expect(
        seen
          .slice(0, 7)
          .every((text) =>
            text.includes('Bí thư, phó bí thư, chi ủy viên chỉ xem được số liệu tổng hợp.'),
          ),
      ).toBe(true)
      expect(seen[7]).toContain('Chỉ đồng chí xem được.')
      expect(seen[8]).toContain(
        'Bí thư, phó bí thư xem được góp ý sau khi kỳ có từ 5 phiếu kết thúc.',
      )
      expect(
        seen
          .slice(4, 7)
          .every((text) => text.includes('diễn đạt rút gọn – xem nguyên văn Nghị quyết 04-NQ/TW')),
      ).toBe(true)
    })

    describe('an answer may be typed', () => {
      it('in any of these forms', async () => {
        const forms = [
          ['its number', '2'],
          ['a number with a dot', '2.'],
          ['a full-width number', '２'],
          ['a number and a polite word', '2 ạ'],
          ['a number and a bracket', '2)'],
          ['a verb before the number', 'chọn 2'],
          ['the question named', 'câu 1 chọn 2'],
          ['the question named, in full-width and capitals', 'CÂU １： ２'],
          ['the question named, with the label', 'Câu 1: có mặt cần cố gắng ạ'],
          ['the label', 'Có mặt cần cố gắng'],
          ['the label in capitals', 'CÓ MẶT CẦN CỐ GẮNG'],
          ['the label without accents', 'co mat can co gang'],
          ['the label in letters and marks apart', 'Có mặt cần cố gắng'.normalize('NFD')],
          ['the whole line', '2. Có mặt cần cố gắng'],
          ['a beginning that only one label has', 'có mặt'],
          ['a beginning and a polite word', 'dạ có mặt ạ'],
        ] as const
        for (const [form, typed] of forms) {
          await house.says(lam, typed)
          expect(asked(), form).toBe('h.politics.cause')
          expect((await answersOf(house, ref)).at(-1)?.value, form).toEqual({
            kind: 'choice',
            id: 'effort',
          })
          await house.says(lam, 'quay lại')
        }
        expect(await answersOf(house, ref)).toHaveLength(forms.length)
      })

      it('and nothing is guessed where more than one choice fits, or none', async () => {
        expect(textOf(await house.says(lam, 'câu 2 chọn 1'))).toMatch(
          /^Câu đang hỏi là câu 1 nên trợ lý chưa ghi/u,
        )
        for (const typed of [
          '7',
          '0',
          'không biết nữa',
          'a',
          'lâm tôt',
          'câu 1 chọn 7',
          '1 2 1 1',
        ]) {
          const said = textOf(await house.says(lam, typed))
          expect(said).toMatch(/^(Trợ lý chưa hiểu|Có nhiều lựa chọn)/u)
          expect(asked()).toBe('h.politics.level')
        }
        expect(await sheetOf(house, ref)).toEqual({})
      })

      it('a number alone is no sentence', async () => {
        await answers(house, lam, { press: 'effort' })
        await answers(house, lam, { press: 'time' })
        await house.says(lam, '2')
        expect(asked()).toBe('h.politics.measure')
        expect(house.newest(lam)?.text).toMatch(/^Câu này cần đồng chí viết vài chữ/u)
      })
    })

    it('tells why a question is asked, and asks it again', async () => {
      const said = textOf(await house.says(lam, 'vì sao'))
      expect(said).toContain('Kết luận 21-KL/TW')
      expect(asked()).toBe('h.politics.level')
    })

    it('goes back, keeps or changes, and comes to where it was', async () => {
      await answers(house, lam, { press: 'good' })
      await answers(house, lam, { press: 'good' })
      await house.says(lam, 'quay lại')
      expect(asked()).toBe('h.ethics.level')
      expect(house.newest(lam)?.labels).toContain('5. Giữ nguyên')
      await house.says(lam, 'giữ nguyên')
      expect(asked()).toBe('h.duties.level')
      await house.says(lam, 'quay lai')
      await house.says(lam, 'Quay lại.')
      expect(asked()).toBe('h.politics.level')
      expect(textOf(await house.says(lam, 'quay lại'))).toMatch(/^Đây là câu đầu tiên/u)
      await house.says(lam, '3')
      expect(asked()).toBe('h.politics.cause')
      expect(await sheetOf(house, ref)).toEqual({
        'h.politics.level': 'mend',
        'h.ethics.level': 'good',
      })
    })

    it('edits by number, before the end and at the review', async () => {
      await answers(house, lam, { press: 'good' })
      expect(textOf(await house.says(lam, 'sửa 3'))).toMatch(/^Số đó chưa có câu trả lời để sửa/u)
      expect(textOf(await house.says(lam, 'sửa 12'))).toMatch(
        /^Số đó chưa có câu trả lời để sửa. Phiếu có 9 câu/u,
      )
      expect(asked()).toBe('h.ethics.level')
      await walks(house, lam)
      await house.says(lam, 'sua cau so 3')
      expect(asked()).toBe('h.duties.level')
      await answers(house, lam, { press: 'mend' })
      expect(asked()).toBe('h.duties.cause')
      await walks(house, lam)
      await house.says(lam, 'sửa')
      await house.presses(lam, 'Sửa câu 8')
      expect(asked()).toBe('deed.text')
      await house.says(lam, 'Đã giúp bà con dọn ngõ')
      expect(asked()).toBe('review')
      expect(house.newest(lam)?.text).toContain(
        '8. Việc làm theo gương Bác: Đã giúp bà con dọn ngõ',
      )
      expect(house.newest(lam)?.text).toMatch(
        /3\. Chức trách, nhiệm vụ: cần khắc phục – việc tự sửa hạn 20\/12\/2026/u,
      )
    })

    it('skips where that is allowed, and says so where it is not', async () => {
      expect(textOf(await house.says(lam, 'bỏ qua'))).toMatch(/^Câu này cần có câu trả lời/u)
      expect(asked()).toBe('h.politics.level')
      await walks(house, lam, undefined, 'deed.text')
      await house.says(lam, 'bo qua')
      expect(asked()).toBe('voice.choice')
      expect((await sheetOf(house, ref))['deed.text']).toBe('-')
    })

    it('waits for days, after "dừng" and without it, and goes on where it stopped', async () => {
      await answers(house, lam, { press: 'good' })
      expect(textOf(await house.says(lam, 'dừng'))).toContain('còn 8 câu')
      house.moveTo('2026-11-24T01:00:00Z')
      expect(textOf(await house.says(lam, 'Làm tốt'))).toMatch(/^Trợ lý chưa hiểu/u)
      await house.says(lam, 'làm tiếp')
      expect(asked()).toBe('h.ethics.level')
      house.moveTo('2026-11-27T01:00:00Z')
      await house.says(lam, '1')
      expect(asked()).toBe('h.duties.level')
      await house.says(lam, '/lichhop')
      await house.says(lam, 'hướng dẫn')
      await house.says(lam, '/tusoi')
      expect(asked()).toBe('h.duties.level')
      expect(await sheetOf(house, ref)).toEqual({
        'h.politics.level': 'good',
        'h.ethics.level': 'good',
      })
    })

    it('is the same on another start of the service', async () => {
      await answers(house, lam, { press: 'good' })
      const again = await openHouse(house.database, { keyring: house.keyring })
      await again.happens(
        lam,
        { bot: 'telegram', chat: lam, kind: 'private' },
        { key: 'r1', kind: 'text', text: '3', edited: false },
      )
      expect(await sheetOf(house, ref)).toEqual({
        'h.politics.level': 'good',
        'h.ethics.level': 'mend',
      })
    })

    describe('sending', () => {
      it.each([
        ['by the word', () => house.says(lam, 'gửi')],
        ['by the word without accents', () => house.says(lam, 'GUI')],
        ['by the button', () => house.presses(lam, 'Gửi')],
      ])('works %s', async (_, send) => {
        await walks(house, lam)
        const receipt = textOf(await send())
        expect(receipt).toMatch(
          /^Đã ghi nhận phiếu tháng 11\/2026 của đồng chí, 9 giờ ngày 20\/11/u,
        )
        expect(receipt).toContain('Có thể sửa đến 20 giờ ngày 02/12')
        expect(await standing()).toEqual({ state: 'submitted', is_late: false, submissions: 1 })
      })

      it('waits until every question has its answer', async () => {
        await answers(house, lam, { press: 'effort' })
        expect(textOf(await house.says(lam, 'gửi'))).toMatch(/^Phiếu chưa gửi được vì còn 9 câu/u)
        expect(asked()).toBe('h.politics.cause')
        expect(await standing()).toMatchObject({ state: 'inProgress', submissions: 0 })
      })

      it('again after a change keeps every version, and all of them can be read', async () => {
        await walks(house, lam, (step) => (step === 'deed.text' ? { say: 'Bản một' } : undefined))
        await house.says(lam, 'gửi')
        await house.says(lam, 'sửa 8')
        await house.says(lam, 'Bản hai')
        await house.says(lam, 'gửi')
        await house.says(lam, 'sửa 8')
        await house.says(lam, 'Bản ba')
        const kept = (await answersOf(house, ref)).filter(
          ({ question }) => question === 'deed.text',
        )
        expect(kept.map(({ version, value }) => [version, value])).toEqual([
          [1, { kind: 'text', text: 'Bản một' }],
          [2, { kind: 'text', text: 'Bản hai' }],
          [3, { kind: 'text', text: 'Bản ba' }],
        ])
        expect(await standing()).toMatchObject({ submissions: 2 })
      })

      it('shows what was sent when the sheet is opened again', async () => {
        await submits(house, lam)
        const said = textOf(await house.says(lam, 'tự soi'))
        expect(said).toMatch(
          /^Phiếu tháng 11\/2026 của đồng chí:\n1\. Tư tưởng chính trị: làm tốt/u,
        )
      })
    })
  })
})
