import { afterAll, beforeEach, expect, test } from 'vitest'
import type { Address } from '../../src/messaging/address.ts'
import type { Outbound } from '../../src/messaging/outbound.ts'
import type { ZaloOaEvent } from '../../src/platforms/zalo-oa/event.ts'
import { createZaloOa, type ZaloOaOptions } from '../../src/platforms/zalo-oa/zalo-oa.ts'
import { fixedTokens } from '../support/zalo-oa/fixed-tokens.ts'
import { startStandIn } from '../support/zalo-oa/standin.ts'
import { today } from '../support/today.ts'

const standIn = await startStandIn()
const events: ZaloOaEvent[] = []
const tokens = fixedTokens(standIn)
const adapter = (options: Partial<ZaloOaOptions> = {}) =>
  createZaloOa({
    bot: 'oa',
    appId: standIn.appId,
    webhookKeys: [standIn.webhookKey],
    tokens,
    apiRoot: standIn.root,
    onEvent: (event) => events.push(event),
    ...options,
  })
const plain = adapter()
const withButtons = adapter({ hasButtons: true })
afterAll(() => standIn.close())
beforeEach(() => {
  events.length = 0
})

let people = 0
/** Somebody heard from `hoursAgo`. */
function known(hoursAgo = 0): Address {
  people += 1
  const id = String(5_510_185_758_261_927_000n + BigInt(people))
  standIn.person(id).isKnown(hoursAgo)
  return { bot: 'oa', chat: id, kind: 'private' }
}
const branch: Address = {
  bot: 'oa',
  chat: standIn.world.group('9007199254740993555').id,
  kind: 'group',
}
const choices = [
  { label: 'Tốt', payload: 'a1' },
  { label: 'Khá', payload: 'a2' },
]
const cs = (user: string, message: object) => ({ recipient: { user_id: user }, message })

const requests: readonly (readonly [
  string,
  ReturnType<typeof adapter>,
  Address,
  Outbound,
  string,
  (to: Address) => object,
])[] = [
  [
    'a text',
    plain,
    known(),
    { text: 'Xin chào' },
    '/v3.0/oa/message/cs',
    ({ chat }) => cs(chat, { text: 'Xin chào' }),
  ],
  [
    'NFD is sent as NFC',
    plain,
    known(),
    { text: 'Nguye\u0302\u0303n' },
    '/v3.0/oa/message/cs',
    ({ chat }) => cs(chat, { text: 'Nguyễn' }),
  ],
  [
    'choices as numbered lines',
    plain,
    known(),
    { text: 'Câu 1', choices },
    '/v3.0/oa/message/cs',
    ({ chat }) => cs(chat, { text: 'Câu 1\n\n1. Tốt\n2. Khá' }),
  ],
  [
    'one choice, not numbered',
    plain,
    known(),
    { text: 'Xong?', choices: choices.slice(0, 1) },
    '/v3.0/oa/message/cs',
    ({ chat }) => cs(chat, { text: 'Xong?\n\nTốt' }),
  ],
  [
    'choices as buttons too',
    withButtons,
    known(),
    { text: 'Câu 1', choices },
    '/v3.0/oa/message/cs',
    ({ chat }) =>
      cs(chat, {
        text: 'Câu 1\n\n1. Tốt\n2. Khá',
        attachment: {
          type: 'template',
          payload: {
            buttons: [
              { title: '1. Tốt', type: 'oa.query.hide', payload: '#tusoi:a1' },
              { title: '2. Khá', type: 'oa.query.hide', payload: '#tusoi:a2' },
            ],
          },
        },
      }),
  ],
  [
    'too many for buttons',
    withButtons,
    known(),
    {
      text: 'Câu',
      choices: [1, 2, 3, 4, 5, 6].map((one) => ({ label: 'x', payload: String(one) })),
    },
    '/v3.0/oa/message/cs',
    ({ chat }) => cs(chat, { text: 'Câu\n\n1. x\n2. x\n3. x\n4. x\n5. x\n6. x' }),
  ],
  [
    'what cannot be replaced',
    plain,
    known(),
    { text: 'a', replaces: { messageId: '1', text: 'b' }, isProtected: true },
    '/v3.0/oa/message/cs',
    ({ chat }) => cs(chat, { text: 'a' }),
  ],
  [
    'a group',
    plain,
    branch,
    { text: 'Lịch họp' },
    '/v3.0/oa/group/message',
    ({ chat }) => ({ recipient: { group_id: chat }, message: { text: 'Lịch họp' } }),
  ],
  [
    'no buttons in a group, and nobody mentioned',
    withButtons,
    branch,
    { text: '[[@9007199254740993555] a', choices },
    '/v3.0/oa/group/message',
    ({ chat }) => ({
      recipient: { group_id: chat },
      message: { text: '[[ @9007199254740993555] a\n\n1. Tốt\n2. Khá' },
    }),
  ],
]

