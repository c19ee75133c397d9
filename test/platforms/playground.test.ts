import { describe, expect, test } from 'vitest'
import type { Inbound } from '../../src/messaging/inbound.ts'
import type { PlaygroundEntry } from '../../src/platforms/playground/entry.ts'
import type { PlaygroundOptions } from '../../src/platforms/playground/playground.ts'
import { createPlayground } from '../../src/platforms/playground/playground.ts'
import { memoryLedger } from '../support/fake-play.ts'

const now = () => new Date('2026-11-26T08:00:00+07:00')
const lam = { bot: 'playground', chat: 'm:lam', kind: 'private' } as const
const lamByText = { bot: 'playground-text', chat: 't:lam', kind: 'private' } as const
const group = { bot: 'playground', chat: 'g:to-5', kind: 'group' } as const
const yesNo = [
  { label: 'Đúng', payload: 'y' },
  { label: 'Không phải', payload: 'n' },
]

function open(options: Partial<PlaygroundOptions> = {}) {
  const ledger = memoryLedger()
  const playground = createPlayground({ ledger, now, ...options })
  const heard: Inbound[] = []
  const receive = async (inbound: Inbound) => Promise.resolve(void heard.push(inbound))
  return { ledger, playground, heard, listen: async () => playground.poll?.(receive) }
}

describe('what the bot sends', () => {
  test('stands on the phone, with numbered choices', async () => {
    const { playground } = open()
    const outcome = await playground.send(lam, { text: 'Xin xác nhận', choices: yesNo })
    const [entry] = await playground.conversation('m:lam')
    expect(outcome).toEqual({ kind: 'sent', externalId: entry?.id })
    expect(entry).toMatchObject({ from: 'bot', text: 'Xin xác nhận' })
    expect(entry?.choices).toEqual([
      { label: '1. Đúng', payload: 'y' },
      { label: '2. Không phải', payload: 'n' },
    ])
  })

  test('replaces the keyboard that was pressed', async () => {
    const { playground } = open()
    const asked = await playground.send(lam, { text: 'Đúng không?', choices: yesNo })
    const messageId = asked.kind === 'sent' ? asked.externalId : ''
    await playground.send(lam, {
      text: 'Cảm ơn',
      replaces: { messageId, text: 'Đúng không? – Đúng' },
    })
    expect(await playground.conversation('m:lam')).toMatchObject([
      { text: 'Đúng không? – Đúng', choices: [], isReplaced: true },
      { text: 'Cảm ơn' },
    ])
  })

  test('brings its file along', async () => {
    const { playground } = open()
    const attachment = {
      kind: 'document',
      fileName: 'lịch.ics',
      mediaType: 'text/calendar',
      bytes: Uint8Array.of(0, 255),
      alt: 'Lịch',
      linkLine: '',
    } as const
    await playground.send(lam, { text: 'Lịch họp', attachment })
    expect(await playground.conversation('m:lam')).toMatchObject([
      { text: 'Lịch họp', file: { name: 'lịch.ics', mediaType: 'text/calendar', base64: 'AP8=' } },
    ])
  })

  test('never replaces a message of another chat, or of a person', async () => {
    const { playground, listen } = open()
    await listen()
    await playground.says('m:lam', 'm:lam', 'của tôi')
    await playground.send(group, { text: 'Nhóm' })
    for (const entry of await playground.everything()) {
      await playground.send(
        { ...lam, chat: 'm:mai' },
        { text: '', replaces: { messageId: entry.id, text: 'khác' } },
      )
    }
    expect((await playground.everything()).filter(({ isReplaced }) => isReplaced === true)).toEqual(
      [],
    )
  })

  test('without buttons has its choices as lines', async () => {
    const { playground } = open()
    const { textOnly } = playground
    const outcome = await textOnly.send(lamByText, { text: 'Xin xác nhận', choices: yesNo })
    expect(textOnly.abilities).toMatchObject({ buttons: false, edit: false })
    const [entry] = await playground.conversation('t:lam')
    expect(entry).toMatchObject({ text: 'Xin xác nhận\n\n1. Đúng\n2. Không phải', choices: [] })
    expect(outcome).toEqual({ kind: 'sent', externalId: entry?.id })
    expect(await playground.conversation('m:lam')).toEqual([])
  })

  test('without buttons is as long as a Zalo Bot has it, its choices under the last part', async () => {
    const { playground } = open()
    const outcome = await playground.textOnly.send(lamByText, {
      text: 'x'.repeat(2_500),
      choices: yesNo,
    })
    expect(outcome).toMatchObject({ kind: 'sent', messages: 2 })
    const texts = (await playground.conversation('t:lam')).map(({ text }) => text)
    expect(texts).toEqual(['x'.repeat(2_000), `${'x'.repeat(500)}\n\n1. Đúng\n2. Không phải`])
    expect(await playground.textOnly.send(lamByText, { text: ' ' })).toMatchObject({
      kind: 'rejected',
    })
  })

  test('of one bot never comes by the other', async () => {
    const { playground } = open()
    expect(await playground.send(lamByText, { text: 'a' })).toEqual({
      kind: 'gone',
      reason: 'chatNotFound',
    })
    expect(await playground.textOnly.send(lam, { text: 'a' })).toEqual({
      kind: 'gone',
      reason: 'chatNotFound',
    })
    expect(await playground.everything()).toEqual([])
  })

  test('to a chat that cannot be is gone; with a broken ledger is unknown', async () => {
    const { playground } = open()
    expect(await playground.send({ ...lam, chat: '12' }, { text: 'a' })).toEqual({
      kind: 'gone',
      reason: 'chatNotFound',
    })
    const broken = open({
      ledger: { ...memoryLedger(), append: async () => Promise.reject(new Error('disk')) },
    })
    expect(await broken.playground.send(lam, { text: 'a' })).toEqual({
      kind: 'unreachable',
      reason: 'server',
      delivered: 'unknown',
    })
  })

  test('is no webhook', () => {
    expect(
      open().playground.read({ headers: {}, body: new Uint8Array(), receivedAt: now() }),
    ).toBeNull()
  })
})

