// The monthly sheet after its closing: taken late until the next round opens, and not after that.
import { beforeAll, describe, expect, it } from 'vitest'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { answersOf } from '../support/reveal.ts'
import { answers, askedIn, submits, walks } from '../support/walk.ts'

const start = '2026-11-20T02:00:00Z'
const closing = '2026-12-02T13:00:00Z'
const refs = Array.from({ length: 4 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|Đảng viên Số ${String(index + 1)}|${index === 0 ? 'secretary' : 'member'}`,
)

const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onOneDatabase('the sheet', (open) => {
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

  describe('after the closing', () => {
    /**
     * Members who stopped at the second question, who handed in, and who stopped at one that
     * December does not have.
     */
    const stopped = new Map<'early' | 'done' | 'amid', readonly (readonly [string, string])[]>()
    const odd = new Map<string, string>()
    beforeAll(async () => {
      house.moveTo(start)
      const of = async (
        count: number,
        begin: () => Promise<unknown>,
      ): Promise<readonly (readonly [string, string])[]> => {
        const made: (readonly [string, string])[] = []
        for (let n = 0; n < count; n += 1) {
          await nextMember()
          await house.says(lam, '/tusoi')
          await begin()
          made.push([lam, ref])
        }
        return made
      }
      stopped.set('early', await of(1, () => answers(house, lam, { press: 'good' })))
      stopped.set('done', await of(1, () => submits(house, lam)))
      stopped.set(
        'amid',
        await of(1, async () => {
          await walks(house, lam, undefined, 'deed.text')
          await house.says(lam, 'quay lại')
          odd.set(lam, house.newest(lam)?.message.choices?.[0]?.payload ?? '')
        }),
      )
      house.moveTo('2026-12-03T01:00:00Z')
      await house.runs()
    })
    const be = (who: 'early' | 'done' | 'amid'): void => {
      ;[lam, ref] = stopped.get(who)?.[0] ?? ['', '']
    }

    it('an answer is taken until the next round opens, and marked late', async () => {
      be('early')
      await house.says(lam, '/tusoi')
      await walks(house, lam)
      expect(textOf(await house.says(lam, 'gửi'))).toContain('được ghi là gửi muộn')
      const kept = await answersOf(house, ref)
      expect(kept.filter(({ isLate }) => !isLate).map(({ question }) => question)).toEqual([
        'h.politics.level',
      ])
      expect(kept.filter(({ isLate }) => isLate)).toHaveLength(8)
      expect(await standing()).toMatchObject({ state: 'submitted', is_late: true })
    })

    it('a sheet handed in in time stays in time when it is changed', async () => {
      be('done')
      await house.says(lam, 'sửa 8')
      await house.says(lam, 'Việc nhớ ra sau')
      await house.says(lam, 'gửi')
      expect(
        (await answersOf(house, ref))
          .filter(({ isLate }) => isLate)
          .map(({ question }) => question),
      ).toEqual(['deed.text'])
      expect(await standing()).toEqual({ state: 'submitted', is_late: false, submissions: 2 })
    })

    describe('once the next round is open', () => {
      beforeAll(async () => {
        await house.opens('2026-12', '2027-01-02T13:00:00Z')
      })
      const countOf = async (ofPeriod: string) =>
        (await answersOf(house, ref)).filter(({ period }) => period === ofPeriod).length
      /** The conversation stands where the November sheet was left. */
      const leave = async (): Promise<void> => {
        be('amid')
        await house.rows(
          `UPDATE account SET conversation =
            '{"focus":{"at":"sheet","step":"m.II.99.level"},"sheet":{"round":1,"step":"m.II.99.level"}}'
            WHERE member_id = (SELECT id FROM member WHERE ref_hash = $1)`,
          house.keyring.lookupHash('member.ref', ref),
        )
      }

      it('an old button is refused, kindly, and the new sheet begins', async () => {
        be('amid')
        const before = await countOf('2026-11')
        const said = textOf(await house.pressesPayload(lam, odd.get(lam) ?? ''))
        expect(said).toMatch(/^Câu trả lời vừa rồi thuộc một kỳ tự soi đã qua nên không được ghi/u)
        expect([await countOf('2026-11'), await countOf('2026-12')]).toEqual([before, 0])
        expect(asked()).toBe('h.politics.level')
      })

      it('nothing typed at an old question is taken for the old round or the new', async () => {
        for (const typed of [
          '1',
          'Không có',
          'quay lại',
          'bỏ qua',
          'gửi',
          'sửa 3',
          'dừng',
          'làm tiếp',
          'tôi ghi gì cũng được',
        ]) {
          await leave()
          const before = await countOf('2026-11')
          expect(await house.says(lam, typed), typed).toHaveLength(1)
          expect([await countOf('2026-11'), await countOf('2026-12')], typed).toEqual([before, 0])
        }
      })

      it('an attachment, a forged button, an edit: each its answer', async () => {
        await leave()
        expect(textOf(await house.sends(lam, 'photo'))).toMatch(/^Trợ lý chỉ nhận chữ/u)
        await leave()
        expect(
          textOf(await house.pressesPayload(lam, 'q|1|h.duties.level|good~AAAAAAAAAAA')),
        ).toMatch(/^Nút vừa bấm không còn dùng được/u)
      })
    })
  })
})
