// What a shortcoming on a sheet brings about: a remedy, and next month a promise kept or moved.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { answersOf, memberIdOf, remediesOf, sheetOf, voicesOf } from '../support/reveal.ts'
import { answers, askedIn, type Pick, submits, walks } from '../support/walk.ts'

const start = '2026-11-20T02:00:00Z'
const refs = Array.from({ length: 40 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|Đảng viên Số ${String(index + 1)}|${index === 0 ? 'secretary' : 'member'}`,
)
/** October: four shortcomings with a measure, due in another order than they are asked. */
const october: Readonly<Record<string, string>> = {
  politics: '20/12',
  ethics: '05/12',
  duties: '30/11',
  discipline: '10/12',
}

const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

const admitting: Pick = (step) => {
  const [, head = '', part] = step.split('.')
  if (!step.startsWith('h.')) return undefined
  if (part === 'level') return { press: 'effort' }
  if (part === 'measure') return { say: `Việc về ${head}` }
  return part === 'due' ? { say: october[head] ?? '' } : undefined
}

onOneDatabase('what a sheet brings about', (open) => {
  let house: House
  let [lam, ref] = ['', '']
  const left = [...refs]
  /** Those who promised in October, each for one test. */
  const promised: (readonly [string, string])[] = []
  const nextMember = async (): Promise<void> => {
    ref = left.pop() ?? ''
    lam = `chat-${ref}`
    await house.knows(lam, ref)
  }
  const asked = (): string => {
    const now = askedIn(house.newest(lam))
    return now.kind === 'step' ? now.step : now.kind
  }
  const remedy = async (question: string) =>
    (await remediesOf(house, ref)).find((one) => one.question === question)

  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members, { start: '2026-10-25T02:00:00Z' })
    await house.opens('2026-10', '2026-11-02T13:00:00Z')
    for (let count = 0; count < 5; count += 1) {
      await nextMember()
      await submits(house, lam, admitting)
      promised.push([lam, ref])
    }
    house.moveTo('2026-11-03T02:00:00Z')
    await house.runs()
    house.moveTo(start)
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    await house.knows('secretary', 'A1')
    for (const typed of ['/hop', 'tự đặt', '03/12', '19 giờ 30', 'bỏ qua'])
      await house.says('secretary', typed)
  })
  beforeEach(() => {
    house.moveTo(start)
  })

  describe('a shortcoming', () => {
    beforeEach(async () => {
      await nextMember()
      await house.says(lam, '/tusoi')
      await answers(house, lam, { press: 'effort' })
    })

    it('leads to cause, measure and date, and is said back', async () => {
      await answers(house, lam, { press: 'time' })
      await house.says(lam, '  Đọc báo mỗi sáng  ')
      const said = textOf(await house.presses(lam, 'Kỳ họp tới 03/12'))
      expect(said).toMatch(/^Đã ghi việc tự sửa: “Đọc báo mỗi sáng”, hạn 03\/12\/2026\./u)
      expect(await remediesOf(house, ref)).toEqual([
        {
          question: 'h.politics',
          status: 'open',
          dueOn: '2026-12-03',
          moves: 0,
          cause: 'Chưa dành thời gian đọc',
          measure: 'Đọc báo mỗi sáng',
          result: null,
        },
      ])
      expect(asked()).toBe('h.ethics.level')
    })

    it.each([
      ['hết tháng', '2026-11-30'],
      ['20/12', '2026-12-20'],
      ['ngày 5 tháng 1', '2027-01-05'],
      ['２０/１２/２０２６', '2026-12-20'],
    ])('takes a typed date: %s', async (typed, dueOn) => {
      await house.says(lam, 'Bận chăm cháu')
      await house.says(lam, 'Đọc báo mỗi sáng')
      await house.says(lam, typed)
      expect(await remedy('h.politics')).toMatchObject({ dueOn, cause: 'Bận chăm cháu' })
    })

    it('may stay without a measure, and says so', async () => {
      await answers(house, lam, { press: 'hard' })
      const said = textOf(await house.presses(lam, 'Chưa có biện pháp'))
      expect(said).toMatch(/^Đã ghi là chưa có biện pháp/u)
      expect(await remedy('h.politics')).toMatchObject({
        status: 'noMeasure',
        dueOn: null,
        measure: null,
      })
      await walks(house, lam)
      expect(house.newest(lam)?.text).toContain(
        '1. Tư tưởng chính trị: có mặt cần cố gắng – chưa có biện pháp',
      )
    })

    it('without a measure gets one later from its owner, by the rules of the sheet', async () => {
      const says = async (...typed: readonly string[]): Promise<string> => {
        let said: readonly Said[] = []
        for (const each of typed) said = await house.says(lam, each)
        return textOf(said)
      }
      await answers(house, lam, { press: 'hard' })
      await house.presses(lam, 'Chưa có biện pháp')
      expect(await says('/tusua')).toContain(
        '1. Việc chưa có biện pháp – chưa có hạn – cần thêm biện pháp',
      )
      const asking = textOf(await house.presses(lam, 'Ghi biện pháp'))
      expect(asking).toMatch(
        /^Một việc đồng chí tự nhận, chưa có biện pháp\. Nguyên nhân đã ghi[^]*Viết ngắn một câu/u,
      )
      for (const [typed, no] of [
        ['7', /viết vài chữ/u],
        ['a'.repeat(3000), /quá 2000 ký tự/u],
        ['Gửi tài liệu TỐI MẬT cho chi bộ', /hoặc mật/u],
      ] as const) {
        const said = await says(typed)
        expect(said).toMatch(no)
        expect(said).toContain('Viết ngắn một câu')
      }
      expect(await says('1')).toMatch(/^Chưa ghi gì thêm/u)
      await says('/tusua')
      await house.presses(lam, 'Ghi biện pháp')
      expect(await says('quay lại')).toMatch(/^Đã dừng/u)
      expect(await remedy('h.politics')).toMatchObject({
        status: 'noMeasure',
        dueOn: null,
        measure: null,
      })
      await says('/tusua')
      await house.presses(lam, 'Ghi biện pháp')
      expect(await says('  Nghe thời sự mỗi tối ')).toMatch(/^Đã ghi\.[^]*Đến khi nào/u)
      expect(await says('30/02')).toContain('Đến khi nào')
      expect(await says('quay lại')).toContain('Biện pháp đã ghi: “Nghe thời sự mỗi tối”')
      await says('Đọc báo mỗi sáng', 'huỷ')
      expect(await says('/tusua')).toContain(
        '1. Đọc báo mỗi sáng – chưa có hạn – cần thêm thời hạn',
      )
      await house.presses(lam, 'Ghi biện pháp')
      expect(await says('20/12')).toBe('Đã ghi việc tự sửa: “Đọc báo mỗi sáng”, hạn 20/12/2026.')
      expect(await remedy('h.politics')).toMatchObject({
        status: 'open',
        dueOn: '2026-12-20',
        measure: 'Đọc báo mỗi sáng',
      })
      expect(await says('/tusua')).not.toContain('cần thêm')
      expect(house.newest(lam)?.labels).not.toContain('Ghi biện pháp')
    })

    it('changes its remedy when it is edited', async () => {
      await walks(house, lam)
      await house.says(lam, 'sửa 1')
      await house.says(lam, 'giữ nguyên')
      await house.says(lam, 'giữ nguyên')
      await house.says(lam, 'Mỗi tuần đọc một văn bản')
      await house.says(lam, '25/12')
      expect(asked()).toBe('review')
      expect(await remediesOf(house, ref)).toHaveLength(1)
      expect(await remedy('h.politics')).toMatchObject({
        status: 'open',
        dueOn: '2026-12-25',
        measure: 'Mỗi tuần đọc một văn bản',
      })
    })

    it('taken back takes its remedy back; admitted again, with everything kept, it stands again', async () => {
      await walks(house, lam)
      house.pass(60)
      await house.says(lam, 'sửa 1')
      await answers(house, lam, { press: 'good' })
      expect(await remedy('h.politics')).toMatchObject({ status: 'withdrawn' })
      expect(house.newest(lam)?.text).toContain('1. Tư tưởng chính trị: làm tốt\n')
      await house.says(lam, 'sửa 1')
      await answers(house, lam, { press: 'mend' })
      while (asked() !== 'review') await house.says(lam, 'giữ nguyên')
      expect(house.newest(lam)?.text).toContain(
        '1. Tư tưởng chính trị: cần khắc phục – việc tự sửa hạn 20/12/2026',
      )
      expect(await remedy('h.politics')).toMatchObject({ status: 'open', dueOn: '2026-12-20' })
    })
  })

  describe('what was promised', () => {
    beforeEach(() => {
      ;[lam, ref] = promised.pop() ?? ['', '']
    })

    it('opens the month: three of four, the most due first; done, in progress, no longer fitting', async () => {
      await house.says(lam, '/tusoi')
      const told: string[] = []
      const choose: Pick = (step) => {
        if (step.endsWith('.state'))
          told.push(/“.*/u.exec(house.newest(lam)?.text ?? '')?.[0] ?? '')
        if (step === 'p1.state') return { say: 'da xong' }
        if (step === 'p1.result') return { say: 'Đã đọc 2 văn bản' }
        return step === 'p3.state' ? { press: 'drop' } : undefined
      }
      expect(await walks(house, lam, choose, 'h.politics.level')).toEqual([
        'p1.state',
        'p1.result',
        'p2.state',
        'p3.state',
      ])
      expect(told).toEqual([
        '“Việc về duties” – hạn 30/11/2026.',
        '“Việc về ethics” – hạn 05/12/2026.',
        '“Việc về discipline” – hạn 10/12/2026.',
      ])
      expect(await remedy('h.duties')).toMatchObject({ status: 'done', result: 'Đã đọc 2 văn bản' })
      expect(await remedy('h.ethics')).toMatchObject({ status: 'inProgress' })
      expect(await remedy('h.discipline')).toMatchObject({ status: 'dropped' })
      expect(await remedy('h.politics')).toMatchObject({ status: 'open' })
      await walks(house, lam)
      expect(house.newest(lam)?.text).toMatch(
        /1\. Việc về duties: đã xong\n2\. Việc về ethics: đang làm\n3\. Việc về discipline: không còn phù hợp\n4\. Tư tưởng/u,
      )
    })

    it('is done without a line of result too, and a slip is taken back', async () => {
      await house.says(lam, '/tusoi')
      await answers(house, lam, { press: 'done' })
      await house.says(lam, 'bỏ qua')
      expect(await remedy('h.duties')).toMatchObject({ status: 'done', result: null })
      await house.says(lam, 'sửa 1')
      await answers(house, lam, { press: 'progress' })
      expect(await remedy('h.duties')).toMatchObject({ status: 'inProgress' })
    })

    it('is moved twice for the asking, a third time with a reason', async () => {
      await house.says(lam, 'tự sửa 1')
      for (const day of ['04/12', '04/12']) {
        await house.presses(lam, 'Xin lùi hạn')
        expect(textOf(await house.says(lam, day))).toContain(`${day}/2026`)
        await house.says(lam, 'tự sửa 1')
      }
      expect(await remedy('h.duties')).toMatchObject({ dueOn: '2026-12-04', moves: 2 })
      await house.says(lam, '/tusoi')
      const steps = await walks(
        house,
        lam,
        (step) =>
          step === 'p1.state'
            ? { press: 'move' }
            : step === 'p1.due'
              ? { say: '30/12' }
              : undefined,
        'p2.state',
      )
      expect(steps).toEqual(['p1.state', 'reason', 'p1.due'])
      expect(await remedy('h.duties')).toMatchObject({ dueOn: '2026-12-30', moves: 3 })
      expect((await sheetOf(house, ref))['p1.reason']).toBe('Việc cần thêm thời gian')
    })

    it('is tended outside the sheet as well', async () => {
      expect(textOf(await house.says(lam, '/tusua'))).toMatch(
        /1\. Việc về duties – hạn 30\/11\/2026 – chưa xong\n2\. Việc về ethics/u,
      )
      await house.says(lam, '1')
      await house.says(lam, 'đã xong')
      expect(textOf(await house.says(lam, 'Đã bàn giao sổ'))).toBe('Đã ghi: đã xong, kèm kết quả.')
      expect(await remedy('h.duties')).toMatchObject({ status: 'done', result: 'Đã bàn giao sổ' })
    })

    it('on paper keeps no content, of promises and of this month alike', async () => {
      await house.says(lam, '/tusoi')
      await walks(house, lam, (step) => {
        if (step === 'p1.state') return { press: 'done' }
        if (step === 'p1.result') return { say: 'KIM-TUOC-CHI' }
        return step === 'voice.choice' ? { press: 'named' } : admitting(step, [])
      })
      expect((await answersOf(house, ref)).some(({ period }) => period === '2026-11')).toBe(true)
      expect(textOf(await house.says(lam, 'tôi ghi giấy'))).toMatch(
        /^Đã ghi nhận đồng chí tự soi trên giấy/u,
      )
      expect((await answersOf(house, ref)).filter(({ period }) => period === '2026-11')).toEqual([])
      const kept = await remediesOf(house, ref)
      expect(kept.map(({ measure }) => measure).toSorted()).toEqual([
        'Việc về discipline',
        'Việc về duties',
        'Việc về ethics',
        'Việc về politics',
      ])
      expect(kept.filter(({ result }) => result !== null)).toEqual([])
      expect(await voicesOf(house)).toEqual([])
      const [row] = await house.rows<{ state: string }>(
        `SELECT s.state FROM assessment s JOIN round r ON r.id = s.round_id
          WHERE r.period = '2026-11' AND s.member_id = $1::uuid`,
        await memberIdOf(house, ref),
      )
      expect(row).toEqual({ state: 'onPaper' })
    })
  })
})
