// The gentle question: to whom it is put at the end of a sheet, and what may come of it.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { remediesOf } from '../support/reveal.ts'
import { answers, askedIn, type Pick, walks, submits } from '../support/walk.ts'

const start = '2026-11-20T02:00:00Z'
const refs = Array.from({ length: 8 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|Đảng viên Số ${String(index + 1)}|${index === 0 ? 'secretary' : 'member'}`,
)
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

/** The first head has its shortcoming, and a measure in words that November may say again. */
const admitting: Pick = (step) => {
  if (step === 'h.politics.level') return { press: 'effort' }
  return step === 'h.politics.measure' ? { say: 'Việc về politics' } : undefined
}

onOneDatabase('what a sheet brings about', (open) => {
  let house: House
  let [lam, ref] = ['', '']
  const left = [...refs]
  /** Who promised in October. */
  let promised: readonly [string, string] = ['', '']
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
    await nextMember()
    await submits(house, lam, admitting)
    promised = [lam, ref]
    house.moveTo('2026-11-03T02:00:00Z')
    await house.runs()
    house.moveTo(start)
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
  })
  beforeEach(() => {
    house.moveTo(start)
  })

  describe('the gentle question', () => {
    beforeEach(async () => {
      await nextMember()
      await house.says(lam, '/tusoi')
    })
    const levelsIn =
      (seconds: number): Pick =>
      (step) => {
        if (step.endsWith('.level')) house.pass(seconds)
        return undefined
      }

    it.each([
      [2, true],
      [4, false],
    ])('after seven good levels, one every %i seconds: %s', async (seconds, isAsked) => {
      expect((await walks(house, lam, levelsIn(seconds))).includes('gentle.choice')).toBe(isAsked)
    })

    it('comes once, privately, and blocks nothing', async () => {
      await walks(house, lam, undefined, 'gentle.choice')
      expect(house.newest(lam)?.text).toMatch(/\?\n\nChỉ đồng chí xem được\.$/u)
      await answers(house, lam, { press: 'no' })
      expect(asked()).toBe('review')
      await house.says(lam, 'sửa 1')
      await answers(house, lam, { press: 'good' })
      expect(asked()).toBe('review')
      expect(textOf(await house.says(lam, 'gửi'))).toMatch(/^Đã ghi nhận phiếu/u)
    })

    it('may become a promise', async () => {
      await walks(house, lam, (step) => (step === 'gentle.choice' ? { press: 'yes' } : undefined))
      expect(await remedy('gentle')).toMatchObject({
        status: 'open',
        measure: 'Chuẩn bị một ý kiến trước mỗi kỳ họp',
        dueOn: '2026-12-20',
      })
    })

    it('comes when words are those of last month, and then only once', async () => {
      ;[lam, ref] = promised
      await house.says(lam, '/tusoi')
      const again: Pick = (step) => {
        house.pass(30)
        if (step === 'h.politics.level') return { press: 'effort' }
        return step === 'h.politics.measure' ? { say: 'việc VỀ politics!' } : undefined
      }
      const steps = await walks(house, lam, again)
      expect(steps.filter((step) => step === 'gentle.choice')).toHaveLength(1)
      expect(await walks(house, lam)).toEqual([])
    })
  })
})
