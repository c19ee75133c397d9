import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { Inbound } from '../../src/messaging/inbound.ts'
import { createZaloOa } from '../../src/platforms/zalo-oa/zalo-oa.ts'
import { fixedTokens } from '../support/zalo-oa/fixed-tokens.ts'
import { startStandIn } from '../support/zalo-oa/standin.ts'
import { today } from '../support/today.ts'

const running: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop()
})

/** A service of a few lines: reads, hands over, answers 200, or 503 when `receive` fails. */
async function service(
  receive: (inbound: Inbound, headers: http.IncomingHttpHeaders) => Promise<unknown>,
) {
  const standIn = await startStandIn()
  const { appId, oaId, webhookKey, root } = standIn
  const zalo = createZaloOa({
    bot: 'oa',
    appId,
    oaId,
    webhookKeys: [webhookKey],
    tokens: fixedTokens(standIn),
    apiRoot: root,
    hasButtons: true,
  })
  const handle = async (request: http.IncomingMessage): Promise<number> => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    const found = zalo.read({ headers, body: Buffer.concat(chunks), receivedAt: today() })
    for (const inbound of found ?? []) await receive(inbound, request.headers)
    return found ? 200 : 401
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
    () => Promise.resolve(server.closeAllConnections()),
  )
  standIn.setWebhook(
    `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/webhooks/oa`,
  )
  return { standIn, zalo }
}

test('followed, asked, tapped, and the tap answered', async () => {
  const heard: Inbound['kind'][] = []
  const { standIn, zalo } = await service(async (inbound) => {
    heard.push(inbound.kind)
    if (inbound.kind === 'text')
      await zalo.send(inbound.from, {
        text: 'Câu 1',
        choices: ['tot', 'kha'].map((each) => ({ label: each, payload: each })),
      })
    if (inbound.kind === 'press')
      await zalo.send(inbound.from, { text: `đã ghi ${inbound.payload}` })
  })
  const hoa = standIn.person('5510185758261927916')
  for (const act of [
    () => hoa.follows(),
    () => hoa.says('/tusoi'),
    () => hoa.taps(2),
    () => hoa.sends('sticker'),
    () => hoa.unfollows(),
  ]) {
    expect(await act()).toBe(true)
  }
  expect(heard).toEqual(['membership', 'text', 'press', 'attachment', 'membership'])
  expect(hoa.messages().map(({ text }) => text)).toEqual(['Câu 1\n\n1. tot\n2. kha', 'đã ghi kha'])
})

test('said in a group, and answered there', async () => {
  const { standIn, zalo } = await service((inbound) =>
    zalo.send(inbound.from, { text: 'Họp lúc 19:00' }),
  )
  const branch = standIn.world.group('9007199254740993555')
  expect(await standIn.person('42').says('/lichhop', branch.id)).toBe(true)
  expect(standIn.world.everything()).toEqual([`${branch.id}\tHọp lúc 19:00`])
})

test('what could not be taken comes again, under the same key', async () => {
  const seen: (readonly [string, string | undefined])[] = []
  const { standIn } = await service(({ key }, headers) => {
    seen.push([key, headers['num_retry'] as string | undefined])
    return seen.length < 3 ? Promise.reject(new Error('down')) : Promise.resolve()
  })
  expect(await standIn.person('42').says('a')).toBe(true)
  const [[key] = ['']] = seen
  expect(seen).toEqual([
    [key, undefined],
    [key, '1'],
    [key, '2'],
  ])
})
