import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ZaloOaEvent } from '../../src/platforms/zalo-oa/event.ts'
import { createZaloOa } from '../../src/platforms/zalo-oa/zalo-oa.ts'
import { signCall } from '../support/zalo-oa/webhook.ts'

const receivedAt = new Date('2026-11-20T02:00:00Z')
const timestamp = String(receivedAt.getTime())
const noToken = () => Promise.reject(new Error('no token is needed to read'))

const events: ZaloOaEvent[] = []
const zalo = createZaloOa({
  bot: 'oa',
  appId: '1',
  webhookKeys: ['k'],
  tokens: { current: noToken, renew: noToken },
  onEvent: (event) => events.push(event),
})

/** Signed and read: bytes, or JSON in which long numbers may stand as they are. */
function read(body: string | Uint8Array) {
  events.length = 0
  const call = signCall(Buffer.from(body), timestamp, { prefix: '1', key: 'k' })
  const headers = { ...call.headers, 'x-zevent-timestamp': timestamp }
  return zalo.read({ ...call, headers, receivedAt })
}

const names = [
  'user_send_text',
  'user_send_group_text',
  'user_send_image',
  'follow',
  'unfollow',
  'create_group',
  'update_group_info',
  'x',
]
const anId = fc.oneof(
  fc.constantFrom<unknown>('5510185758261927916', '', 0, -1, null, 'a\0b', '\ud800', 'a b', 'đ'),
  fc.string({ unit: 'binary' }),
  fc.jsonValue(),
)
const party = fc.oneof(anId, fc.record({ id: anId, group_id: anId }, { requiredKeys: [] }))
const message = fc.record({ text: anId, msg_id: anId, conversation_id: anId }, { requiredKeys: [] })
const event = fc.record(
  {
    event_name: fc.constantFrom(...names),
    sender: party,
    recipient: party,
    follower: party,
    message: fc.oneof(message, anId),
    oa_id: anId,
    group_id: anId,
    group_name: anId,
  },
  { requiredKeys: ['event_name'] },
)

test('whatever Zalo may sign, reading gives one clean inbound, or none and an event', () => {
  fc.assert(
    fc.property(fc.oneof(event, fc.jsonValue()), (value) => {
      const found = read(JSON.stringify(value))
      const ignored = events.filter(({ code }) => code !== 'signedAs')
      expect((found?.length ?? 0) + ignored.length).toBe(1)
      for (const inbound of found ?? []) {
        const own = 'messageId' in inbound ? [inbound.messageId] : []
        for (const id of [inbound.key, inbound.from.chat, inbound.sender.id, ...own])
          expect(id).toMatch(/^[\x21-\x7E]{1,257}$/)
        expect(JSON.stringify(inbound)).not.toMatch(/\\u0000|\\ud[89a-f]/)
      }
    }),
    { numRuns: 2000 },
  )
})

const said = (ids: { readonly person?: string; readonly message?: string }) =>
  JSON.stringify({
    event_name: 'user_send_text',
    sender: { id: ids.person ?? '42' },
    recipient: { id: '7' },
    message: { text: 'chào', msg_id: ids.message ?? 'e2a6' },
    timestamp,
  })

test.each(['a\0b', '\0', 'a\ud800', '\udc00b', 'a b', 'mã'])(
  'an id %j is none: its message has the key of its facts, and its person is nobody',
  (odd) => {
    expect(read(said({ message: odd }))).toMatchObject([
      { kind: 'text', text: 'chào', key: expect.stringMatching(/^h[\w-]{22}$/) as string },
    ])
    expect(read(said({ person: odd }))).toEqual([])
    expect(events).toContainEqual({
      code: 'eventIgnored',
      why: 'noSender',
      event: 'user_send_text',
    })
  },
)

test('two ids that would look the same when cleaned are not one person', () => {
  const people = ['42', '4\u00002', '42\ud800', '4\u200e2'].flatMap((person) =>
    (read(said({ person })) ?? []).map(({ sender }) => sender.id),
  )
  expect(people).toEqual(['42'])
})

test('whatever bytes come, reading does not throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(read(bytes)).toEqual([])
    }),
  )
})
