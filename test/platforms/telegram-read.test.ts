import { expect, test } from 'vitest'
import type { Inbound } from '../../src/messaging/inbound.ts'
import type { TelegramEvent } from '../../src/platforms/telegram/event.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'
import { startStandIn } from '../support/telegram/standin.ts'

const secret = 'webhook-secret_1'
const receivedAt = new Date('2026-11-21T03:00:00Z')
const date = 1_795_000_000
const sentAt = new Date(date * 1000)

const hoa = { id: 42, is_bot: false, first_name: 'Hoa', last_name: 'Lê', language_code: 'vi-VN' }
const someBot = { id: 7, is_bot: true, first_name: 'GroupAnonymousBot' }
const home = { id: 42, type: 'private' }
const branch = { id: -1001, type: 'supergroup', title: 'Chi bộ 1' }

const sender = { id: '42', displayName: 'Hoa Lê', language: 'vi' }
const inPrivate = { key: 'u9', from: { bot: 'tg', chat: '42', kind: 'private' }, sender, sentAt }
const inGroup = { ...inPrivate, from: { bot: 'tg', chat: '-1001', kind: 'group' } }

function message(content: object, chat: object = home): object {
  return { update_id: 9, message: { message_id: 5, date, chat, from: hoa, ...content } }
}

function standing(chat: object, before: object, after: object): object {
  return {
    update_id: 9,
    my_chat_member: { chat, from: hoa, date, old_chat_member: before, new_chat_member: after },
  }
}

function press(query: object): object {
  return {
    update_id: 9,
    callback_query: {
      id: '88',
      from: hoa,
      message: { message_id: 5, date: 0, chat: home, from: someBot },
      ...query,
    },
  }
}

const text = (words: string, place: object = inPrivate) => ({
  ...place,
  kind: 'text',
  text: words,
  messageId: '5',
  edited: false,
})
const attachment = (what: string) => ({ ...inPrivate, kind: 'attachment', what, messageId: '5' })
const bot = { user: someBot }

