import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Address } from '../../src/messaging/address.ts'
import type { Attachment, Outbound } from '../../src/messaging/outbound.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'
import { startStandIn } from '../support/telegram/standin.ts'

const standIn = await startStandIn()
const telegram = createTelegram({ bot: 'tg', token: standIn.token, apiRoot: standIn.apiRoot })
const hoa = standIn.person(42).isKnown()
const branch = standIn.group(-77)
const home: Address = { bot: 'tg', chat: '42', kind: 'private' }
const group: Address = { bot: 'tg', chat: '-77', kind: 'group' }

beforeEach(() => {
  standIn.faults.clear()
  standIn.world.log(42).skipRead()
})
afterAll(() => standIn.close())

const plain = { link_preview_options: { is_disabled: true } }
const button = (text: string, data: string) => [{ text, callback_data: data }]

const requests: readonly (readonly [string, Address, Outbound, object])[] = [
  [
    'plain text',
    home,
    { text: 'Xin chào <b>_*' },
    { chat_id: 42, text: 'Xin chào <b>_*', ...plain },
  ],
  [
    'protected',
    home,
    { text: 'a', isProtected: true },
    { chat_id: 42, text: 'a', ...plain, protect_content: true },
  ],
  ['a group', group, { text: 'a', isProtected: false }, { chat_id: -77, text: 'a', ...plain }],
  [
    'a forum topic',
    { ...group, thread: '3' },
    { text: 'a' },
    { chat_id: -77, text: 'a', ...plain, message_thread_id: 3 },
  ],
  ['no choices', home, { text: 'a', choices: [] }, { chat_id: 42, text: 'a', ...plain }],
  [
    'one choice, not numbered',
    home,
    { text: 'a', choices: [{ label: 'Đồng ý', payload: 'p1' }] },
    {
      chat_id: 42,
      text: 'a',
      ...plain,
      reply_markup: { inline_keyboard: [button('Đồng ý', 'p1')] },
    },
  ],
  [
    'choices, one a row, numbered',
    home,
    {
      text: 'a',
      choices: [
        { label: 'Tốt', payload: 'p1' },
        { label: 'Khá', payload: 'p'.repeat(64) },
      ],
    },
    {
      chat_id: 42,
      text: 'a',
      ...plain,
      reply_markup: { inline_keyboard: [button('1. Tốt', 'p1'), button('2. Khá', 'p'.repeat(64))] },
    },
  ],
]

test.each(requests)('%s is sent as exactly this request', async (_, to, message, params) => {
  const before = standIn.requests.length
  expect(await telegram.send(to, message)).toEqual({
    kind: 'sent',
    externalId: expect.stringMatching(/^\d+$/) as string,
  })
  expect(standIn.requests.slice(before)).toEqual([{ method: 'sendMessage', params }])
})

test.each([['p'.repeat(65)], ['ộ'.repeat(22)], ['']])(
  'a payload that cannot come back is refused before anything is sent: %s',
  async (payload) => {
    const before = standIn.requests.length
    const outcome = await telegram.send(home, { text: 'a', choices: [{ label: 'Tốt', payload }] })
    expect(outcome).toMatchObject({ kind: 'rejected', code: 'payload' })
    expect(standIn.requests).toHaveLength(before)
  },
)

test('a long text comes in parts, in order, with the choices under the last', async () => {
  const paragraphs = [1, 2, 3].map((number) =>
    `${String(number)} ${'đoạn văn '.repeat(300)}`.trim(),
  )
  const outcome = await telegram.send(home, {
    text: paragraphs.join('\n\n'),
    choices: [{ label: 'Tốt', payload: 'p' }],
  })
  const parts = hoa.messages().slice(-3)
  expect(parts.map(({ text }) => text)).toEqual(paragraphs)
  expect(parts.map(({ buttons }) => buttons.length)).toEqual([0, 0, 1])
  expect(outcome).toEqual({ kind: 'sent', externalId: String(parts[2]?.messageId) })
})

const slips: Attachment = {
  kind: 'document',
  fileName: 'Phiếu mời.docx',
  mediaType: 'application/msword',
  bytes: Uint8Array.of(80, 75, 0, 255, 13, 10),
  alt: 'Phiếu mời',
  linkLine: 'Tải:',
}

