// What is not taken, kindly, with what to do instead; and that nothing of it is kept.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onOneDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { answersOf, everythingStored, remediesOf, sheetOf, voicesOf } from '../support/reveal.ts'
import { answers, askedIn, walks } from '../support/walk.ts'

const refs = Array.from({ length: 24 }, (_, index) => `A${String(index + 1)}`)
const members = refs.map(
  (ref, index) =>
    `${ref}|${index === 3 ? 'Nguyễn Thị "Hoa" O\'Nghĩa <b>' : `Đảng viên Số ${String(index + 1)}`}|${index === 0 ? 'secretary' : 'member'}`,
)
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')

onOneDatabase('what is refused', (open) => {
  let house: House
  let [lam, ref] = ['', '']
  const left = [...refs].slice(4)
  const nextMember = async (): Promise<void> => {
    ref = left.pop() ?? ''
    lam = `chat-${ref}`
    await house.knows(lam, ref)
    await house.says(lam, '/tusoi')
  }
  const asked = (): string => {
    const now = askedIn(house.newest(lam))
    return now.kind === 'step' ? now.step : now.kind
  }
  const counted = () =>
    house.rows<{ reason: string; count: number }>(
      'SELECT reason, sum(count)::int AS count FROM refused_text GROUP BY reason ORDER BY reason',
    )
  beforeAll(async () => {
    const { database } = await open()
    house = await buildHouse(database, members)
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
  })

  it('photos, files, voice, video, stickers: the question goes on waiting', async () => {
    await nextMember()
    for (const what of ['photo', 'file', 'voice', 'video', 'sticker', 'other'] as const) {
      const said = textOf(await house.sends(lam, what))
      expect(said, what).toMatch(
        /^Trợ lý chỉ nhận chữ, không nhận ảnh và tệp\. Tài liệu sinh hoạt đề nghị gửi trên Sổ tay đảng viên điện tử\./u,
      )
      expect(said, what).toContain('(Câu 1/9)')
      expect(asked(), what).toBe('h.politics.level')
      house.pass(601)
    }
    expect(await answersOf(house, ref)).toEqual([])
  })

  it('ten stickers in a row are answered once; then what is said is heard as ever', async () => {
    await nextMember()
    const heard: number[] = []
    for (let count = 0; count < 10; count += 1)
      heard.push((await house.sends(lam, 'sticker')).length)
    expect(heard).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    await house.says(lam, '1')
    expect(asked()).toBe('h.ethics.level')
    expect(await house.sends(lam, 'photo')).toHaveLength(1)
    expect(await house.sends(lam, 'photo')).toHaveLength(0)
    await house.says(lam, '/lichhop')
    expect(await house.sends(lam, 'photo')).toHaveLength(1)
    expect(textOf(await house.sends('nobody', 'sticker'))).toContain('Đây là trợ lý tự động (bot)')
    expect(await house.sends('nobody', 'sticker')).toHaveLength(0)
  })

  it('a sticker beside a list takes nothing away from it', async () => {
    await nextMember()
    await house.says(lam, 'dừng')
    await house.sends(lam, 'sticker')
    await house.says(lam, '1')
    expect(asked()).toBe('h.politics.level')
  })

  it('a text over 2,000 characters, counted as a person counts; one of 2,000 is taken', async () => {
    await nextMember()
    await walks(house, lam, undefined, 'deed.text')
    for (const length of [2001, 3000]) {
      const said = textOf(await house.says(lam, 'ế'.repeat(length)))
      expect(said).toMatch(
        new RegExp(
          `^Nội dung dài ${String(length)} ký tự, quá 2000 ký tự, nên trợ lý chưa ghi\\. Đề nghị đồng chí viết ngắn lại\\.`,
          'u',
        ),
      )
      expect(asked()).toBe('deed.text')
    }
    await house.says(lam, '😀'.repeat(2000))
    expect(asked()).toBe('voice.choice')
    expect((await sheetOf(house, ref))['deed.text'] === '😀'.repeat(2000)).toBe(true)
  })

  describe('a text that must not be kept', () => {
    const texts = [
      ['classified', 'Văn bản này đóng dấu TỐI MẬT, canary-mot'],
      ['classified', 'tai lieu luu hanh noi bo canary-hai'],
      ['accusation', 'Ông Nguyễn Văn Tám tham ô tiền quỹ canary-ba'],
      ['accusation', 'Đề nghị kỷ luật đồng chí Lê Thị Hương canary-bon'],
      ['personalData', 'CCCD của tôi là 012345678901 canary-nam'],
    ] as const
    const said = {
      classified: /^Nội dung này có dấu hiệu là thông tin nội bộ hoặc mật nên trợ lý không lưu/u,
      accusation: /^Nội dung này có vẻ nói về lỗi của người khác/u,
      personalData: /^Nội dung này có số giấy tờ hoặc số tài khoản nên trợ lý không lưu/u,
    }

    it('is refused wherever words are asked for; what was refused is counted, not kept', async () => {
      await nextMember()
      await answers(house, lam, { press: 'effort' })
      const before = new Map((await counted()).map(({ reason, count }) => [reason, count]))
      const steps = ['h.politics.cause', 'h.politics.measure']
      for (const step of steps) {
        for (const [reason, text] of texts) {
          expect(textOf(await house.says(lam, text)), text).toMatch(said[reason])
          expect(asked(), text).toBe(step)
        }
        await house.says(lam, 'Việc bình thường')
      }
      await walks(
        house,
        lam,
        (step) => (step === 'voice.choice' ? { press: 'named' } : undefined),
        'voice.text',
      )
      for (const [reason, text] of texts)
        expect(textOf(await house.says(lam, text)), text).toMatch(said[reason])
      const after = Object.fromEntries(
        (await counted()).map(({ reason, count }) => [reason, count - (before.get(reason) ?? 0)]),
      )
      expect(after).toEqual({ accusation: 6, classified: 6, personalData: 3 })
      expect((await everythingStored(house)).filter((line) => line.includes('canary'))).toEqual([])
      expect(
        JSON.stringify([
          await answersOf(house, ref),
          await remediesOf(house, ref),
          await voicesOf(house),
        ]),
      ).not.toContain('canary')
    })

    it('is refused outside the sheet too', async () => {
      await nextMember()
      await house.says(lam, '/gopy')
      await house.says(lam, '1')
      for (const [reason, text] of texts)
        expect(textOf(await house.says(lam, text)), text).toMatch(said[reason])
      expect(textOf(await house.says(lam, 'ế'.repeat(2001)))).toMatch(/^Nội dung dài 2001 ký tự/u)
      expect(textOf(await house.sends(lam, 'photo'))).toMatch(/^Trợ lý chỉ nhận chữ/u)
      expect(await voicesOf(house)).toEqual([])
    })
  })

  it('a date that is past, none, or too far', async () => {
    await nextMember()
    await answers(house, lam, { press: 'effort' })
    await answers(house, lam, { press: 'time' })
    await house.says(lam, 'Đọc báo mỗi sáng')
    for (const [typed, said] of [
      ['15/13', '“15/13” không phải là ngày có thật.'],
      ['31/11', '“31/11” không phải là ngày có thật.'],
      ['19/11/2026', '“19/11/2026” là ngày đã qua.'],
      ['20/11/2030', '“20/11/2030” còn quá xa'],
      ['hôm nào đó', '“hôm nào đó” không phải là ngày có thật.'],
    ] as const) {
      expect(textOf(await house.says(lam, typed)), typed).toMatch(new RegExp(`^${said}`, 'u'))
      expect(asked(), typed).toBe('h.politics.due')
    }
    expect(await remediesOf(house, ref)).toEqual([])
    await house.says(lam, 'hôm nay')
    expect((await remediesOf(house, ref))[0]?.dueOn).toBe('2026-11-20')
  })

  describe('a button', () => {
    const stale = /^Nút vừa bấm không còn dùng được, nên chưa có gì thay đổi\./u
    let payload = ''
    let [owner, ownerRef] = ['', '']
    beforeAll(async () => {
      await nextMember()
      payload = house.newest(lam)?.message.choices?.[0]?.payload ?? ''
      ;[owner, ownerRef] = [lam, ref]
    })
    beforeEach(async () => {
      await nextMember()
    })
    const forged = (): readonly string[] => {
      const tag = payload.slice(payload.lastIndexOf('~'))
      return [
        '',
        '~',
        'x',
        'q|1|h.politics.level|good',
        `q|1|h.politics.level|mend${tag}`,
        `q|1|h.ethics.level|good${tag}`,
        `t|/tonghop${tag}`,
        `${payload.slice(0, -1)}A`,
        `${payload}A`,
        'q|1|__proto__.level|good~AAAAAAAAAAA',
        `s|1|submit${tag}`,
        '\u0000'.repeat(64),
        'ế'.repeat(30),
      ]
    }

    it('of another person changes nothing for either', async () => {
      expect(textOf(await house.pressesPayload(lam, payload))).toMatch(stale)
      expect(asked()).toBe('h.politics.level')
      expect([...(await answersOf(house, ref)), ...(await answersOf(house, ownerRef))]).toEqual([])
      await house.pressesPayload(owner, payload)
      expect(await answersOf(house, ownerRef)).toHaveLength(1)
    })

    it('forged in any way changes nothing', async () => {
      for (const each of forged())
        expect(textOf(await house.pressesPayload(lam, each)), each).toMatch(stale)
      expect(await answersOf(house, ref)).toEqual([])
      expect(asked()).toBe('h.politics.level')
    })

    it('of a question that is no longer asked says so', async () => {
      await answers(house, lam, { press: 'effort' })
      const old = house.newest(lam)?.message.choices?.[0]?.payload ?? ''
      await house.says(lam, 'quay lại')
      await answers(house, lam, { press: 'good' })
      expect(textOf(await house.pressesPayload(lam, old))).toMatch(stale)
      expect(asked()).toBe('h.ethics.level')
    })

    it('pressed twice counts as pressed again, on the same question', async () => {
      const mine = house.newest(lam)?.message.choices?.[0]?.payload ?? ''
      await house.pressesPayload(lam, mine)
      await house.pressesPayload(lam, mine)
      expect(asked()).toBe('h.ethics.level')
      expect((await answersOf(house, ref)).map(({ question, value }) => [question, value])).toEqual(
        [
          ['h.politics.level', { kind: 'choice', id: 'good' }],
          ['h.politics.level', { kind: 'choice', id: 'good' }],
        ],
      )
    })

    it('pressed by a stranger asks for the code', async () => {
      expect(textOf(await house.pressesPayload('nobody', payload))).toContain('nhập mã 8 ký tự')
    })
  })

  it('a name with quotes and angle brackets is shown as it is', async () => {
    await house.says('quoted', `/start ${(await house.codes()).get('A4') ?? ''}`)
    expect(house.newest('quoted')?.text).toContain(
      'Xin xác nhận: đồng chí Nguyễn Thị "Hoa" O\'Nghĩa <b>, Chi bộ Tổ dân phố số 5, Đảng bộ phường An Hòa.\n\n',
    )
    await house.knows('secretary', 'A1')
    expect(textOf(await house.says('secretary', '/thamgia'))).toContain(
      '– Nguyễn Thị "Hoa" O\'Nghĩa <b> (chưa kết nối)',
    )
  })

  it('an edit of an old message changes no answer, and says how to change one', async () => {
    await nextMember()
    await house.says(lam, '1')
    const chat = { bot: 'telegram', chat: lam, kind: 'private' } as const
    expect(
      textOf(await house.happens(lam, chat, { kind: 'text', text: '3', edited: true })),
    ).toMatch(/^Sửa tin nhắn cũ thì câu trả lời không đổi/u)
    expect((await answersOf(house, ref)).map(({ value }) => value)).toEqual([
      { kind: 'choice', id: 'good' },
    ])
  })
})
