import { describe, expect, test } from 'vitest'
import { healthRoutes } from '../../src/http/health.ts'
import { isLoopbackAddress, isLoopbackHost } from '../../src/http/loopback.ts'
import { metricsRoute } from '../../src/http/metrics-route.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createRefusedCalls } from '../../src/http/refused-calls.ts'
import type { HttpRequest, Reply, Route, StreamReply } from '../../src/http/route.ts'
import { Refusal } from '../../src/http/route.ts'

function request(given: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    url: new URL('http://localhost/'),
    headers: { host: '127.0.0.1:3000' },
    params: {},
    remoteAddress: '127.0.0.1',
    localPort: 3000,
    httpVersion: '1.1',
    body: async () => Promise.resolve(new Uint8Array()),
    ...given,
  }
}

async function statusOf(
  route: Route | undefined,
  given: Partial<HttpRequest> = {},
): Promise<number> {
  try {
    const reply: Reply | StreamReply | undefined = await route?.handle(request(given))
    return reply?.status ?? 0
  } catch (error) {
    if (error instanceof Refusal) return error.status
    throw error
  }
}

describe('health', () => {
  test.each<[string, () => Promise<boolean>, number]>([
    ['yes', async () => Promise.resolve(true), 200],
    ['no', async () => Promise.resolve(false), 503],
    ['an error', async () => Promise.reject(new Error('database')), 503],
    ['nothing at all', async () => new Promise(() => undefined), 503],
  ])('ready says %s', async (_, ready, status) => {
    const [alive, readiness] = healthRoutes({ ready, readyWithinMs: 20 })
    expect(await statusOf(alive)).toBe(200)
    expect(await statusOf(readiness)).toBe(status)
  })
})

