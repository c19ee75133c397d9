import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Address } from '../../src/messaging/address.ts'
import type { Attachment, Outbound } from '../../src/messaging/outbound.ts'
import { createZaloBot } from '../../src/platforms/zalo-bot/zalo-bot.ts'
import { startStandIn } from '../support/zalo-bot/standin.ts'

const standIn = await startStandIn()
const zalo = createZaloBot({ bot: 'zl', token: standIn.token, apiRoot: standIn.apiRoot })
const hoa = standIn.person('6ede9afa66b88fe6d6a9').isKnown()
const branch = standIn.group('zgr-0123456789abcdef0123')
const home: Address = { bot: 'zl', chat: hoa.id, kind: 'private' }
const group: Address = { bot: 'zl', chat: branch.id, kind: 'group' }

beforeEach(() => {
  standIn.faults.clear()
})
afterAll(() => standIn.close())

const labels = (...list: string[]) =>
  list.map((label, index) => ({ label, payload: `p${String(index)}` }))

const requests: readonly (readonly [string, Address, Outbound, string])[] = [
  ['plain text, whatever is in it', home, { text: 'Xin chào <b>_* {red}' }, 'Xin chào <b>_* {red}'],
  ['protected, which Zalo cannot', home, { text: 'a', isProtected: true }, 'a'],
  [
    'what was pressed before, which Zalo cannot change',
    home,
    { text: 'a', replaces: { messageId: '1', text: 'b' } },
    'a',
  ],
  ['a group', group, { text: 'a' }, 'a'],
  ['NFD', home, { text: 'Nguye\u0302\u0303n' }, 'Nguyễn'],
  ['no choices', home, { text: 'a', choices: [] }, 'a'],
  [
    'choices, numbered',
    home,
    { text: 'Câu 1', choices: labels('Tốt', 'Khá') },
    'Câu 1\n\n1. Tốt\n2. Khá',
  ],
  [
    'one choice, as what to type',
    home,
    { text: 'a', choices: labels('Bỏ qua') },
    'a\n\n→ “Bỏ qua”',
  ],
  ['choices alone', home, { text: '', choices: labels('Tốt', 'Khá') }, '1. Tốt\n2. Khá'],
]

test.each(requests)('%s is sent as exactly this request', async (_, to, message, text) => {
  const before = standIn.requests.length
  expect(await zalo.send(to, message)).toEqual({
    kind: 'sent',
    externalId: expect.stringMatching(/^\d+$/) as string,
  })
  expect(standIn.requests.slice(before)).toEqual([
    { method: 'sendMessage', params: { chat_id: to.chat, text } },
  ])
})

test('nothing to show is refused before anything is sent', async () => {
  const before = standIn.requests.length
  expect(await zalo.send(home, { text: ' \n\u0000' })).toMatchObject({
    kind: 'rejected',
    code: 'empty',
  })
  expect(standIn.requests).toHaveLength(before)
})

const chart: Attachment = {
  kind: 'picture',
  fileName: 'a.png',
  mediaType: 'image/png',
  bytes: Uint8Array.of(1),
  alt: 'Tham gia: 9/10',
  linkLine: 'Xem:',
  url: 'https://tusoi.example/d/token',
}

test('a picture is sent by its address, in one message with its words where they fit', async () => {
  const before = standIn.requests.length
  const photo = chart.url
  await zalo.send(home, { text: 'Tổng hợp', choices: labels('Tốt', 'Khá'), attachment: chart })
  await zalo.send(group, { text: 'x'.repeat(1990), attachment: chart })
  await zalo.send(home, { text: '', attachment: chart })
  expect(standIn.requests.slice(before)).toEqual([
    {
      method: 'sendPhoto',
      params: {
        chat_id: home.chat,
        photo,
        caption: 'Tham gia: 9/10\n\nTổng hợp\n\n1. Tốt\n2. Khá',
      },
    },
    { method: 'sendMessage', params: { chat_id: group.chat, text: 'x'.repeat(1990) } },
    { method: 'sendPhoto', params: { chat_id: group.chat, photo, caption: 'Tham gia: 9/10' } },
    { method: 'sendPhoto', params: { chat_id: home.chat, photo, caption: 'Tham gia: 9/10' } },
  ])
})

