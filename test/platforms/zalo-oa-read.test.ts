import { expect, test } from 'vitest'
import type { ZaloOaEvent } from '../../src/platforms/zalo-oa/event.ts'
import { signatureOf } from '../../src/platforms/zalo-oa/signature.ts'
import type { TokenSource } from '../../src/platforms/zalo-oa/tokens.ts'
import { createZaloOa, type ZaloOaOptions } from '../../src/platforms/zalo-oa/zalo-oa.ts'
import { signCall } from '../support/zalo-oa/webhook.ts'

const [appId, oaId, key] = ['50554360515256678', '1646843870823903717', 'oa-key-canary']
const [hoa, group] = ['5510185758261927916', '9007199254740993555']
const timestamp = '1795000000123'
const sentAt = new Date(Number(timestamp))
const receivedAt = new Date(sentAt.getTime() + 1500)
const noTokens: TokenSource = {
  current: () => Promise.resolve({ kind: 'none', why: 'unavailable' }),
  renew: () => Promise.resolve({ kind: 'none', why: 'unavailable' }),
}

const events: ZaloOaEvent[] = []
const adapter = (options: Partial<ZaloOaOptions> = {}) =>
  createZaloOa({
    bot: 'oa',
    appId,
    oaId,
    webhookKeys: [key],
    tokens: noTokens,
    onEvent: (event) => events.push(event),
    ...options,
  })
const zalo = adapter()

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
const signed = (value: unknown, signing = { prefix: appId, key }, at = timestamp) => ({
  ...signCall(Buffer.from(text(value)), at, signing),
  receivedAt,
})
const read = (value: unknown) => zalo.read(signed(value))

const said = (content: object, more: object = {}) => ({
  event_name: 'user_send_text',
  app_id: appId,
  sender: { id: hoa },
  recipient: { id: oaId },
  message: { msg_id: 'e2a6', ...content },
  timestamp,
  ...more,
})
const inGroup = (content: object, more: object = {}) =>
  said(content, { event_name: 'user_send_group_text', recipient: { id: group }, ...more })
const follow = (name: string) => ({
  event_name: name,
  app_id: appId,
  oa_id: oaId,
  follower: { id: hoa },
  source: 'oa_profile',
  timestamp,
})
const standing = (name: string, more: object = {}) => ({
  event_name: name,
  app_id: appId,
  oa_id: oaId,
  group_id: group,
  timestamp,
  ...more,
})

const arrival = {
  key: 'me2a6',
  from: { bot: 'oa', chat: hoa, kind: 'private' },
  sender: { id: hoa },
  sentAt,
}
const groupArrival = { ...arrival, from: { bot: 'oa', chat: group, kind: 'group' } }
const hashed = { key: expect.stringMatching(/^h[\w-]{22}$/) as string }
const asText = (words: string, place: object = arrival) => ({
  ...place,
  kind: 'text',
  text: words,
  messageId: 'e2a6',
  edited: false,
})

