// A button answers the question it was shown with. Pressed later, by whoever rightly has it, it says
// so and does nothing: above all no yes of last month confirms what is asked today.
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyTables, onOneDatabase, type TestDatabase } from '../support/database.ts'
import { buildHouse, type House, type Said } from '../support/house.ts'
import { memberIdOf } from '../support/reveal.ts'
import { walks } from '../support/walk.ts'

const members = ['A1|Trần Văn Lâm|secretary', 'A2|Nguyễn Thị Hoa|deputy', 'A3|Vũ Thị An']
const textOf = (said: readonly Said[]): string => said.map(({ text }) => text).join('\n')
const older = /^Nút này của câu hỏi trước nên chưa có gì thay đổi\./u

onOneDatabase('old buttons', (open) => {
  let at: TestDatabase | undefined
  let house: House
  beforeEach(async () => {
    at ??= await open()
    await emptyTables(at.database)
    house = await buildHouse(at.database, members)
    for (const [person, ref] of [
      ['lam', 'A1'],
      ['hoa', 'A2'],
      ['an', 'A3'],
    ] as const)
      await house.knows(person, ref)
  })

  const says = async (person: string, ...typed: readonly string[]): Promise<string> => {
    let said: readonly Said[] = []
    for (const each of typed) said = await house.says(person, each)
    return textOf(said)
  }
  /** The button at this place, from 1, as it stands on the phone now. */
  const button = (person: string, place: number): string => {
    const found = house.newest(person)?.message.choices?.[place - 1]
    if (found === undefined) throw new Error(`no button ${String(place)}`)
    return found.payload
  }
  const press = async (person: string, payload: string): Promise<string> =>
    textOf(await house.pressesPayload(person, payload))
  /** A button as the first version made it. */
  const former = async (ref: string, action: string): Promise<string> =>
    `${action}~${house.keyring.tag(`${await memberIdOf(house, ref)}:${action}`)}`
  const placeOf = async (ref: string): Promise<Record<string, unknown>> => {
    const [row] = await house.rows<{ conversation: Record<string, unknown> }>(
      'SELECT conversation FROM account WHERE member_id = $1::uuid',
      await memberIdOf(house, ref),
    )
    return row?.conversation ?? {}
  }
  const focusOf = async (ref: string): Promise<unknown> => (await placeOf(ref))['focus']
  /** Another one once the member's data were erased. */
  const keyOf = async (ref: string): Promise<string | undefined> =>
    (
      await house.rows<{ key: string }>(
        `SELECT encode(wrapped, 'hex') AS key FROM member_key WHERE member_id = $1::uuid`,
        await memberIdOf(house, ref),
      )
    )[0]?.key
  const refusedPurposes = async (ref: string) =>
    house.rows<{ purpose: string }>(
      `SELECT purpose FROM (SELECT DISTINCT ON (purpose) purpose, is_granted FROM consent
        WHERE member_id = $1::uuid ORDER BY purpose, at DESC) AS newest WHERE NOT is_granted`,
      await memberIdOf(house, ref),
    )
  const branch = async (): Promise<Record<string, unknown> | undefined> =>
    (await house.rows<Record<string, unknown>>('SELECT * FROM branch ORDER BY id'))[0]
  const secretary = async (): Promise<unknown> =>
    (await house.rows<{ id: string }>(`SELECT id FROM member WHERE role = 'secretary'`))[0]?.id

  describe('a yes given to what was not wanted', () => {
    it('confirms no later erasure', async () => {
      const before = await keyOf('A3')
      await says('an', '/xoadulieu')
      const yes = button('an', 1)
      await says('an', 'không', '/xoadulieu')
      const meant = button('an', 1)
      const said = await press('an', yes)
      expect(said).toMatch(older)
      expect(said).toContain('Mời đồng chí trả lời câu hỏi mới nhất')
      expect(await focusOf('A3')).toEqual({ at: 'confirmErase' })
      expect(await keyOf('A3')).toBe(before)
      await press('an', meant)
      expect(await keyOf('A3')).not.toBe(before)
    })

    it('confirms no erasure where a withdrawal was asked, and the other way round', async () => {
      const before = await keyOf('A3')
      await says('an', '/rutdongy')
      const toWithdraw = button('an', 1)
      await says('an', '/huy', '/xoadulieu')
      const toErase = button('an', 1)
      expect(await press('an', toWithdraw)).toMatch(older)
      expect(await keyOf('A3')).toBe(before)
      await says('an', '/huy', '/rutdongy')
      for (const payload of [toErase, toWithdraw]) expect(await press('an', payload)).toMatch(older)
      expect(await refusedPurposes('A3')).toEqual([])
    })

    it('confirms no later withdrawal', async () => {
      await says('an', '/rutdongy')
      const yes = button('an', 1)
      await says('an', '2', '/rutdongy')
      const meant = button('an', 1)
      expect(await press('an', yes)).toMatch(older)
      expect(await refusedPurposes('A3')).toEqual([])
      await press('an', meant)
      expect(await refusedPurposes('A3')).not.toEqual([])
    })

    it('confirms no other change of a setting', async () => {
      await says('lam', '/caidat góp ý')
      const yes = button('lam', 1)
      await says('lam', 'giữ nguyên', '/caidat phó bí thư')
      const meant = button('lam', 1)
      const before = await branch()
      expect(await press('lam', yes)).toMatch(older)
      expect(await branch()).toEqual(before)
      expect(await focusOf('A1')).toMatchObject({ at: 'confirmSetting' })
      await press('lam', meant)
      expect(await branch()).not.toEqual(before)
    })

    it('hands the office over to nobody else', async () => {
      await says('lam', '/caidat bàn giao Vũ Thị An')
      const yes = button('lam', 1)
      await says('lam', 'không', '/caidat bàn giao Nguyễn Thị Hoa')
      expect(await press('lam', yes)).toMatch(older)
      expect(await house.rows('SELECT state FROM handover')).toEqual([])
    })

    it('takes no office that is offered later', async () => {
      const before = await secretary()
      const offer = async () => {
        await says('lam', '/caidat bàn giao Nguyễn Thị Hoa')
        await house.presses('lam', 1)
      }
      await offer()
      const take = button('hoa', 1)
      await says('lam', '/caidat bàn giao thôi')
      house.pass(60)
      await offer()
      const meant = button('hoa', 1)
      const said = await press('hoa', take)
      expect(said).toMatch(older)
      expect(said).toContain('/caidat nhan')
      expect(await secretary()).toBe(before)
      await press('hoa', meant)
      expect(await secretary()).toBe(await memberIdOf(house, 'A2'))
    })

    it('links nobody by another code', async () => {
      await says('moi', `/start ${await house.codeFor('A3')}`)
      const yes = button('moi', 1)
      await says('moi', 'không', `/start ${await house.codeFor('A2')}`)
      const said = await press('moi', yes)
      expect(said).toMatch(older)
      expect(said).toContain('Mời đồng chí trả lời câu hỏi mới nhất')
      expect(
        await house.rows(
          `SELECT 1 FROM account WHERE state = 'linked' AND member_id = $1::uuid`,
          await memberIdOf(house, 'A2'),
        ),
      ).toHaveLength(1)
    })

    it('agrees to nothing once consent was withdrawn', async () => {
      await says('an', '/dongy')
      const agree = button('an', 1)
      await says('an', '/rutdongy', 'đồng ý')
      const refused = await refusedPurposes('A3')
      expect(await press('an', agree)).toMatch(older)
      expect(await refusedPurposes('A3')).toEqual(refused)
    })
  })

  describe('a question stands', () => {
    it('while something is only looked at, and after what cannot be taken', async () => {
      await says('an', '/xoadulieu')
      const yes = button('an', 1)
      const before = await keyOf('A3')
      await says('an', '/lichhop')
      await house.sends('an', 'sticker')
      expect(await press('an', yes)).not.toMatch(older)
      expect(await keyOf('A3')).not.toBe(before)
    })

    it('no longer when another list is shown beside it', async () => {
      await says('an', '/xoadulieu')
      const yes = button('an', 1)
      const before = await keyOf('A3')
      await says('an', '/huongdan')
      expect(await press('an', yes)).toMatch(older)
      expect(await keyOf('A3')).toBe(before)
    })

    it('no longer for the sheet that is opened after it', async () => {
      await says('an', '/xoadulieu')
      const no = button('an', 2)
      await says('an', 'không')
      await house.opens('2026-11', '2026-12-02T13:00:00Z')
      await says('an', '/tusoi')
      const asked = await focusOf('A3')
      const question = house.newest('an')?.text ?? '?'
      const said = await press('an', no)
      expect(said).toMatch(older)
      expect(said).toContain(question)
      expect(await focusOf('A3')).toEqual(asked)
    })
  })

  it('the message of an old button loses its buttons and does not say that one was chosen', async () => {
    await says('an', '/xoadulieu')
    const shown = house.newest('an')
    await says('an', 'không')
    const [choice] = shown?.message.choices ?? []
    const press = { kind: 'press', pressId: 'p', messageId: 'm77', ...choice }
    const [said] = await house.happens(
      'an',
      { bot: 'telegram', chat: 'an', kind: 'private' },
      { ...press, shown: { text: shown?.text, label: choice?.label } },
    )
    expect(said?.message.replaces).toEqual({ messageId: 'm77', text: shown?.text })
  })

  it('a list that was shown before another one changes nothing, and says what to type', async () => {
    await says('lam', '/hop', 'ngày 3', '19h30', 'bỏ qua', '/xoayvong 1')
    const stop = button('lam', house.newest('lam')?.labels.length ?? 0)
    await says('lam', '/thamgia', '/caidat')
    const before = await branch()
    const said = await press('lam', stop)
    expect(said).toMatch(older)
    expect(said).toContain('mời đồng chí nhắn: xoay vòng.')
    expect(await branch()).toEqual(before)
  })

  describe('of the first version', () => {
    it('a yes confirms nothing, whatever is asked now', async () => {
      const keys = [await keyOf('A1'), await branch(), await secretary()]
      for (const asked of [
        '/xoadulieu',
        '/rutdongy',
        '/caidat góp ý',
        '/caidat bàn giao Vũ Thị An',
      ]) {
        await says('lam', asked)
        const focus = await focusOf('A1')
        for (const words of ['1', 'dong y doi', 'dong y ban giao', '/caidat gop y 1', '/hoantac'])
          expect(await press('lam', await former('A1', `t|${words}`)), words).toMatch(older)
        expect(await focusOf('A1')).toEqual(focus)
      }
      expect([await keyOf('A1'), await branch(), await secretary()]).toEqual(keys)
      expect(await refusedPurposes('A1')).toEqual([])
    })

    it('an answer to an offer of the office takes none, and says how', async () => {
      await says('lam', '/caidat bàn giao Nguyễn Thị Hoa')
      await house.presses('lam', 1)
      const said = await press('hoa', await former('A2', 't|/caidat nhan'))
      expect(said).toMatch(older)
      expect(said).toContain('/caidat nhan')
      expect(await secretary()).toBe(await memberIdOf(house, 'A1'))
    })

    it('what only opens something still opens it', async () => {
      expect(await press('an', await former('A3', 't|/tusua'))).toContain('tự sửa')
      expect(await press('an', await former('A3', 't|/lichhop'))).not.toMatch(older)
      expect(await press('lam', await former('A1', 't|/thamgia'))).not.toMatch(older)
      expect(await press('lam', await former('A1', 't|/huongdan 1'))).not.toMatch(older)
      expect(await press('lam', await former('A1', 't|/caidat lich nhac'))).not.toMatch(older)
    })

    it('a list that was remembered is explained too', async () => {
      const menu = JSON.stringify([
        { label: 'Một đồng chí mỗi buổi', payload: 't|/xoayvong 1' },
        { label: 'Tự sửa', payload: 't|/tusua' },
      ])
      const remember = async () =>
        house.rows(
          `UPDATE account SET conversation =
            jsonb_build_object('focus', jsonb_build_object('at', 'nothing'), 'menu', $2::jsonb)
            WHERE member_id = $1::uuid`,
          await memberIdOf(house, 'A1'),
          menu,
        )
      const before = await branch()
      await remember()
      expect(await says('lam', '1')).toMatch(older)
      expect(await branch()).toEqual(before)
      await remember()
      expect(await says('lam', '2')).not.toMatch(older)
    })

    it('the consent that is asked is asked once more', async () => {
      await says('an', '/rutdongy', 'đồng ý', '/dongy')
      const refused = await refusedPurposes('A3')
      const said = await press('an', await former('A3', 'c|0|y'))
      expect(said).toMatch(older)
      expect(await refusedPurposes('A3')).toEqual(refused)
    })
  })

  it('a round answered by buttons alone is as before', async () => {
    await house.opens('2026-11', '2026-12-02T13:00:00Z')
    await says('an', '/tusoi')
    expect((await walks(house, 'an')).length).toBeGreaterThan(3)
  })
})
