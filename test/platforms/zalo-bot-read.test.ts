import { expect, test } from 'vitest'
import type { Inbound } from '../../src/messaging/inbound.ts'
import type { ZaloBotEvent } from '../../src/platforms/zalo-bot/event.ts'
import { createZaloBot } from '../../src/platforms/zalo-bot/zalo-bot.ts'
import { startStandIn } from '../support/zalo-bot/standin.ts'

const secret = 'webhook-secret_1'
const receivedAt = new Date('2026-11-21T03:00:00Z')
const date = 1_795_000_000_000
const sentAt = new Date(date)

const hoa = { id: '6ede9afa66b88fe6d6a9', display_name: 'Lê Hoa', is_bot: false }
const home = { id: hoa.id, chat_type: 'PRIVATE' }
const branch = { id: 'zgr-0123456789abcdef0123', chat_type: 'GROUP' }
const ownId = '1459232241454765289'

const sender = { id: hoa.id, displayName: 'Lê Hoa' }
const inPrivate = { key: 'm5', from: { bot: 'zl', chat: hoa.id, kind: 'private' }, sender, sentAt }
const inGroup = { ...inPrivate, from: { bot: 'zl', chat: branch.id, kind: 'group' } }

function event(name: string, content: object, chat: object = home): object {
  return {
    event_name: `message.${name}.received`,
    message: { message_id: 'm5', date, chat, from: hoa, ...content },
  }
}

const said = (text: unknown, more: object = {}) => event('text', { text, ...more })
const inBranch = (text: string, more: object = {}) => event('text', { text, ...more }, branch)
const text = (words: string, place: object = inPrivate) => ({
  ...place,
  kind: 'text',
  text: words,
  messageId: 'm5',
  edited: false,
})
const attachment = (what: string) => ({ ...inPrivate, kind: 'attachment', what, messageId: 'm5' })

const heard: readonly (readonly [string, object, object])[] = [
  ['a text', said('Đã làm'), text('Đã làm')],
  ['the documented shape', { ok: true, result: said('Đã làm') }, text('Đã làm')],
  [
    'the documented shape with a code',
    { ok: true, error_code: 0, result: said('Đã làm') },
    text('Đã làm'),
  ],
  ['a list of one', { ok: true, result: [said('Đã làm')] }, text('Đã làm')],
  [
    'NFD and worse is cleaned',
    said('N\u0303guye\u0302\u0303n\u0000 \ud800\u202Ex'),
    text('Ñguyễn \ufffdx'),
  ],
  ['a date in seconds', said('a', { date: date / 1000 }), text('a')],
  ['a date in digits', said('a', { date: String(date) }), text('a')],
  [
    'no date: the time of arrival',
    said('a', { date: undefined }),
    { ...text('a'), sentAt: receivedAt },
  ],
  ['a date that is none', said('a', { date: 'hôm nay' }), { ...text('a'), sentAt: receivedAt }],
  ['a far date', said('a', { date: 1e18 }), { ...text('a'), sentAt: receivedAt }],
  ['the older name of the name', said('a', { from: { id: hoa.id, name: 'Lê Hoa' } }), text('a')],
  ['no name', said('a', { from: { id: hoa.id } }), { ...text('a'), sender: { id: hoa.id } }],
  [
    'a name is cleaned too',
    said('a', { from: { ...hoa, display_name: ' \u202ELe\u0302 Hoa\u0000 ' } }),
    text('a'),
  ],
  [
    'a name that is none',
    said('a', { from: { ...hoa, display_name: 7 } }),
    { ...text('a'), sender: { id: hoa.id } },
  ],
  ['no kind of chat, the sender’s own', said('a', { chat: { id: hoa.id } }), text('a')],
  ['no kind of chat, another', said('a', { chat: { id: branch.id } }), text('a', inGroup)],
  ['a photo', event('image', { photo_url: 'https://x/y.jpg', caption: 'z' }), attachment('photo')],
  ['a photo as documented', event('image', { photo: 'https://x/y.jpg' }), attachment('photo')],
  ['a sticker', event('sticker', { sticker: '0e07', url: 'https://x' }), attachment('sticker')],
  ['a voice', event('voice', { voice_url: 'https://x/y.aac' }), attachment('voice')],
  ['a video', event('video', {}), attachment('video')],
  ['a file', event('file', {}), attachment('file')],
  ['a link', event('link', { url: 'https://x' }), attachment('other')],
  ['what Zalo does not tell', event('unsupported', {}), { ...inPrivate, kind: 'unsupported' }],
  [
    'a kind newer than this code',
    event('hologram', { hologram: {} }),
    { ...inPrivate, kind: 'unsupported' },
  ],
  ['words in a kind newer than this code', event('reply', { text: 'Đã làm' }), text('Đã làm')],
  ['a mention in private stays', said('@Bot Tự Soi chào'), text('@Bot Tự Soi chào')],
]