const heard: readonly (readonly [string, unknown, object])[] = [
  ['a text', said({ text: 'Đã làm' }), asText('Đã làm')],
  [
    'text is cleaned',
    said({ text: 'N\u0303guye\u0302\u0303n\u0000 \ud800\u202Ex' }),
    asText('Ñguyễn \ufffdx'),
  ],
  [
    'a tapped button',
    said({ text: '#tusoi:a1:3f' }),
    { ...arrival, kind: 'press', payload: 'a1:3f', messageId: 'e2a6', pressId: 'e2a6' },
  ],
  ['a mark with nothing behind it', said({ text: '#tusoi:' }), asText('#tusoi:')],
  [
    'a tap quoted in a group is a text',
    inGroup({ text: '#tusoi:a1' }),
    asText('#tusoi:a1', groupArrival),
  ],
  [
    'ids that are numbers',
    text(said({ text: 'a' }))
      .replace(`"${hoa}"`, hoa)
      .replace(`"${oaId}"`, oaId),
    asText('a'),
  ],
  [
    'a time that is a number',
    text(said({ text: 'a' })).replace(`"${timestamp}"`, timestamp),
    asText('a'),
  ],
  ['a text in a group', inGroup({ text: '/lichhop' }), asText('/lichhop', groupArrival)],
  [
    'a group by group_id',
    inGroup({ text: 'a' }, { recipient: { id: oaId, group_id: group } }),
    asText('a', groupArrival),
  ],
  [
    'a group by conversation_id',
    inGroup({ text: 'a', conversation_id: group }, { recipient: { id: oaId } }),
    asText('a', groupArrival),
  ],
  [
    'a picture',
    said({}, { event_name: 'user_send_image' }),
    { ...arrival, kind: 'attachment', what: 'photo', messageId: 'e2a6' },
  ],
  [
    'a moving picture',
    said({}, { event_name: 'user_send_gif' }),
    { ...arrival, kind: 'attachment', what: 'photo', messageId: 'e2a6' },
  ],
  [
    'a file',
    said({}, { event_name: 'user_send_file' }),
    { ...arrival, kind: 'attachment', what: 'file', messageId: 'e2a6' },
  ],
  [
    'a sticker',
    said({}, { event_name: 'user_send_sticker' }),
    { ...arrival, kind: 'attachment', what: 'sticker', messageId: 'e2a6' },
  ],
  [
    'a voice',
    said({}, { event_name: 'user_send_audio' }),
    { ...arrival, kind: 'attachment', what: 'voice', messageId: 'e2a6' },
  ],
  [
    'a video',
    said({}, { event_name: 'user_send_video' }),
    { ...arrival, kind: 'attachment', what: 'video', messageId: 'e2a6' },
  ],
  [
    'a place',
    said({}, { event_name: 'user_send_location' }),
    { ...arrival, kind: 'attachment', what: 'other', messageId: 'e2a6' },
  ],
  [
    'a link',
    said({}, { event_name: 'user_send_link' }),
    { ...arrival, kind: 'attachment', what: 'other', messageId: 'e2a6' },
  ],
  [
    'a business card',
    said({}, { event_name: 'user_send_business_card' }),
    { ...arrival, kind: 'attachment', what: 'other', messageId: 'e2a6' },
  ],
  [
    'a picture in a group',
    inGroup({}, { event_name: 'user_send_group_image' }),
    { ...groupArrival, kind: 'attachment', what: 'photo', messageId: 'e2a6' },
  ],
  [
    'a kind newer than this code',
    said({}, { event_name: 'user_send_hologram' }),
    { ...arrival, kind: 'unsupported' },
  ],
  ['followed', follow('follow'), { ...arrival, ...hashed, kind: 'membership', standing: 'joined' }],
  [
    'followed, by another name',
    follow('user_follow'),
    { ...arrival, ...hashed, kind: 'membership', standing: 'joined' },
  ],
  [
    'unfollowed',
    follow('unfollow'),
    { ...arrival, ...hashed, kind: 'membership', standing: 'removed' },
  ],
  [
    'a group made',
    standing('create_group', { group_name: 'Chi bộ 5' }),
    {
      ...groupArrival,
      ...hashed,
      sender: { id: group },
      kind: 'membership',
      standing: 'joined',
      title: 'Chi bộ 5',
    },
  ],
  [
    'a group ended',
    standing('delete_group'),
    { ...groupArrival, ...hashed, sender: { id: group }, kind: 'membership', standing: 'removed' },
  ],
  [
    'a group renamed',
    standing('update_group_info', { group_name: 'Chi bộ 6', sender: { id: hoa } }),
    { ...groupArrival, ...hashed, kind: 'renamed', title: 'Chi bộ 6' },
  ],
]

test.each(heard)('heard: %s', (_, event, expected) => {
  expect(read(event)).toEqual([expected])
})

