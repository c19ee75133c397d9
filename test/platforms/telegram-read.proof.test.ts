import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TelegramEvent } from '../../src/platforms/telegram/event.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'

const secret = 's3cret'
const keys = [
  'update_id',
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'chat',
  'from',
  'id',
  'type',
  'text',
  'date',
  'data',
  'is_bot',
  'message_id',
  'new_chat_title',
  'migrate_to_chat_id',
  'new_chat_member',
  'old_chat_member',
  'status',
  'first_name',
  'language_code',
  'photo',
  '__proto__',
]

/** Trees made of the Bot API's own keys, so that the fuzz gets past the first check. */
const { update } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('private', 'supergroup', 'kicked', 'member', '/a@b', '\ud800'),
  ),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('node'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...keys), tie('node'), { maxKeys: 8 }),
  update: fc.oneof(tie('object'), tie('node'), plausible()),
}))

/** An update that is whole but for one value swapped for anything. */
function plausible(): fc.Arbitrary<unknown> {
  const from = { id: 42, is_bot: false, first_name: 'Hoa' }
  const message = {
    message_id: 5,
    date: 1_795_000_000,
    chat: { id: 42, type: 'private' },
    from,
    text: 'x',
  }
  const whole = { update_id: 1, message, callback_query: { id: '1', from, message, data: 'd' } }
  const paths = [
    'update_id',
    'message',
    'message.chat',
    'message.chat.id',
    'message.chat.type',
    'message.from',
    'message.from.first_name',
    'message.text',
    'message.date',
    'message.message_id',
    'callback_query',
    'callback_query.id',
    'callback_query.data',
    'callback_query.from.id',
  ]
  return fc
    .tuple(
      fc.constantFrom(...paths),
      fc.oneof(fc.anything(), fc.string({ unit: 'binary' }), fc.integer()),
    )
    .map(([path, value]) => replaced(whole, path.split('.'), value))
}

function replaced(whole: object, [key = '', ...rest]: readonly string[], value: unknown): object {
  const inner: unknown = Reflect.get(whole, key)
  return {
    ...whole,
    [key]:
      rest.length > 0 && typeof inner === 'object' && inner !== null
        ? replaced(inner, rest, value)
        : value,
  }
}

function toBytes(value: unknown): Uint8Array {
  try {
    return new TextEncoder().encode(
      JSON.stringify(value, (_, inner: unknown) =>
        typeof inner === 'bigint' ? String(inner) : inner,
      ),
    )
  } catch {
    return new Uint8Array()
  }
}

const events: TelegramEvent[] = []
const telegram = createTelegram({
  bot: 'tg',
  token: '1:a',
  webhookSecret: secret,
  onEvent: (event) => events.push(event),
})

function readBody(body: Uint8Array): ReturnType<typeof telegram.read> {
  return telegram.read({
    headers: { 'x-telegram-bot-api-secret-token': secret },
    body,
    receivedAt: new Date(0),
  })
}

test('whatever comes, reading gives one clean inbound, or none and an event', () => {
  fc.assert(
    fc.property(update, (value) => {
      events.length = 0
      const found = readBody(toBytes(value))
      expect(found).not.toBeNull()
      expect((found?.length ?? 0) + events.length).toBe(1)
      for (const inbound of found ?? []) {
        expect(inbound.sentAt.getTime()).not.toBeNaN()
        expect(inbound.key).toMatch(/^u-?\d+$/)
        expect(inbound.from.chat).toMatch(/^-?\d+$/)
        expect(inbound.sender.id).toMatch(/^-?\d+$/)
        if (inbound.kind === 'press') expect(inbound.pressId).toMatch(/^[\x21-\x7E]+$/)
        expect(JSON.stringify(inbound)).not.toMatch(/\\u0000|\\ud[89ab]/)
      }
    }),
    { numRuns: 2000 },
  )
})

test('whatever bytes come, reading does not throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
      expect(readBody(body)).toEqual([])
    }),
  )
})