const heard: readonly (readonly [string, object, object])[] = [
  ['a text', message({ text: 'Đã làm' }), text('Đã làm')],
  ['a start link', message({ text: '/start ABCD2345' }), text('/start ABCD2345')],
  [
    'text is cleaned',
    message({ text: 'N\u0303guye\u0302\u0303n\u0000 \ud800\u202Ex' }),
    text('Ñguyễn \ufffdx'),
  ],
  ['a command in a group', message({ text: '/lichhop' }, branch), text('/lichhop', inGroup)],
  [
    'a command that names us',
    message({ text: '/lichhop@TuSoi_Standin_bot 11/2026' }, branch),
    text('/lichhop 11/2026', inGroup),
  ],
  ['a name later in the text', message({ text: '/gopy @another_bot' }), text('/gopy @another_bot')],
  [
    'a forum topic',
    message({ text: '/lichhop', is_topic_message: true, message_thread_id: 3 }, branch),
    text('/lichhop', { ...inGroup, from: { ...inGroup.from, thread: '3' } }),
  ],
  [
    'a reply thread is no topic',
    message({ text: '/lichhop', message_thread_id: 3 }, branch),
    text('/lichhop', inGroup),
  ],
  [
    'no date: the time of arrival',
    { update_id: 9, message: { message_id: 5, chat: home, from: hoa, text: 'a' } },
    { ...text('a'), sentAt: receivedAt },
  ],
  [
    'no surname, no language',
    {
      update_id: 9,
      message: { message_id: 5, date, chat: home, from: { id: 42, first_name: 'Hoa' }, text: 'a' },
    },
    { ...text('a'), sender: { id: '42', displayName: 'Hoa' } },
  ],
  [
    'a name is cleaned too',
    message({ text: 'a', from: { ...hoa, first_name: '\u202EHoa\u0000', last_name: 'Le\u0302' } }),
    text('a'),
  ],
  [
    'an edit',
    {
      update_id: 9,
      edited_message: {
        message_id: 5,
        date,
        edit_date: date + 9,
        chat: home,
        from: hoa,
        text: 'b',
      },
    },
    { ...text('b'), edited: true },
  ],
  ['a photo', message({ photo: [{}], caption: 'x' }), attachment('photo')],
  ['a document', message({ document: {} }), attachment('file')],
  ['a sound file', message({ audio: {} }), attachment('file')],
  ['a voice', message({ voice: {} }), attachment('voice')],
  ['a video', message({ video: {} }), attachment('video')],
  ['a round video', message({ video_note: {} }), attachment('video')],
  [
    'an animation, which is also a document',
    message({ animation: {}, document: {} }),
    attachment('video'),
  ],
  ['a sticker', message({ sticker: {} }), attachment('sticker')],
  ['a location', message({ location: {} }), attachment('other')],
  ['a contact', message({ contact: {} }), attachment('other')],
  ['a kind newer than this code', message({ hologram: {} }), { ...inPrivate, kind: 'unsupported' }],
  [
    'a press',
    press({ data: 'a1:3f' }),
    {
      ...inPrivate,
      sentAt: receivedAt,
      kind: 'press',
      payload: 'a1:3f',
      messageId: '5',
      pressId: '88',
    },
  ],
  [
    'blocked',
    standing(home, { status: 'member', ...bot }, { status: 'kicked', ...bot }),
    { ...inPrivate, kind: 'membership', standing: 'removed' },
  ],
  [
    'unblocked',
    standing(home, { status: 'kicked', ...bot }, { status: 'member', ...bot }),
    { ...inPrivate, kind: 'membership', standing: 'joined' },
  ],
  [
    'added',
    standing(branch, { status: 'left' }, { status: 'member' }),
    { ...inGroup, kind: 'membership', standing: 'joined', title: 'Chi bộ 1' },
  ],
  [
    'added as administrator',
    standing(branch, { status: 'left' }, { status: 'administrator' }),
    { ...inGroup, kind: 'membership', standing: 'joined', title: 'Chi bộ 1' },
  ],
  [
    'removed',
    standing(branch, { status: 'administrator' }, { status: 'left' }),
    { ...inGroup, kind: 'membership', standing: 'removed', title: 'Chi bộ 1' },
  ],
  [
    'restricted out',
    standing(branch, { status: 'member' }, { status: 'restricted', is_member: false }),
    { ...inGroup, kind: 'membership', standing: 'removed', title: 'Chi bộ 1' },
  ],
  [
    'renamed',
    message({ new_chat_title: 'Chi bộ 2' }, branch),
    { ...inGroup, kind: 'renamed', title: 'Chi bộ 2' },
  ],
  [
    'renamed by an anonymous administrator',
    message({ new_chat_title: 'Chi bộ 2', from: someBot }, branch),
    {
      ...inGroup,
      sender: { id: '7', displayName: 'GroupAnonymousBot' },
      kind: 'renamed',
      title: 'Chi bộ 2',
    },
  ],
  [
    'upgraded',
    message({ migrate_to_chat_id: -1002003004005 }, branch),
    { ...inGroup, kind: 'migrated', toChat: '-1002003004005' },
  ],
]

const ignored: readonly (readonly [string, object, string])[] = [
  ['a channel post kind', { update_id: 9, channel_post: {} }, 'unknownKind'],
  ['a channel', message({ text: 'x' }, { id: -1003, type: 'channel' }), 'channel'],
  ['another bot', message({ text: 'x', from: someBot }), 'anotherBot'],
  ['nobody', message({ text: 'x', from: undefined }), 'noSender'],
  [
    'a command for another bot',
    message({ text: '/lichhop@another_bot' }, branch),
    'commandForAnotherBot',
  ],
  ['the other half of an upgrade', message({ migrate_from_chat_id: -1 }, branch), 'serviceMessage'],
  ['somebody joins', message({ new_chat_members: [hoa] }, branch), 'serviceMessage'],
  ['a private notice', message({ pinned_message: {} }), 'serviceMessage'],
  [
    'an edited photo',
    { update_id: 9, edited_message: { message_id: 5, date, chat: home, from: hoa, photo: [{}] } },
    'editedAttachment',
  ],
  ['a press of a game', press({ game_short_name: 'x' }), 'pressWithoutData'],
  [
    'an inline press',
    press({ message: undefined, inline_message_id: 'x', data: 'y' }),
    'pressWithoutData',
  ],
  ['a press by a bot', press({ from: someBot, data: 'y' }), 'anotherBot'],
  [
    'promoted',
    standing(branch, { status: 'member' }, { status: 'administrator' }),
    'standingUnchanged',
  ],
  [
    'restricted but in',
    standing(branch, { status: 'member' }, { status: 'restricted', is_member: true }),
    'standingUnchanged',
  ],
  [
    'an id beyond 2^53',
    message({ text: 'x', chat: { id: 2 ** 60, type: 'private' } }),
    'malformed',
  ],
  ['an id as text', message({ text: 'x', chat: { id: '42', type: 'private' } }), 'malformed'],
  ['an id with a fraction', message({ text: 'x', from: { ...hoa, id: 1.5 } }), 'malformed'],
  ['no chat', { update_id: 9, message: { message_id: 5, from: hoa, text: 'x' } }, 'malformed'],
  ['a far date', message({ text: 'x', date: 1e15 }), 'malformed'],
  ['text that is none', message({ text: ['x'] }), 'malformed'],
  ['no update id', { message: {} }, 'malformed'],
]