const ignored: readonly (readonly [string, unknown, string])[] = [
  [
    'an echo of ours',
    said({ text: 'x' }, { event_name: 'oa_send_text', sender: { id: oaId, admin_id: hoa } }),
    'ownEcho',
  ],
  ['an echo in a group', inGroup({ text: 'x' }, { event_name: 'oa_send_group_text' }), 'ownEcho'],
  ['an echo by its sender', inGroup({ text: 'x' }, { sender: { id: oaId } }), 'ownEcho'],
  [
    'another account of the app',
    said({ text: 'x' }, { recipient: { id: '77' } }),
    'anotherAccount',
  ],
  ['a follower of another account', { ...follow('follow'), oa_id: '77' }, 'anotherAccount'],
  ['nobody', said({ text: 'x' }, { sender: undefined }), 'noSender'],
  ['a group that is none', inGroup({ text: 'x' }, { recipient: { id: oaId } }), 'noGroup'],
  ['somebody joins', standing('user_join_group'), 'groupBusiness'],
  ['somebody asks to join', standing('user_request_join_group'), 'groupBusiness'],
  ['somebody leaves', standing('user_leave_group'), 'groupBusiness'],
  ['a new administrator', standing('add_group_admin'), 'groupBusiness'],
  ['a change without a name', standing('update_group_info'), 'groupBusiness'],
  ['a delivery', { event_name: 'user_received_message', timestamp }, 'accountNotice'],
  ['a template approved', { event_name: 'change_template_status', timestamp }, 'accountNotice'],
  ['an unknown event', { event_name: 'shop_has_order', timestamp }, 'unknownKind'],
  ['a new kind in a group', inGroup({}, { event_name: 'user_send_group_hologram' }), 'unknownKind'],
  ['text that is none', said({ text: ['x'] }), 'malformed'],
  ['a text event without one', said({}), 'malformed'],
  ['no name', { timestamp }, 'malformed'],
]

test.each(ignored)('ignored: %s', (_, event, why) => {
  expect(read(event)).toEqual([])
  expect(events.at(-1)).toMatchObject({ code: 'eventIgnored', why })
})

test('an event with a strange name is not named in the log', () => {
  expect(read({ event_name: 'canary của tôi', timestamp })).toEqual([])
  expect(JSON.stringify(events.at(-1))).not.toContain('canary')
})

const vector =
  '{"app_id":"1234567890","event_name":"user_send_text","sender":{"id":"u1"},"recipient":{"id":"oa1"},' +
  '"message":{"text":"Xin chào","msg_id":"m1"},"timestamp":"1717061839659"}'
const vectorMac = '32e195ebe279a8ba28b2442da9476cd96161ee95d63df6ed3e747b88ca4ec749'

test('the reference vector', () => {
  expect(
    signatureOf(
      '1234567890',
      { body: Buffer.from(vector), timestamp: '1717061839659' },
      'oa-secret',
    ),
  ).toBe(vectorMac)
  const read = adapter({ appId: '1234567890', oaId: undefined, webhookKeys: ['oa-secret'] }).read
  const call = { body: Buffer.from(vector), receivedAt: new Date(1717061840000) }
  for (const given of [vectorMac, `mac=${vectorMac}`, `mac=${vectorMac.toUpperCase()}`]) {
    expect(read({ ...call, headers: { 'x-zevent-signature': given } })).toMatchObject([
      { text: 'Xin chào', key: 'mm1', sentAt: new Date(1717061839659) },
    ])
  }
})

test('either prefix, any key, and the time of the body or of the header; told once each', () => {
  events.length = 0
  const changing = adapter({ webhookKeys: ['the old one', key] })
  const withoutTime = text({ ...said({ text: 'x' }), timestamp: undefined })
  const calls = [
    signed(said({ text: 'x' })),
    signed(said({ text: 'x' }), { prefix: oaId, key: 'the old one' }),
    {
      ...signed(withoutTime),
      headers: { ...signed(withoutTime).headers, 'x-zevent-timestamp': timestamp },
    },
    signed(said({ text: 'x' })),
  ]
  for (const call of calls) expect(changing.read(call)).toHaveLength(1)
  expect(events).toEqual([
    { code: 'signedAs', prefix: 'appId', timestamp: 'body', key: 1 },
    { code: 'signedAs', prefix: 'oaId', timestamp: 'body', key: 0 },
    { code: 'signedAs', prefix: 'appId', timestamp: 'header', key: 1 },
  ])
})