describe('what the fingers do', () => {
  test('a text, clean, from a private chat and from the group', async () => {
    const { playground, heard, listen } = open()
    await listen()
    await playground.says('m:lam', 'm:lam', 'Tư\u0323 soi\0')
    await playground.says('m:lam', 'g:to-5', 'chào')
    await playground.says('t:lam', 't:lam', '2')
    expect(heard).toMatchObject([
      {
        kind: 'text',
        text: 'Tự soi',
        edited: false,
        from: lam,
        sender: { id: 'm:lam' },
        sentAt: now(),
      },
      { kind: 'text', text: 'chào', from: group, sender: { id: 'm:lam' } },
      { kind: 'text', text: '2', from: lamByText, sender: { id: 't:lam' } },
    ])
    expect((await playground.everything()).map(({ standing }) => standing)).toEqual([
      'arrived',
      'arrived',
      'arrived',
    ])
  })

  test('a press, an attachment and an edit', async () => {
    const { playground, heard, listen } = open()
    await listen()
    const asked = await playground.send(lam, { text: 'Đúng không?', choices: yesNo })
    const messageId = asked.kind === 'sent' ? asked.externalId : ''
    await playground.presses('m:lam', 'm:lam', messageId, 'y')
    await playground.attaches('m:lam', 'm:lam', 'voice')
    await playground.says('m:lam', 'm:lam', 'một')
    const said = heard.at(-1)
    await playground.edits(said?.kind === 'text' ? said.messageId : '', 'hai')
    expect(heard).toMatchObject([
      { kind: 'press', messageId, payload: 'y', shown: { text: 'Đúng không?', label: '1. Đúng' } },
      { kind: 'attachment', what: 'voice' },
      { kind: 'text', text: 'một', edited: false },
      { kind: 'text', text: 'hai', edited: true },
    ])
    expect(await playground.conversation('m:lam')).toMatchObject([
      { pressed: 'y' },
      { what: 'voice' },
      { text: 'hai', edition: 1 },
    ])
    expect(new Set(heard.map(({ key }) => key)).size).toBe(4)
  })

  test('a slip lies on the phone, and the service hears nothing of it', async () => {
    const { playground, heard, listen } = open()
    await listen()
    await playground.slip('m:lam', 'Phiếu mời', '7KMQ 2RTB')
    expect(await playground.conversation('m:lam')).toMatchObject([
      { from: 'slip', code: '7KMQ 2RTB', standing: 'arrived' },
    ])
    expect(heard).toEqual([])
  })

  test('two at once are heard one after the other', async () => {
    const { playground } = open()
    const events: string[] = []
    await playground.poll?.(async (inbound) => {
      events.push(`begin ${inbound.kind === 'text' ? inbound.text : ''}`)
      await new Promise(setImmediate)
      events.push('end')
    })
    await Promise.all([
      playground.says('m:lam', 'm:lam', 'một'),
      playground.says('m:lam', 'm:lam', 'hai'),
    ])
    expect(events).toEqual(['begin một', 'end', 'begin hai', 'end'])
  })

  test('listeners hear every change until they stop', async () => {
    const { playground, listen } = open()
    await listen()
    const seen: [string, string][] = []
    const stop = playground.subscribe(({ text, standing }) => seen.push([text, standing]))
    await playground.says('m:lam', 'm:lam', 'một')
    stop()
    await playground.says('m:lam', 'm:lam', 'hai')
    expect(seen).toEqual([
      ['một', 'waiting'],
      ['một', 'arrived'],
    ])
  })
})

