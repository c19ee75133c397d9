import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ZaloBotEvent } from '../../src/platforms/zalo-bot/event.ts'
import { createZaloBot } from '../../src/platforms/zalo-bot/zalo-bot.ts'

const secret = 's3cret-s3cret'
const own = ['chat', 'from', 'id', 'chat_type', 'text', 'date', 'is_bot', 'message_id', 'mentions']
const keys = ['ok', 'result', 'event_name', 'message', ...own]

/** Trees made of Zalo's own keys, so that the fuzz gets past the first check. */
const { body } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'PRIVATE',
      'GROUP',
      'message.text.received',
      'message.image.received',
      '@Bot A /x',
      '\ud800',
    ),
  ),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.array(tie('node'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.constantFrom(...keys, '__proto__'), tie('node'), { maxKeys: 8 }),
  body: fc.oneof(tie('object'), tie('node'), plausible()),
}))

/** An event that is whole but for one value swapped for anything. */
function plausible(): fc.Arbitrary<unknown> {
  const [chat, from] = [{ id: 'g', chat_type: 'GROUP' }, { id: 'p' }]
  const message = {
    message_id: 'a1',
    date: 1_795_000_000_000,
    chat,
    from,
    text: '@Bot x',
    mentions: [],
  }
  const whole = { event_name: 'message.text.received', message }
  const inner = [...Object.keys(message), 'chat.id', 'chat.chat_type', 'from.id']
  const paths = ['event_name', 'message', ...inner.map((key) => `message.${key}`)]
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

const events: ZaloBotEvent[] = []
const zalo = createZaloBot({
  bot: 'zl',
  token: '1:a',
  webhookSecret: secret,
  onEvent: (event) => events.push(event),
})

function readBody(bytes: Uint8Array): ReturnType<typeof zalo.read> {
  return zalo.read({
    headers: { 'x-bot-api-secret-token': secret },
    body: bytes,
    receivedAt: new Date(0),
  })
}

test('whatever comes, reading gives clean inbounds, or none and an event', () => {
  fc.assert(
    fc.property(body, (value) => {
      events.length = 0
      const found = readBody(toBytes(value))
      expect(found).not.toBeNull()
      expect((found?.length ?? 0) + events.length).toBeGreaterThan(0)
      for (const inbound of found ?? []) {
        expect(inbound.sentAt.getTime()).not.toBeNaN()
        for (const id of [inbound.key, inbound.from.chat, inbound.sender.id])
          expect(id).toMatch(/^[\x21-\x7E]+$/)
        expect(JSON.stringify(inbound)).not.toMatch(/\\u0000|\\ud[89ab]/)
      }
    }),
    { numRuns: 2000 },
  )
})

test('whatever bytes come, reading does not throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(readBody(bytes)).toEqual([])
    }),
  )
})
