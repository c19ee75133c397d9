// A word to the committee, with a name or without, on the sheet and outside it.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { answersOf, everythingStored, memberIdOf, voicesOf } from '../support/reveal.ts'
import { answers, askedIn, submits, walks } from '../support/walk.ts'

const start = '2026-11-20T02:00:00Z'
const refs = Array.from({ length: 10 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|Đảng viên Số ${String(index + 1)}|${index === 0 ? 'secretary' : 'member'}`,
)
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onOneDatabase('what a sheet brings about', (open) => {
  let house: House
  let [lam, ref] = ['', '']
  const left = [...refs]
  const nextMember = async (): Promise<void> => {
    ref = left.pop() ?? ''
    lam = `chat-${ref}`
    await house.knows(lam, ref)
  }
  const asked = (): string => {
    const now = askedIn(house.newest(lam))
    return now.kind === 'step' ? now.step : now.kind
  }
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members, { start })
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
  })
  beforeEach(() => {
    house.moveTo(start)
  })

  describe('a word to the committee', () => {
    beforeEach(async () => {
      await house.rows('DELETE FROM voice')
      await nextMember()
      await house.says(lam, '/tusoi')
      await walks(house, lam, undefined, 'voice.choice')
    })

    it('is kept with its name, and changed by an edit', async () => {
      await answers(house, lam, { press: 'named' })
      await house.says(lam, 'Họp sớm hơn')
      expect(await voicesOf(house)).toMatchObject([{ text: 'Họp sớm hơn', isNamed: true }])
      await house.says(lam, 'sửa 9')
      await answers(house, lam, { press: 'named' })
      await house.says(lam, 'Họp sớm hơn nửa giờ')
      expect(await voicesOf(house)).toMatchObject([{ text: 'Họp sớm hơn nửa giờ', isNamed: true }])
    })

    it('is not lost when the thought of an anonymous one is given up', async () => {
      await answers(house, lam, { press: 'named' })
      await house.says(lam, 'Họp sớm hơn')
      await house.says(lam, 'sửa 9')
      await answers(house, lam, { press: 'anonymous' })
      await house.says(lam, 'quay lại')
      await house.says(lam, 'giữ nguyên')
      while (asked() !== 'review')
        await house.says(lam, asked() === 'gentle.choice' ? '2' : 'giữ nguyên')
      await house.says(lam, 'gửi')
      expect(await voicesOf(house)).toMatchObject([{ text: 'Họp sớm hơn', isNamed: true }])
    })

    it('without a name leaves no link to the person, in any table', async () => {
      await answers(house, lam, { press: 'anonymous' })
      await house.says(lam, 'BACH-DIEP-THAO')
      await walks(house, lam)
      await house.says(lam, 'gửi')
      const [teller, tellerRef] = [lam, ref]
      await nextMember()
      await submits(house, lam)
      const [voice, ...more] = await voicesOf(house)
      expect([voice, more]).toEqual([{ text: 'BACH-DIEP-THAO', isNamed: false, at: null }, []])
      const [row] = await house.rows<Record<string, unknown>>('SELECT * FROM voice')
      const { id, branch_id, round_id, body, ...others } = row ?? {}
      expect([
        branch_id,
        typeof round_id,
        Buffer.isBuffer(body) || body instanceof Uint8Array,
      ]).toEqual([house.branchId, 'string', true])
      expect(others).toEqual({ member_id: null, at: null, shown_with: null })
      const stored = await everythingStored(house)
      expect(stored.filter((line) => line.includes(String(id)))).toEqual([`voice.id ${String(id)}`])
      // Whoever said nothing has left the same answers, and stands in the same place.
      const trace = async (of: string, chat: string) => {
        const memberId = await memberIdOf(house, of)
        const [account] = await house.rows<{ conversation: unknown }>(
          'SELECT conversation FROM account WHERE member_id = $1::uuid',
          memberId,
        )
        const kept = (await answersOf(house, of)).filter(({ question }) =>
          question.startsWith('voice.'),
        )
        return { chat: chat.length, kept, conversation: account?.conversation }
      }
      expect(await trace(tellerRef, teller)).toEqual(await trace(ref, lam))
      expect(stored.some((line) => line.includes('nonymous') && line.startsWith('account'))).toBe(
        false,
      )
    })

    it('may come outside the sheet, which goes on where it was', async () => {
      await house.says(lam, '/gopy')
      await house.says(lam, '2')
      expect(textOf(await house.says(lam, 'Thêm ghế cho nhà văn hóa'))).toMatch(
        /^Đã ghi nhận góp ý, không kèm tên\./u,
      )
      expect(await voicesOf(house)).toEqual([
        { text: 'Thêm ghế cho nhà văn hóa', isNamed: false, at: null },
      ])
      await house.says(lam, 'làm tiếp')
      expect(asked()).toBe('voice.choice')
    })
  })
})
