import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Inbound } from '../../src/messaging/inbound.ts'
import { createZaloBot } from '../../src/platforms/zalo-bot/zalo-bot.ts'
import type { Manners } from '../support/zalo-bot/manners.ts'
import { startStandIn, type StandIn } from '../support/zalo-bot/standin.ts'
import { today } from '../support/today.ts'

const running: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
})

type Zalo = ReturnType<typeof createZaloBot>

/** A service of a few lines: reads, hands over, answers 200, or 503 when `receive` fails. */
async function service(
  receive: (inbound: Inbound, zalo: Zalo) => unknown,
  manners: Partial<Manners> = {},
): Promise<StandIn> {
  const standIn = await startStandIn({ manners })
  const zalo = createZaloBot({
    bot: 'zl',
    token: standIn.token,
    apiRoot: standIn.apiRoot,
    webhookSecret: 's3cret-s3cret',
  })
  const handle = async (request: http.IncomingMessage): Promise<number> => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const found = zalo.read({ headers, body: Buffer.concat(chunks), receivedAt: today() })
    if (!found) return 401
    for (const inbound of found) await receive(inbound, zalo)
    return 200
  }
  const server = http.createServer((request, response) => {
    handle(request).then(
      (status) => response.writeHead(status).end(),
      () => response.writeHead(503).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  running.push(
    () => standIn.close(),
    () => new Promise((resolve) => server.close(resolve)),
  )
  running.push(() => Promise.resolve(server.closeAllConnections()))
  await zalo.announce?.(
    `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/webhooks/zl`,
  )
  return standIn
}

const textOf = (inbound: Inbound) => (inbound.kind === 'text' ? inbound.text : inbound.kind)

test.each(['bare', 'wrapped'] as const)(
  'said, answered with choices, chosen by number: %s',
  async (shape) => {
    const choices = [
      { label: 'Tốt', payload: 'tot' },
      { label: 'Khá', payload: 'kha' },
    ]
    const standIn = await service(
      (inbound, zalo) =>
        zalo.send(
          inbound.from,
          textOf(inbound) === '2' ? { text: 'đã ghi' } : { text: 'Câu 1', choices },
        ),
      { shape },
    )
    const hoa = standIn.person('hoa').named('Lê Hoa')
    hoa.says('xin chào')
    expect((await hoa.nextMessage()).text).toBe('Câu 1\n\n1. Tốt\n2. Khá')
    hoa.chooses('Khá')
    expect((await hoa.nextMessage()).text).toBe('đã ghi')
    expect(standIn.everything()).toEqual(['hoa\tCâu 1\n\n1. Tốt\n2. Khá', 'hoa\tđã ghi'])
  },
)

test('a body that comes in two pieces, cut at any byte, is read as one', async () => {
  const received: Inbound[] = []
  const standIn = await service((inbound) => received.push(inbound))
  const words = 'Đã sửa: “Nguyễn” 😀'
  for (let cutAt = 1; cutAt < 330; cutAt++) {
    standIn.manners.cutAt = cutAt
    standIn.person('hoa').says(words)
  }
  await standIn.idle()
  expect(received).toHaveLength(329)
  expect(new Set(received.map(textOf))).toEqual(new Set([words]))
})

test('ids above 2^53 as numbers, dates in seconds, everything twice: nobody becomes somebody else', async () => {
  const received: Inbound[] = []
  const standIn = await service((inbound) => received.push(inbound), {
    ids: 'number',
    dates: 's',
    deliveries: 2,
  })
  const ids = ['9007199254740992', '9007199254740993', '9007199254740994']
  const began = Math.floor(today().getTime() / 1000)
  const said = ids.map((id) => standIn.person(id).says(`từ ${id}`))
  await standIn.idle()
  expect(received).toHaveLength(6)
  const keys = new Map(
    received.map((inbound) => [inbound.key, [inbound.sender.id, textOf(inbound)]]),
  )
  expect(keys).toEqual(
    new Map(
      said.map(({ messageId }, index) => [messageId, [ids[index], `từ ${ids[index] ?? ''}`]]),
    ),
  )
  const sentAt = (received[0]?.sentAt.getTime() ?? 0) / 1000
  expect(sentAt).toBeGreaterThanOrEqual(began)
  expect(sentAt).toBeLessThanOrEqual(today().getTime() / 1000)
})

test('the bot does not hear itself, not even where Zalo lets it', async () => {
  const received: string[] = []
  const standIn = await service(
    (inbound, zalo) => {
      received.push(textOf(inbound))
      return zalo.send(inbound.from, { text: 'vâng' })
    },
    { echoes: true },
  )
  standIn.person('hoa').says('xin chào')
  await standIn.person('hoa').nextMessage()
  await standIn.idle()
  expect(received).toEqual(['xin chào'])
})

test.each([false, true])(
  'of a group comes what is meant for the bot, unmentioned; places told: %s',
  async (marksMentions) => {
    const received: unknown[] = []
    const standIn = await service(
      (inbound, zalo) => {
        received.push([inbound.from.kind, inbound.from.chat, inbound.sender.id, textOf(inbound)])
        return zalo.send(inbound.from, { text: 'lịch họp' })
      },
      { marksMentions },
    )
    const group = standIn.group('zgr-0123456789abcdef0123')
    const hoa = standIn.person('hoa')
    expect(hoa.says('/lichhop', { in: group }).isHeard).toBe(false)
    hoa.says('/lichhop', { in: group, how: 'mention' })
    await group.nextMessage()
    hoa.says('cảm ơn', { in: group, how: 'reply' })
    await group.nextMessage()
    expect(received).toEqual(['/lichhop', 'cảm ơn'].map((text) => ['group', group.id, 'hoa', text]))
    expect(hoa.messages()).toEqual([])
  },
)

test('not answered with 2xx, it comes again, and its chat waits for it', async () => {
  const received: string[] = []
  let failures = 3
  const standIn = await service((inbound) => {
    if (textOf(inbound) === 'một' && failures-- > 0) throw new Error('away')
    received.push(textOf(inbound))
  })
  standIn.person('hoa').says('một')
  standIn.person('hoa').says('hai')
  await standIn.idle()
  expect(received).toEqual(['một', 'hai'])
  expect(standIn.delivery.statuses).toEqual([503, 503, 503, 200, 200])
})