/** What Hoa saw of one message. */
async function shown(message: Outbound): Promise<readonly string[]> {
  const before = hoa.messages().length
  const outcome = await zalo.send(home, message)
  const parts = hoa.messages().slice(before)
  // As many as were shown, for each counts in the bot's month.
  expect(outcome).toEqual({
    kind: 'sent',
    externalId: parts.at(-1)?.messageId,
    ...(parts.length > 1 && { messages: parts.length }),
  })
  for (const { text } of parts) expect(text.length).toBeLessThanOrEqual(2000)
  return parts.map(({ text }) => text)
}

const astral = '😀'

test.each([
  ['exactly 2,000', 'x'.repeat(2000), [2000]],
  ['2,000 with the last a character of two units', 'x'.repeat(1998) + astral, [2000]],
  ['2,001, cut before the character', 'x'.repeat(1999) + astral, [1999, 2]],
  ['2,001 of them', astral.repeat(1001), [2000, 2]],
  ['too long only in NFD', 'ễ'.repeat(2000).normalize('NFD'), [2000]],
])('in UTF-16 units: %s', async (_, text, lengths) => {
  const parts = await shown({ text })
  expect(parts.map(({ length }) => length)).toEqual(lengths)
  expect(parts.join('')).toBe(text.normalize('NFC'))
})

test('a long text comes in parts, in order, cut between paragraphs, with the choices under the last', async () => {
  const paragraphs = [1, 2, 3].map((number) =>
    `${String(number)} ${'đoạn văn '.repeat(180)}`.trim(),
  )
  const parts = await shown({ text: paragraphs.join('\n\n'), choices: labels('Tốt', 'Khá') })
  expect(parts).toEqual([paragraphs[0], paragraphs[1], `${paragraphs[2] ?? ''}\n\n1. Tốt\n2. Khá`])
})

test('a question whose choices do not fit beside the whole text takes its last paragraph to them', async () => {
  const before = 'lời dẫn '.repeat(230).trim()
  const parts = await shown({
    text: `${before}\n\nCâu 1?`,
    choices: labels('a'.repeat(100), 'b'.repeat(100)),
  })
  expect(parts).toEqual([before, `Câu 1?\n\n1. ${'a'.repeat(100)}\n2. ${'b'.repeat(100)}`])
})

test('a question and its choices that just fit stay together; with one unit more they are cut before the question', async () => {
  const choices = labels('Tốt', 'Khá')
  const room = 2000 - '\n\n1. Tốt\n2. Khá'.length
  expect(await shown({ text: 'x'.repeat(room), choices })).toHaveLength(1)
  expect(await shown({ text: `${'x'.repeat(room - 5)}\n\nCâu?`, choices })).toEqual([
    'x'.repeat(room - 5),
    'Câu?\n\n1. Tốt\n2. Khá',
  ])
})

test('more choices than a message holds come in messages of their own', async () => {
  const choices = labels(...Array.from({ length: 30 }, () => 'x'.repeat(100)))
  const parts = await shown({ text: 'Câu 1?', choices })
  expect(parts[0]).toBe('Câu 1?')
  expect(parts.slice(1).join('\n').split('\n')).toHaveLength(30)
})

test('a choice is typed: its number, or the label of a single one', async () => {
  await zalo.send(home, { text: 'Câu 1', choices: labels('Tốt', 'Khá') })
  expect(hoa.chooses('Khá').isHeard).toBe(true)
  await zalo.send(home, { text: 'Câu 2', choices: labels('Bỏ qua') })
  expect(hoa.chooses('Bỏ qua').isHeard).toBe(true)
  expect(standIn.delivery.lost.map(({ message }) => message['text'])).toEqual(['2', 'Bỏ qua'])
})

test('what the bot can do', () => {
  expect(zalo).toMatchObject({ name: 'zalo-bot', bot: 'zl' })
  expect(zalo.abilities).toEqual({
    ...{
      buttons: false,
      edit: false,
      documents: false,
      photoUpload: false,
      photoByUrl: true,
      maxText: 2000,
      groupHears: 'mentions',
    },
    pace: { perSecond: 3, privateChatGapMs: 1000, groupPerMinute: 10, inFlight: 4 },
  })
  expect(
    createZaloBot({ bot: 'zl', token: '1:a', pace: { perSecond: 1 } }).abilities.pace,
  ).toMatchObject({ perSecond: 1, inFlight: 4 })
})