const genuine = signed(said({ text: 'Đã làm xong việc' }))
const forged: readonly (readonly [string, Parameters<typeof zalo.read>[0], string])[] = [
  ['no signature', { ...genuine, headers: {} }, 'noSignature'],
  ['an empty signature', { ...genuine, headers: { 'x-zevent-signature': '' } }, 'wrongSignature'],
  [
    'half a signature',
    {
      ...genuine,
      headers: { 'x-zevent-signature': genuine.headers['x-zevent-signature']?.slice(0, 40) },
    },
    'wrongSignature',
  ],
  [
    'a longer signature',
    {
      ...genuine,
      headers: { 'x-zevent-signature': `${genuine.headers['x-zevent-signature'] ?? ''}00` },
    },
    'wrongSignature',
  ],
  ['another key', signed(said({ text: 'x' }), { prefix: appId, key: 'other' }), 'wrongSignature'],
  ['another app', signed(said({ text: 'x' }), { prefix: '1', key }), 'wrongSignature'],
  ['no key at all', signed(said({ text: 'x' }), { prefix: appId, key: '' }), 'wrongSignature'],
  ['no time', signed({ event_name: 'follow' }, { prefix: appId, key }, ''), 'noTimestamp'],
  [
    'one byte more',
    { ...genuine, body: Buffer.concat([genuine.body, Buffer.from(' ')]) },
    'wrongSignature',
  ],
  [
    'two days old',
    { ...genuine, receivedAt: new Date(sentAt.getTime() + 2 * 86_400_000) },
    'stale',
  ],
  ['an hour early', { ...genuine, receivedAt: new Date(sentAt.getTime() - 3_600_000) }, 'stale'],
]

test.each(forged)('not genuine: %s', (_, call, why) => {
  expect(zalo.read(call)).toBeNull()
  expect(events.at(-1)).toEqual({ code: 'notGenuine', why })
})

test('without a configured key nothing is genuine', () => {
  for (const webhookKeys of [[], ['']])
    expect(
      adapter({ webhookKeys }).read(signed(said({ text: 'x' }), { prefix: appId, key: '' })),
    ).toBeNull()
})

test('cut or joined anywhere, the bytes are read as one or not at all', () => {
  for (let at = 0; at < genuine.body.length; at += 1) {
    const [head, tail] = [genuine.body.subarray(0, at), genuine.body.subarray(at)]
    expect(zalo.read({ ...genuine, body: head })).toBeNull()
    expect(zalo.read({ ...genuine, body: Buffer.concat([head, tail]) })).toMatchObject([
      { text: 'Đã làm xong việc' },
    ])
  }
})

test('a repeated delivery has the key of the first', () => {
  const keysOf = (headers: object, event: unknown) =>
    zalo
      .read({ ...signed(event), headers: { ...signed(event).headers, ...headers } })
      ?.map((one) => one.key)
  for (const event of [
    said({ text: 'x' }),
    said({ text: 'x', msg_id: undefined }),
    follow('follow'),
  ]) {
    expect(keysOf({ num_retry: '3' }, event)).toEqual(keysOf({}, event))
  }
  expect(keysOf({}, follow('follow'))).not.toEqual(keysOf({}, follow('unfollow')))
  expect(JSON.stringify(keysOf({}, follow('follow')))).not.toContain(hoa)
})

test.each([
  ['null', 'null'],
  ['an array', '[]'],
  ['__proto__', `{"__proto__":{"event_name":"follow"},"timestamp":"${timestamp}"}`],
  ['half of it', `{"event_name":`],
  ['deep', '['.repeat(200_000)],
  ['quotation marks without end', `"\\"`.repeat(100_000)],
  ['no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
])('genuine and hostile, %s: nothing, and an event', (_, body) => {
  const bytes = Buffer.from(body)
  const { headers } = signCall(bytes, timestamp, { prefix: appId, key })
  expect(
    zalo.read({
      headers: { ...headers, 'x-zevent-timestamp': timestamp },
      body: bytes,
      receivedAt,
    }),
  ).toEqual([])
  expect(events.at(-1)?.code).toMatch(/bodyMalformed|eventIgnored/)
})