describe('metrics', () => {
  const here = { remoteAddress: '::ffff:127.0.0.1', headers: { host: 'localhost:3000' } }
  const bearer = (token: string) => ({
    remoteAddress: '10.0.0.7',
    headers: { host: 'soi.example', authorization: `Bearer ${token}` },
  })
  const local = { remoteAddress: '127.0.0.1' }
  const through = {
    ...local,
    headers: { ...bearer('right').headers, 'x-forwarded-for': '10.0.0.7' },
  }

  test.each<[string, Partial<HttpRequest>, string | undefined, number]>([
    ['this machine', here, undefined, 200],
    ['this machine where a token is set', here, 'right', 401],
    ['this machine with the token', { ...bearer('right'), ...local }, 'right', 200],
    ['this machine with a wrong one', { ...bearer('wrong'), ...local }, 'right', 401],
    ['another machine', { ...here, remoteAddress: '10.0.0.7' }, undefined, 403],
    ['a proxy under a public name', { ...here, headers: { host: 'soi.example' } }, undefined, 403],
    ['a proxy that was told nothing', { ...here, httpVersion: '1.0' }, undefined, 403],
    ...[
      'x-forwarded-for',
      'x-forwarded-proto',
      'x-forwarded-host',
      'forwarded',
      'via',
      'x-real-ip',
      'cf-connecting-ip',
    ].map((name): [string, Partial<HttpRequest>, undefined, number] => [
      `a proxy that says ${name}`,
      { ...here, headers: { ...here.headers, [name]: '10.0.0.7' } },
      undefined,
      403,
    ]),
    ['the right token', bearer('right'), 'right', 200],
    ['a wrong token', bearer('wrong'), 'right', 401],
    ['a token of another length', bearer(''), 'right', 401],
    ['a proxy with the token', through, 'right', 200],
    ['a token where none is set', bearer('undefined'), undefined, 403],
  ])('asked from %s', async (_, from, token, status) => {
    expect(await statusOf(metricsRoute(createMetrics(), token), from)).toBe(status)
  })

  test('every number has its series', async () => {
    const metrics = createMetrics()
    metrics.countInbound('telegram', 'text')
    metrics.countDuplicate()
    metrics.countRefusedCall('telegram')
    metrics.countSent('zalo-bot', 'groupNotice', 'sent')
    metrics.observeReply(0.12)
    metrics.observeTurn(0.01)
    metrics.countRefusedText('classified')
    metrics.countSlot('meetingInThreeDays', 'skipped')
    metrics.setOutboxPending(7)
    metrics.countStatements(2)
    metrics.setMessages('zalo-bot', 1204, 3000, 1450)
    metrics.setMessages('zalo-other', 3, undefined, 4)
    metrics.setUnauthorised('zalo-oa', true)
    metrics.setUnauthorised('zalo-oa-hai', false)
    metrics.countCharged('zalo-oa', 'consultation', 'reply', 7)
    metrics.countCharged('zalo-oa', 'template')
    const { text } = await metrics.print()
    for (const line of [
      'tusoi_inbound_total{bot="telegram",kind="text"} 1',
      'tusoi_inbound_duplicate_total 1',
      'tusoi_webhook_refused_total{bot="telegram"} 1',
      'tusoi_outbox_sent_total{bot="zalo-bot",class="groupNotice",outcome="sent"} 1',
      'tusoi_reply_latency_seconds_bucket{le="0.15"} 1',
      'tusoi_turn_seconds_sum 0.01',
      'tusoi_refused_text_total{reason="classified"} 1',
      'tusoi_slot_total{rule="meetingInThreeDays",state="skipped"} 1',
      'tusoi_outbox_pending 7',
      'tusoi_database_statements_total 2',
      'tusoi_messages_used{bot="zalo-bot"} 1204',
      'tusoi_messages_limit{bot="zalo-bot"} 3000',
      'tusoi_messages_expected{bot="zalo-bot"} 1450',
      'tusoi_messages_used{bot="zalo-other"} 3',
      'tusoi_oa_sent_total{bot="zalo-oa",cost="consultation",quota="reply"} 1',
      'tusoi_oa_quota_left{bot="zalo-oa",quota="reply"} 7',
      'tusoi_oa_sent_total{bot="zalo-oa",cost="template",quota="none"} 1',
      'tusoi_bot_unauthorised{bot="zalo-oa"} 1',
      'tusoi_bot_unauthorised{bot="zalo-oa-hai"} 0',
    ])
      expect(text.split('\n')).toContain(line)
  })

  test.each(['1234567890', 'm:42', 'Trần Văn Lâm', '0b6c2f5e-8a1d-4c7e-9d3f-2a1b4c5d6e7f'])(
    '%s is no label',
    async (label) => {
      const metrics = createMetrics()
      metrics.countInbound(label, label)
      expect((await metrics.print()).text).toContain(
        'tusoi_inbound_total{bot="other",kind="other"} 1',
      )
    },
  )
})

describe('loopback', () => {
  test.each([
    ['127.0.0.1', true],
    ['127.8.8.8', true],
    ['::1', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.1', false],
    ['::ffff:10.127.0.1', false],
    ['127.0.0.1.evil', false],
    ['', false],
  ])('address %s: %s', (address, isLoopback) => {
    expect(isLoopbackAddress(address)).toBe(isLoopback)
  })

  test.each([
    ['127.0.0.1:3000', true],
    ['LOCALHOST', true],
    ['[::1]:80', true],
    ['localhost.evil:3000', false],
    ['soi.example', false],
    [undefined, false],
  ])('host %s: %s', (host, isLoopback) => {
    expect(isLoopbackHost(host)).toBe(isLoopback)
  })
})

test('refused calls are given back with time, and a flood of addresses is forgotten', () => {
  let now = 0
  const calls = createRefusedCalls(() => now)
  const note = (times: number) =>
    Array.from({ length: times }, () => calls.note('10.0.0.7')).filter(Boolean).length
  expect(note(30)).toBe(20)
  now += 5_000
  expect(note(30)).toBe(5)
  for (let count = 0; count < 10_000; count += 1) calls.note(`10.1.${String(count)}`)
  expect(note(1)).toBe(1)
})