async function reader(): Promise<{
  read: (body: Uint8Array, given?: string) => readonly Inbound[] | null
  events: TelegramEvent[]
}> {
  const standIn = await startStandIn()
  const events: TelegramEvent[] = []
  const telegram = createTelegram({
    bot: 'tg',
    token: standIn.token,
    apiRoot: standIn.apiRoot,
    webhookSecret: secret,
    onEvent: (event) => events.push(event),
  })
  await telegram.announce?.(undefined)
  await standIn.close()
  const read = (body: Uint8Array, given: string | undefined = secret) =>
    telegram.read({ headers: { 'x-telegram-bot-api-secret-token': given }, body, receivedAt })
  return { read, events }
}

const { read, events } = await reader()
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

test.each(heard)('heard: %s', (_, update, expected) => {
  expect(read(bytes(update))).toEqual([expected])
})

test.each(ignored)('ignored: %s', (_, update, why) => {
  expect(read(bytes(update))).toEqual([])
  expect(events.at(-1)).toMatchObject({ code: 'updateIgnored', why })
})

test.each([
  ['no JSON', new TextEncoder().encode('{"update_id":'), { code: 'bodyMalformed', why: 'json' }],
  ['no UTF-8', Uint8Array.of(0x22, 0xff, 0xfe, 0x22), { code: 'bodyMalformed', why: 'encoding' }],
  ['empty', new Uint8Array(), { code: 'bodyMalformed', why: 'json' }],
  ['null', bytes(null), { code: 'updateIgnored', why: 'malformed' }],
  ['an array', bytes([message({ text: 'x' })]), { code: 'updateIgnored', why: 'malformed' }],
  [
    '__proto__',
    new TextEncoder().encode('{"update_id":1,"__proto__":{"message":{}}}'),
    { code: 'updateIgnored', why: 'unknownKind' },
  ],
  ['deep', new TextEncoder().encode('['.repeat(200_000)), { code: 'bodyMalformed', why: 'json' }],
] as const)('genuine and hostile, %s: nothing, and an event', (_, body, event) => {
  expect(read(body)).toEqual([])
  expect(events.at(-1)).toMatchObject(event)
})

test.each([['wrong'], [''], [`${secret} `], [secret.slice(1)], ['x'.repeat(10_000)]])(
  'a wrong secret is not genuine: %s',
  (given) => {
    expect(read(bytes(message({ text: 'x' })), given)).toBeNull()
    expect(events.at(-1)).toEqual({ code: 'notGenuine' })
  },
)

test('without the header, and without a configured secret, nothing is genuine', () => {
  const call = { headers: {}, body: bytes(message({ text: 'x' })), receivedAt }
  expect(createTelegram({ bot: 'tg', token: '1:a', webhookSecret: secret }).read(call)).toBeNull()
  expect(
    createTelegram({ bot: 'tg', token: '1:a' }).read({
      ...call,
      headers: { 'x-telegram-bot-api-secret-token': '' },
    }),
  ).toBeNull()
})

test('before our name is learnt, a command keeps its meaning whatever name it carries', () => {
  const stranger = createTelegram({ bot: 'tg', token: '1:a', webhookSecret: secret })
  const body = bytes(message({ text: '/lichhop@whoever' }, branch))
  expect(
    stranger.read({ headers: { 'x-telegram-bot-api-secret-token': secret }, body, receivedAt }),
  ).toMatchObject([{ text: '/lichhop' }])
})