describe('over starts', () => {
  test('what the service died over is handed over again with the same key at the next start, once', async () => {
    const { ledger, playground } = open()
    const keys: string[] = []
    await playground.poll?.(async ({ key }) => {
      keys.push(key)
      return new Promise(() => undefined)
    })
    void playground.says('m:lam', 'm:lam', 'một')
    await expect.poll(() => keys).toHaveLength(1)

    const next = open({ ledger })
    await next.listen()
    expect(next.heard.map(({ key }) => key)).toEqual(keys)
    expect(await next.playground.everything()).toMatchObject([{ standing: 'arrived' }])
    const third = open({ ledger })
    await third.listen()
    expect(third.heard).toEqual([])
  })

  test('what the service could not take is marked and told, and does not come back by itself', async () => {
    const { ledger, playground } = open()
    await playground.poll?.(async () => Promise.reject(new Error('database')))
    await expect(playground.says('m:lam', 'm:lam', 'một')).rejects.toThrow('database')
    expect(await playground.everything()).toMatchObject([{ text: 'một', standing: 'failed' }])
    const next = open({ ledger })
    await next.listen()
    expect(next.heard).toEqual([])
  })

  test('a message that fails again does not keep the service from starting', async () => {
    const { playground } = open()
    await playground.says('m:lam', 'm:lam', 'một')
    await expect(
      playground.poll?.(async () => Promise.reject(new Error('still'))),
    ).resolves.toBeTypeOf('function')
  })

  test('a stopped playground keeps what is typed for the next start', async () => {
    const { playground, heard, listen } = open()
    const stop = await listen()
    await stop?.()
    await playground.says('m:lam', 'm:lam', 'một')
    expect(heard).toEqual([])
    await listen()
    expect(heard).toHaveLength(1)
  })

  test('begun anew, all phones are empty', async () => {
    const { ledger, playground } = open()
    await playground.send(lam, { text: 'a' })
    await playground.clear()
    expect([await playground.everything(), ledger.rows.size]).toEqual([[], 0])
  })

  test('an entry survives JSON', async () => {
    const { ledger, playground } = open()
    await playground.slip('m:lam', 'Phiếu', 'CODE')
    await playground.send(lam, { text: 'a', choices: yesNo })
    const rows: PlaygroundEntry[] = [...ledger.rows.values()]
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows)
  })
})