const mentions: readonly (readonly [string, object, string])[] = [
  ['by name', inBranch('@Bot Tự Soi /lichhop'), '/lichhop'],
  ['by name in NFD', inBranch('@Bot Tự Soi /lichhop'.normalize('NFD')), '/lichhop'],
  ['by name in another case', inBranch('@BOT TỰ SOI  Lịch Họp'), 'Lịch Họp'],
  ['odd white space', inBranch('@Bot\u00A0Tự  Soi\u00A0/lichhop'), '/lichhop'],
  ['white space of no width', inBranch('@Bot Tự Soi\u200B /lichhop'), '/lichhop'],
  ['a comma after it', inBranch('@Bot Tự Soi, /lichhop'), '/lichhop'],
  ['a new line after it', inBranch('@Bot Tự Soi\n/lichhop 12/11'), '/lichhop 12/11'],
  ['by the name of the account', inBranch('@bot.VDKyGxQvc /lichhop'), '/lichhop'],
  ['nothing but the mention', inBranch('@Bot Tự Soi'), ''],
  ['a slash inside what is said', inBranch('@Bot Tự Soi họp 12/11'), 'họp 12/11'],
  ['named at the end', inBranch('/nhom ABCD2345 @Bot Tự Soi'), '/nhom ABCD2345'],
  ['no mention: an answer to the bot', inBranch('/lichhop'), '/lichhop'],
  ['a name only begins so', inBranch('@Bot Tự Soiii chào'), 'chào'],
  ['a place', inBranch('@Bot Cũ chào', { mentions: [{ uid: ownId, pos: 0, len: 7 }] }), 'chào'],
  [
    'a place in the other words',
    inBranch('@Bot Cũ chào', { entities: [{ type: 'mention', offset: 0, length: 7 }] }),
    'chào',
  ],
  [
    'a place counted before NFC',
    inBranch('@Bot Cũ chào'.normalize('NFD'), { mentions: [{ pos: 0, len: 8 }] }),
    'chào',
  ],
  [
    'two places',
    inBranch('@A B @A B chào', {
      mentions: [
        { pos: 5, len: 4 },
        { pos: 0, len: 4 },
      ],
    }),
    'chào',
  ],
  ['a place without length', inBranch('@Bot Tự Soi chào', { mentions: [{ pos: 0 }] }), 'chào'],
  [
    'a place out of the text',
    inBranch('@Bot Tự Soi chào', { mentions: [{ pos: 0, len: 999 }] }),
    'chào',
  ],
  [
    'a place of somebody else',
    inBranch('@Bot Tự Soi hỏi @Hoa', { mentions: [{ uid: hoa.id, pos: 16, len: 4 }] }),
    'hỏi @Hoa',
  ],
  [
    'bold, no mention',
    inBranch('@Bot Tự Soi chào', { entities: [{ type: 'bold', offset: 0, length: 14 }] }),
    'chào',
  ],
  ['places that are none', inBranch('@Bot Tự Soi chào', { mentions: 'x', entities: [7] }), 'chào'],
  ['an unknown name before a command', inBranch('@Bot Chi Bộ /baocao 11'), '/baocao 11'],
  ['an unknown name before words', inBranch('@Bot Chi Bộ 3'), '3'],
]

const ignored: readonly (readonly [string, unknown, string])[] = [
  ['the probe after setWebhook', { event_name: 'webhook.verify' }, 'malformed'],
  ['an event of another kind', { ...said('x'), event_name: 'group.member.joined' }, 'unknownEvent'],
  ['our own echo, by its mark', said('x', { from: { ...hoa, is_bot: true } }), 'bot'],
  ['our own echo, by its id', said('x', { from: { id: ownId } }), 'bot'],
  ['a chat of another kind', said('x', { chat: { id: '7', chat_type: 'CHANNEL' } }), 'unknownChat'],
  ['a text without text', event('text', {}), 'malformed'],
  ['text that is none', said(['x']), 'malformed'],
  ['no sender', said('x', { from: undefined }), 'malformed'],
  ['no chat', said('x', { chat: undefined }), 'malformed'],
  ['no id of the message', said('x', { message_id: undefined }), 'malformed'],
  ['an empty id', said('x', { message_id: '' }), 'malformed'],
  ['an id with a zero byte', said('x', { message_id: 'a\u0000' }), 'malformed'],
  ['an id without end', said('x', { message_id: 'x'.repeat(257) }), 'malformed'],
  ['an id with a fraction', said('x', { message_id: 1.5 }), 'malformed'],
  ['an id with an exponent', said('x', { message_id: 1e21 }), 'malformed'],
  ['an error', { ok: false, error_code: 408, result: said('x') }, 'malformed'],
  ['an answer without result', { ok: true }, 'malformed'],
  ['null', null, 'malformed'],
  ['a list', [said('x')], 'malformed'],
  ['a number', 7, 'malformed'],
]