test('a document is uploaded after its words, which stay protected with their keyboard', async () => {
  const before = standIn.requests.length
  const message = {
    text: 'Mã mời',
    choices: [{ label: 'Xong', payload: 'p' }],
    isProtected: true,
    attachment: slips,
  }
  const outcome = await telegram.send(home, message)
  const [words, paper] = hoa.messages().slice(-2)
  expect(
    standIn.requests
      .slice(before)
      .map(({ method, params }) => [method, Object.keys(params).sort()]),
  ).toEqual([
    ['sendMessage', ['chat_id', 'link_preview_options', 'protect_content', 'reply_markup', 'text']],
    // To be printed: a protected file cannot be saved.
    ['sendDocument', ['caption', 'chat_id', 'document', 'method']],
  ])
  expect(words).toMatchObject({ text: 'Mã mời', isProtected: true, buttons: [{ label: 'Xong' }] })
  expect(paper).toMatchObject({
    text: 'Phiếu mời',
    isProtected: false,
    file: { fileName: 'Phiếu mời.docx', bytes: Buffer.from(slips.bytes) },
  })
  expect(outcome).toEqual({ kind: 'sent', externalId: String(words?.messageId) })
})

test('a picture is uploaded with all that is seen in it, protected as its words, also into a topic', async () => {
  const chart: Attachment = {
    ...slips,
    kind: 'picture',
    fileName: 'a.png',
    mediaType: 'image/png',
    alt: 'x'.repeat(2000),
  }
  await telegram.send({ ...group, thread: '3' }, { text: '', isProtected: true, attachment: chart })
  expect(branch.lastMessage()).toMatchObject({
    text: 'x'.repeat(1024),
    isProtected: true,
    thread: 3,
    file: { fileName: 'a.png' },
  })
})

test.each([
  ['before its words are out, nothing is', 'sendMessage', { kind: 'throttled' }],
  [
    'after them, it is not known what arrived',
    'sendDocument',
    { kind: 'unreachable', delivered: 'unknown' },
  ],
])('a file that is throttled: %s', async (_, method, outcome) => {
  standIn.faults.add({
    method,
    what: {
      kind: 'refuse',
      error: { ok: false, error_code: 429, description: 'Too Many Requests' },
    },
  })
  expect(await telegram.send(home, { text: 'a', attachment: slips })).toMatchObject(outcome)
})

test('the pressed message keeps its text and loses its keyboard', async () => {
  const first = await telegram.send(home, {
    text: 'Câu 1',
    choices: [{ label: 'Tốt', payload: 'p' }],
  })
  const messageId = first.kind === 'sent' ? first.externalId : ''
  await telegram.send(home, { text: 'Câu 2', replaces: { messageId, text: 'Câu 1: Tốt' } })
  const [pressed, next] = hoa.messages().slice(-2)
  expect(pressed).toMatchObject({ texts: ['Câu 1', 'Câu 1: Tốt'], buttons: [] })
  expect(next).toMatchObject({ text: 'Câu 2' })
})

test('a replaced text that fits no message leaves the old one and takes only the keyboard', async () => {
  const first = await telegram.send(home, {
    text: 'Câu 1',
    choices: [{ label: 'Tốt', payload: 'p' }],
  })
  const messageId = first.kind === 'sent' ? first.externalId : ''
  await telegram.send(home, { text: 'Câu 2', replaces: { messageId, text: 'x'.repeat(4097) } })
  expect(hoa.messages().at(-2)).toMatchObject({ texts: ['Câu 1'], buttons: [] })
})

test.each(['refuse', 'status', 'resetBefore', 'wrongJson'] as const)(
  'an edit that fails (%s) changes nothing of the outcome',
  async (kind) => {
    const error = {
      ok: false,
      error_code: 400,
      description: 'Bad Request: message is not modified',
    } as const
    const what =
      kind === 'refuse' ? { kind, error } : kind === 'status' ? { kind, status: 502 } : { kind }
    standIn.faults.add({ method: 'editMessageText', what })
    expect(
      await telegram.send(home, { text: 'a', replaces: { messageId: '1', text: 'b' } }),
    ).toMatchObject({ kind: 'sent' })
  },
)

test('the message does not wait for the edit', async () => {
  const impatient = createTelegram({
    bot: 'tg',
    token: standIn.token,
    apiRoot: standIn.apiRoot,
    deadlineMs: 1500,
  })
  standIn.faults.add({ method: 'editMessageText', what: { kind: 'hang' } })
  const outcome = impatient.send(home, {
    text: 'not waiting',
    replaces: { messageId: '1', text: 'b' },
  })
  expect(await hoa.nextMessage(1000)).toMatchObject({ text: 'not waiting' })
  expect(await outcome).toMatchObject({ kind: 'sent' })
})

test('connections are kept', async () => {
  const before = standIn.connections
  for (let count = 0; count < 20; count++) await telegram.send(group, { text: 'a' })
  expect(standIn.connections - before).toBeLessThan(2)
  expect(branch.lastMessage()?.text).toBe('a')
})