test.each(requests)('request: %s', async (_, platform, to, message, path, body) => {
  expect(await platform.send(to, message)).toEqual({
    kind: 'sent',
    externalId: expect.any(String) as string,
  })
  const sent = standIn.received.at(-1)
  expect(sent).toMatchObject({
    path,
    headers: {
      'content-type': 'application/json',
      access_token: expect.stringContaining('AT-') as string,
    },
  })
  expect(sent?.body).toEqual(body(to))
  expect(sent?.headers).not.toHaveProperty('authorization')
})

test('a tapped button comes back as a press with its payload', async () => {
  const to = known()
  await withButtons.send(to, { text: 'Câu 1', choices })
  const [shown] = standIn.world.seen(to.chat)
  const event = {
    event_name: 'user_send_text',
    sender: { id: to.chat },
    recipient: { id: standIn.oaId },
    message: { msg_id: 'm', text: shown?.buttons[1]?.payload },
  }
  expect(withButtons.read({ ...standIn.sign(event), receivedAt: today() })).toMatchObject([
    { kind: 'press', payload: 'a2' },
  ])
})

test.each([
  ['2,000 units', 'x'.repeat(2000), 1],
  ['2,001 units', 'x'.repeat(2001), 2],
  ['an astral character on the border', `${'x'.repeat(1999)}😀y`, 2],
  ['astral characters alone', '😀'.repeat(1001), 2],
  ['NFD that fits as NFC', 'e\u0302\u0301'.repeat(2000), 1],
])('length: %s', async (_, text, parts) => {
  const to = known()
  expect(await plain.send(to, { text })).toMatchObject({ kind: 'sent' })
  const seen = standIn.world.seen(to.chat).map((one) => one.text)
  expect(seen).toHaveLength(parts)
  expect(seen.join('')).toBe(text.normalize('NFC'))
  for (const part of seen) expect(part).not.toMatch(/\p{Cs}/u)
})

test('a long text comes in parts between paragraphs, in order, with the choices at the end', async () => {
  const to = known()
  const paragraphs = [1, 2, 3].map((number) =>
    `${String(number)} ${'đoạn văn '.repeat(150)}`.trim(),
  )
  const outcome = await withButtons.send(to, { text: paragraphs.join('\n\n'), choices })
  const parts = standIn.world.seen(to.chat)
  expect(parts.map(({ text }) => text)).toEqual([
    paragraphs[0],
    paragraphs[1],
    `${paragraphs[2] ?? ''}\n\n1. Tốt\n2. Khá`,
  ])
  expect(parts.map(({ buttons }) => buttons.length)).toEqual([0, 0, 2])
  expect(outcome).toEqual({ kind: 'sent', externalId: parts[2]?.messageId, messages: 3 })
})

test('with the first part out, a later failure is no longer "nothing was shown"', async () => {
  const to = known()
  standIn.faults.add({ what: { kind: 'hold', until: Promise.resolve() } })
  standIn.faults.refuse(-32)
  expect(await plain.send(to, { text: 'x'.repeat(3000) })).toEqual({
    kind: 'unreachable',
    reason: 'server',
    delivered: 'unknown',
    messages: 1,
  })
  expect(standIn.world.seen(to.chat)).toHaveLength(1)
})

const chart = {
  kind: 'picture',
  fileName: 'a.png',
  mediaType: 'image/png',
  bytes: new Uint8Array([1]),
  alt: 'Tham gia: 9/10',
  linkLine: 'Xem:',
} as const
const url = 'https://tusoi.example/d/abc'
const media = {
  type: 'template',
  payload: { template_type: 'media', elements: [{ media_type: 'image', url }] },
}

test('a picture is sent by its address, in one message with its words where they fit; without an address it is left to the words', async () => {
  const to = known()
  const before = standIn.received.length
  await withButtons.send(to, { text: 'Tổng hợp', choices, attachment: { ...chart, url } })
  await plain.send(branch, { text: '', attachment: { ...chart, alt: '[@1] 9/10', url } })
  await plain.send(to, { text: 'Tổng hợp', attachment: chart })
  expect(
    await withButtons.send(to, { text: 'x'.repeat(1970), choices, attachment: { ...chart, url } }),
  ).toMatchObject({ kind: 'sent', messages: 2 })
  const bodies = standIn.received.slice(before).map(({ body }) => body)
  expect(bodies).toMatchObject([
    cs(to.chat, { text: 'Tham gia: 9/10\n\nTổng hợp\n\n1. Tốt\n2. Khá', attachment: media }),
    { recipient: { group_id: branch.chat }, message: { text: '[ @1] 9/10', attachment: media } },
    cs(to.chat, { text: 'Tổng hợp' }),
    cs(to.chat, { text: `${'x'.repeat(1970)}\n\n1. Tốt\n2. Khá` }),
    cs(to.chat, { text: 'Tham gia: 9/10', attachment: media }),
  ])
  expect(standIn.world.seen(to.chat).map(({ picture }) => picture)).toEqual([
    url,
    undefined,
    undefined,
    url,
  ])
})