async function reader(): Promise<{
  read: (body: Uint8Array, given?: string) => readonly Inbound[] | null
  events: ZaloBotEvent[]
}> {
  const standIn = await startStandIn()
  const events: ZaloBotEvent[] = []
  const { token, apiRoot } = standIn
  const zalo = createZaloBot({
    bot: 'zl',
    token,
    apiRoot,
    webhookSecret: secret,
    onEvent: (one) => events.push(one),
  })
  await zalo.announce?.(undefined)
  await standIn.close()
  const read = (body: Uint8Array, given: string | undefined = secret) =>
    zalo.read({ headers: { 'x-bot-api-secret-token': given }, body, receivedAt })
  return { read, events }
}

const { read, events } = await reader()
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

test.each(heard)('heard: %s', (_, body, expected) => {
  expect(read(bytes(body))).toEqual([expected])
})

test.each(mentions)('in a group: %s', (_, body, words) => {
  expect(read(bytes(body))).toEqual([text(words, inGroup)])
})

test.each(ignored)('ignored: %s', (_, body, why) => {
  expect(read(bytes(body))).toEqual([])
  expect(events.at(-1)).toEqual({ code: 'updateIgnored', why })
})

test('ids above 2^53 stay apart, as numbers and as text', () => {
  const ids = (message: string, person: string) => {
    const json = JSON.stringify(
      said('a', { message_id: 'M', from: { id: 'P' }, chat: { id: 'P', chat_type: 'PRIVATE' } }),
    )
    const [inbound] =
      read(new TextEncoder().encode(json.replaceAll('"M"', message).replaceAll('"P"', person))) ??
      []
    return [inbound?.key, inbound?.sender.id, inbound?.from.chat]
  }
  const [one, other] = ['9007199254740992', '9007199254740993']
  expect(ids(one, other)).toEqual([one, other, other])
  expect(ids(other, one)).toEqual([other, one, one])
  expect(ids(`"${one}"`, `"${other}"`)).toEqual([one, other, other])
  expect(ids('42', '43')).toEqual(['42', '43', '43'])
})

test.each([
  ['no JSON', new TextEncoder().encode('{"event_name":'), { code: 'bodyMalformed', why: 'json' }],
  ['no UTF-8', Uint8Array.of(0x22, 0xff, 0xfe, 0x22), { code: 'bodyMalformed', why: 'encoding' }],
  ['empty', new Uint8Array(), { code: 'bodyMalformed', why: 'json' }],
  [
    '__proto__',
    new TextEncoder().encode('{"__proto__":{"event_name":"a"}}'),
    { code: 'updateIgnored', why: 'malformed' },
  ],
  [
    'deep',
    new TextEncoder().encode(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    { code: 'updateIgnored', why: 'malformed' },
  ],
] as const)('genuine and hostile, %s: nothing, and an event', (_, body, expected) => {
  expect(read(body)).toEqual([])
  expect(events.at(-1)).toEqual(expected)
})

const [wide, many] = [' '.repeat(200_000), 50_000]

test.each([
  ['wide', `@${wide}x`],
  ['many', '@Bot '.repeat(many)],
  ['wide inside the name', `@Bot Tự${wide}Bot`],
  ['wide before the end', `x${wide}@Bot Tự${wide}`],
  ['many capitals', `@Bot ${'A '.repeat(many)}`],
  ['many marks', '@'.repeat(many)],
])('a mention without end costs no time: %s', (_, words) => {
  const begunAt = performance.now()
  expect(read(bytes(inBranch(words)))).toHaveLength(1)
  expect(performance.now() - begunAt).toBeLessThan(500)
})

test.each([['wrong'], [''], [`${secret} `], [secret.slice(1)], ['x'.repeat(10_000)]])(
  'a wrong secret is not genuine: %s',
  (given) => {
    expect(read(bytes(said('x')), given)).toBeNull()
    expect(events.at(-1)).toEqual({ code: 'notGenuine' })
  },
)

test('without the header, and without a configured secret, nothing is genuine', () => {
  const call = { headers: {}, body: bytes(said('x')), receivedAt }
  expect(createZaloBot({ bot: 'zl', token: '1:a', webhookSecret: secret }).read(call)).toBeNull()
  expect(
    createZaloBot({ bot: 'zl', token: '1:a' }).read({
      ...call,
      headers: { 'x-bot-api-secret-token': '' },
    }),
  ).toBeNull()
})

test('before our name is learnt, the mention goes by its form and our echo by the id in the token', () => {
  const stranger = createZaloBot({ bot: 'zl', token: `${ownId}:x`, webhookSecret: secret })
  const hear = (body: object) =>
    stranger.read({ headers: { 'x-bot-api-secret-token': secret }, body: bytes(body), receivedAt })
  expect(hear(inBranch('@Bot Tự Soi /lichhop'))).toMatchObject([{ text: '/lichhop' }])
  expect(hear(inBranch('@Bot Tự Soi lịch họp'))).toMatchObject([{ text: 'lịch họp' }])
  expect(hear(said('x', { from: { id: ownId } }))).toEqual([])
})
