import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Inbound } from '../../src/messaging/inbound.ts'
import { createTelegram } from '../../src/platforms/telegram/telegram.ts'
import { startStandIn, type StandIn } from '../support/telegram/standin.ts'
import { today } from '../support/today.ts'

const running: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
})

/** A service of a few lines: reads, hands over, answers 200, or 503 when `receive` fails. */
async function service(
  receive: (inbound: Inbound, telegram: ReturnType<typeof createTelegram>) => unknown,
): Promise<StandIn> {
  const standIn = await startStandIn()
  const telegram = createTelegram({
    bot: 'tg',
    token: standIn.token,
    apiRoot: standIn.apiRoot,
    webhookSecret: 's3cret',
  })
  const handle = async (request: http.IncomingMessage): Promise<number> => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const found = telegram.read({ headers, body: Buffer.concat(chunks), receivedAt: today() })
    if (!found) return 401
    for (const inbound of found) await receive(inbound, telegram)
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
  await telegram.announce?.(
    `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/webhooks/tg`,
  )
  return standIn
}

test('said, answered with buttons, pressed, and the press answered', async () => {
  const standIn = await service(async (inbound, telegram) => {
    await telegram.acknowledge?.(inbound)
    if (inbound.kind === 'text')
      await telegram.send(inbound.from, {
        text: 'Câu 1',
        choices: [
          { label: 'Tốt', payload: 'tot' },
          { label: 'Khá', payload: 'kha' },
        ],
      })
    if (inbound.kind === 'press')
      await telegram.send(inbound.from, {
        text: `đã ghi ${inbound.payload}`,
        replaces: { messageId: inbound.messageId, text: 'Câu 1: Khá' },
      })
  })
  const hoa = standIn.person(42)
  hoa.starts('ABCD2345')
  expect((await hoa.nextMessage()).buttons.map(({ label }) => label)).toEqual(['1. Tốt', '2. Khá'])
  const press = hoa.presses('Khá')
  expect((await hoa.nextMessage()).text).toBe('đã ghi kha')
  await standIn.until(() => hoa.messages()[0]?.text === 'Câu 1: Khá')
  expect(standIn.world.answeredPresses.has(press.pressId ?? '')).toBe(true)
  expect(standIn.everything()).toEqual(
    expect.arrayContaining(['42\tCâu 1', '42\tCâu 1: Khá', '42\tkha', '42\tđã ghi kha']),
  )
})

test('not answered with 2xx, it comes again, and its chat waits for it', async () => {
  const received: string[] = []
  let failures = 3
  const standIn = await service((inbound) => {
    if (inbound.kind === 'text' && inbound.text === 'một' && failures-- > 0) throw new Error('away')
    received.push(inbound.kind === 'text' ? inbound.text : inbound.kind)
  })
  const said = standIn.person(1).says('một')
  standIn.person(1).says('hai')
  await standIn.idle()
  expect(received).toEqual(['một', 'hai'])
  expect(standIn.webhook.attempts.get(said.updateId ?? 0)).toBe(4)
})

test('the life of a group is told: added, renamed, upgraded, removed', async () => {
  const told: unknown[] = []
  const standIn = await service(({ kind, from, ...rest }) =>
    told.push([
      kind,
      from.chat,
      'standing' in rest
        ? rest.standing
        : 'title' in rest
          ? rest.title
          : 'toChat' in rest
            ? rest.toChat
            : '',
    ]),
  )
  const admin = standIn.person(1)
  const group = standIn.group(-9).named('Chi bộ').withoutBot()
  admin.says('not heard', { in: group })
  group.addsBot(admin)
  admin.says('just talk', { in: group })
  admin.says('/lichhop', { in: group })
  group.renames('Chi bộ 9', admin)
  const newId = group.upgrades(admin)
  await standIn.idle()
  group.removesBot(admin)
  await standIn.idle()
  expect(told).toEqual([
    ['membership', '-9', 'joined'],
    ['text', '-9', ''],
    ['renamed', '-9', 'Chi bộ 9'],
    ['migrated', '-9', String(newId)],
    ['membership', String(newId), 'removed'],
  ])
})