test('a picture that is refused leaves its words; a refusal of the message itself is not tried again', async () => {
  const to = known()
  expect(
    await plain.send(to, { text: 'Tổng hợp', attachment: { ...chart, url: 'ftp://x' } }),
  ).toMatchObject({ kind: 'sent' })
  expect(standIn.world.seen(to.chat)).toMatchObject([
    { text: 'Tham gia: 9/10\n\nTổng hợp', buttons: [] },
  ])
  const before = standIn.received.length
  expect(
    await plain.send(known(8 * 24), { text: 'a', attachment: { ...chart, url } }),
  ).toMatchObject({ kind: 'rejected', code: 'window' })
  expect(standIn.received).toHaveLength(before + 1)
})

test.each([
  ['nothing', plain, { text: ' \n' }, 'empty'],
  [
    'a payload too long for a button',
    withButtons,
    { text: 'a', choices: [{ label: 'x', payload: 'p'.repeat(65) }] },
    'payload',
  ],
] as const)('refused before it is sent: %s', async (_, platform, message, code) => {
  const before = standIn.received.length
  expect(await platform.send(known(), message)).toMatchObject({ kind: 'rejected', code })
  expect(standIn.received).toHaveLength(before)
})

test('what each message cost is told', async () => {
  for (const hoursAgo of [1, 72]) await plain.send(known(hoursAgo), { text: 'a' })
  await plain.send(branch, { text: 'a' })
  expect(events).toEqual([
    { code: 'sent', cost: 'consultation', quota: 'reply', remain: 8 },
    { code: 'sent', cost: 'consultation', quota: 'purchase_quota', remain: standIn.world.paidLeft },
    { code: 'sent', cost: 'group' },
  ])
})

const template = { id: '300', data: { ten: 'đồng chí' } }

test('a person silent for 8 days: refused as such, or the template where there is one', async () => {
  const outside = await plain.send(known(8 * 24), { text: 'canary' })
  expect(outside).toMatchObject({ kind: 'rejected', code: 'window' })
  const to = known(8 * 24)
  const outcome = await adapter({ template }).send(to, { text: 'canary' })
  expect(standIn.world.seen(to.chat)).toEqual([
    {
      messageId: outcome.kind === 'sent' ? outcome.externalId : '',
      text: '',
      buttons: [],
      template,
    },
  ])
  expect(standIn.received.at(-1)).toMatchObject({
    path: '/v3.0/oa/message/template',
    body: { user_id: to.chat, template_id: '300', template_data: { ten: 'đồng chí' } },
  })
  expect(events.at(-1)).toEqual({ code: 'sent', cost: 'template' })
  expect(JSON.stringify([outside, outcome, events])).not.toContain('canary')
})

test('one template a day and person, and another when the first did not go', async () => {
  let now = today()
  const platform = adapter({ template, now: () => now })
  const to = known(8 * 24)
  const say = () => platform.send(to, { text: 'a' })
  standIn.faults.refuse(-321, { path: 'message/template' })
  expect(await say()).toMatchObject({ code: 'window' })
  expect(await say()).toMatchObject({ kind: 'sent' })
  expect(await say()).toMatchObject({ code: 'window' })
  now = new Date(now.getTime() + 20 * 3_600_000)
  expect(await say()).toMatchObject({ kind: 'sent' })
  expect(standIn.world.seen(to.chat)).toHaveLength(2)
})

test('the window knows no template in a group', async () => {
  standIn.faults.refuse(-230)
  const before = standIn.received.length
  expect(await adapter({ template }).send(branch, { text: 'a' })).toMatchObject({
    kind: 'rejected',
    code: 'window',
  })
  expect(standIn.received).toHaveLength(before + 1)
})

test('what it can do', () => {
  expect(plain).toMatchObject({
    name: 'zalo-oa',
    bot: 'oa',
    abilities: {
      buttons: false,
      edit: false,
      documents: false,
      photoByUrl: true,
      maxText: 2000,
      groupHears: 'all',
    },
  })
  expect(withButtons.abilities.buttons).toBe(true)
  expect(adapter({ pace: { perSecond: 2 } }).abilities.pace).toMatchObject({
    perSecond: 2,
    groupPerMinute: 10,
  })
})

test('announcing needs an address and a token', async () => {
  await plain.announce?.('https://x.example/webhooks/oa')
  await expect(plain.announce?.(undefined)).rejects.toMatchObject({
    kind: 'zalo-oa',
    code: 'noPublicUrl',
  })
  const none = { kind: 'none', why: 'needsAuthorisation' } as const
  const spent = adapter({
    tokens: { current: () => Promise.resolve(none), renew: () => Promise.resolve(none) },
  })
  await expect(spent.announce?.('https://x.example')).rejects.toMatchObject({
    code: 'needsAuthorisation',
  })
  expect(await spent.send(known(), { text: 'a' })).toEqual({
    kind: 'unreachable',
    reason: 'server',
    delivered: 'no',
  })
})
