// From a code on paper to a chat that is a member's.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { everythingStored, memberIdOf } from '../support/reveal.ts'

const refs = Array.from({ length: 40 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|Đảng viên Số ${String(index + 1)}|${index === 0 ? 'secretary' : 'member'}`,
)
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const start = '2026-11-20T02:00:00Z'

onOneDatabase('linking', (open) => {
  let house: House
  let [lam, ref, code] = ['', '', '']
  const left = [...refs].slice(1)
  let codes: ReadonlyMap<string, string>
  const newest = (): string => house.newest(lam)?.text ?? ''
  const linkedTo = async (person: string): Promise<string | null> => {
    const hash = house.keyring.lookupHash('account.person', `telegram:${person}`)
    const [row] = await house.rows<{ member_id: string | null }>(
      'SELECT member_id FROM account WHERE person_hash = $1',
      hash,
    )
    return row?.member_id ?? null
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

  it('asks a stranger for a code, whatever they say or send', async () => {
    for (const typed of ['xin chào', '/start', 'hướng dẫn', '/tusoi', '/tonghop', '1']) {
      expect(textOf(await house.says(lam, typed)), typed).toMatch(
        /Đây là trợ lý tự động \(bot\) của chi bộ[^]*Đề nghị đồng chí nhập mã 8 ký tự/u,
      )
    }
    await house.sends(lam, 'photo')
    expect(newest()).toContain('nhập mã 8 ký tự')
  })

  it('greets who begins without a word, once', async () => {
    const follows = (standing: string) =>
      house.happens(
        lam,
        { bot: 'telegram', chat: lam, kind: 'private' },
        { kind: 'membership', standing },
      )
    expect(textOf(await follows('joined'))).toMatch(
      /Đây là trợ lý tự động \(bot\) của chi bộ[^]*nhập mã 8 ký tự/u,
    )
    for (const standing of ['removed', 'joined']) expect(await follows(standing)).toEqual([])
  })

  it('takes a code as people type it, and shows whose it is', async () => {
    const wide = [...code]
      .map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0))
      .join('')
    const spaced = `${code.slice(0, 4)} ${code.slice(4)}`
    const forms = [
      code,
      code.toLowerCase(),
      spaced,
      ` ${spaced} `,
      spaced.replace(' ', '-'),
      spaced.replace(' ', '–'),
      `/start ${code}`,
      `/START ${spaced}`,
      `https://t.me/tusoi_bot?start=${code}`,
      wide,
      `“${code}”`,
      code.replaceAll('0', 'O').replaceAll('1', 'l'),
      `${code}.`,
    ]
    for (const form of forms) {
      expect(textOf(await house.says(lam, form)), form).toBe(
        `Xin xác nhận: đồng chí Đảng viên Số ${ref.slice(1)}, Chi bộ Tổ dân phố số 5, Đảng bộ phường An Hòa.\n\nĐây là trợ lý tự động (bot) của chi bộ, không phải là người.`,
      )
      await house.says(lam, 'không phải')
    }
    expect(newest()).toMatch(/^Trợ lý chưa kết nối với ai/u)
    expect(await linkedTo(lam)).toBeNull()
    const [row] = await house.rows<{ used: number }>(
      'SELECT count(*)::int AS used FROM link_code WHERE used_at IS NOT NULL',
    )
    expect(row?.used).toBe(0)
  })

  it('asks a secretary without a meeting rule for one', async () => {
    const said = await house.links('secretary', 'A1')
    expect(textOf(said)).toContain('Chi bộ họp thường kỳ vào ngày nào hằng tháng?')
    expect(house.newest('secretary')?.labels).toEqual([
      '1. Ngày 3',
      '2. Ngày 5',
      '3. Thứ Bảy đầu tiên',
      '4. Tự đặt',
    ])
  })

  describe('wrong codes', () => {
    const wrong = 'BBBB0000'

    it('five in an hour lock the chat out for an hour, even from the right one', async () => {
      for (const [tries, words] of [
        [4, 'còn 4 lần'],
        [3, 'còn 3 lần'],
        [2, 'còn 2 lần'],
        [1, 'còn 1 lần'],
      ] as const) {
        expect(textOf(await house.says(lam, wrong)), String(tries)).toContain(words)
        house.pass(60)
      }
      expect(textOf(await house.says(lam, wrong))).toContain('nhập lại sau 60 phút')
      house.pass(59 * 60)
      expect(textOf(await house.says(lam, code))).toContain('nhập lại sau 1 phút')
      expect(textOf(await house.says(lam, `/start ${code}`))).toContain('nhập lại sau 1 phút')
      house.pass(61)
      expect(textOf(await house.says(lam, code))).toMatch(/^Xin xác nhận/u)
    })

    it('more than a week apart lock nobody out', async () => {
      for (let count = 0; count < 7; count += 1) {
        expect(textOf(await house.says(lam, wrong))).toContain('còn 4 lần')
        house.pass(7 * 86_400)
      }
    })

    it('lock longer each time, and are said in hours', async () => {
      const locks = [/sau 60 phút/u, /sau 2 giờ/u, /sau 4 giờ/u]
      for (const lock of locks) {
        for (let count = 0; count < 5; count += 1) await house.says(lam, wrong)
        expect(newest()).toMatch(lock)
        house.pass(4 * 3600)
      }
    })

    it('a linked member who tries codes is locked out as well', async () => {
      await house.knows(lam, ref)
      for (let count = 0; count < 5; count += 1)
        await house.says(lam, `/start ${wrong.replace('0000', `000${String(count)}`)}`)
      expect(newest()).toContain('nhập lại sau 60 phút')
      const other = codes.get(left[0] ?? '') ?? ''
      expect(textOf(await house.says(lam, `/start ${other}`))).toContain('nhập lại sau 60 phút')
      expect(await linkedTo(lam)).toBe(await memberIdOf(house, ref))
    })

    it('by very many refuse nobody a right code', async () => {
      await house.rows(
        `INSERT INTO account (id, bot_id, person_hash, chat_hash, address, wrong_tries, wrong_since,
          locked_until, created_at)
        SELECT gen_random_uuid(), 'telegram', sha256(n::text::bytea), sha256(n::text::bytea), '',
          5, $1::timestamptz, $1::timestamptz + interval '1 hour', $1::timestamptz
        FROM generate_series(1, 1200) n`,
        house.now(),
      )
      for (let chat = 0; chat < 8; chat += 1)
        for (let count = 0; count < 5; count += 1)
          await house.says(`guesser-${String(chat)}`, wrong)
      expect(house.newest('guesser-7')?.text).toContain('nhập lại sau 60 phút')
      expect(textOf(await house.says(lam, code))).toMatch(/^Xin xác nhận/u)
    })

    it('are nowhere kept, nor is the right one', async () => {
      const stored = await everythingStored(house)
      for (const each of [wrong, code, ...codes.values()])
        expect(stored.some((line) => line.includes(each))).toBe(false)
    })
  })

  describe('a code', () => {
    it('works once', async () => {
      await house.says(lam, code)
      await house.says(lam, 'đúng')
      expect(await linkedTo(lam)).toBe(await memberIdOf(house, ref))
      expect(textOf(await house.says('another', code))).toContain('Mã chưa đúng hoặc đã hết hạn')
      expect(textOf(await house.says(lam, `/start ${code}`))).not.toContain('Xin xác nhận')
    })

    it('works for 14 days', async () => {
      house.moveTo('2026-12-04T01:59:59Z')
      expect(textOf(await house.says(lam, code))).toMatch(/^Xin xác nhận/u)
      house.moveTo('2026-12-04T02:00:01Z')
      expect(textOf(await house.says(lam, 'đúng'))).toMatch(/^Mã này đã dùng hoặc đã hết hạn/u)
      expect(textOf(await house.says(lam, code))).toContain('Mã chưa đúng hoặc đã hết hạn')
      expect(await linkedTo(lam)).toBeNull()
    })

    it('typed by two chats at one moment links exactly one of them', async () => {
      const two = [lam, `${lam}-too`] as const
      for (const person of two) await house.says(person, code)
      await Promise.all(two.map((person) => house.says(person, 'đúng')))
      await house.heard()
      const owners = await Promise.all(two.map(linkedTo))
      expect(owners.filter((owner) => owner !== null)).toEqual([await memberIdOf(house, ref)])
      const loser = two[owners.indexOf(null)] ?? ''
      expect(house.newest(loser)?.text).toMatch(/^Mã này đã dùng hoặc đã hết hạn/u)
    })

    it('is void once a new one was given', async () => {
      const fresh = await house.codes()
      expect(textOf(await house.says(lam, code))).toContain('Mã chưa đúng hoặc đã hết hạn')
      expect(textOf(await house.says(lam, fresh.get(ref) ?? ''))).toMatch(/^Xin xác nhận/u)
      codes = fresh
    })
  })
})
