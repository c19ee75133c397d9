import { request as ask, type IncomingHttpHeaders } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { downloadRoutes } from '../../src/http/downloads.ts'
import { createHttp, type Http, type HttpEvent } from '../../src/http/server.ts'

const language = {
  title: 'Tệp <a>',
  ready: 'Sẵn sàng.',
  button: 'Tải',
  hint: 'Mở bằng trình duyệt.',
  gone: 'Hết hạn.',
  again: 'Gõ lại lệnh.',
}
const words = {
  vi: language,
  en: { ...language, ready: 'Ready.', gone: 'Gone.', again: 'Type it again.' },
}
const slips = {
  fileName: 'Phiếu mời (đợt 1).docx',
  mediaType: 'application/msword',
  bytes: Uint8Array.of(0, 255, 10),
}

let laidOut: Map<string, { readonly kind: 'document' | 'picture'; uses: number }>
let asked: string[]
let events: HttpEvent[]
let http: Http
let url: string
beforeEach(async () => {
  laidOut = new Map([
    ['paper', { kind: 'document', uses: 1 }],
    ['chart', { kind: 'picture', uses: 20 }],
  ])
  asked = []
  events = []
  const look = (token: string) =>
    Promise.resolve(
      asked.push(token) > 0 && (laidOut.get(token)?.uses ?? 0) > 0
        ? (laidOut.get(token)?.kind ?? null)
        : null,
    )
  const links = {
    look,
    take: async (token: string) => {
      const kind = await look(token)
      const link = laidOut.get(token)
      if (kind === null || link === undefined) return null
      link.uses -= 1
      return kind === 'document' ? slips : { ...slips, fileName: 'a.png', mediaType: 'image/png' }
    },
  }
  const at = new Date('2026-11-26T08:00:00+07:00')
  http = createHttp({
    host: '127.0.0.1',
    port: 0,
    routes: downloadRoutes({ links, words, now: () => at }),
    log: (event) => events.push(event),
  })
  url = (await http.listen()).url
})
afterEach(() => http.close())

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

async function call(method: string, token: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = ask(`${url}/d/${token}`, { method }, (reply) => {
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('end', () => {
        resolve({
          status: reply.statusCode ?? 0,
          headers: reply.headers,
          body: Buffer.concat(chunks),
        })
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

const secret = {
  'cache-control': 'no-store',
  'x-robots-tag': expect.stringContaining('noindex') as string,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

test('looking at a document, however often and by whomever, takes nothing; the button takes it, once', async () => {
  for (const method of ['GET', 'HEAD', 'GET']) {
    const { status, headers, body } = await call(method, 'paper')
    expect({ status, headers }).toMatchObject({
      status: 200,
      headers: { ...secret, 'content-type': 'text/html; charset=utf-8' },
    })
    expect(body.toString().includes('<form method="post"><button>Tải</button></form>')).toBe(
      method === 'GET',
    )
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/]+=*'; form-action 'self'/,
    )
  }
  const file = await call('POST', 'paper')
  expect(file).toMatchObject({
    status: 200,
    headers: { ...secret, 'content-type': slips.mediaType },
  })
  expect(file.headers['content-disposition']).toBe(
    'attachment; filename="Phieu moi _dot 1_.docx"; filename*=UTF-8\'\'Phi%E1%BA%BFu%20m%E1%BB%9Di%20%28%C4%91%E1%BB%A3t%201%29.docx',
  )
  expect([...file.body]).toEqual([...slips.bytes])
  const second = await call('POST', 'paper')
  expect(second).toMatchObject({ status: 410, headers: secret })
  for (const said of ['Hết hạn.', 'Gõ lại lệnh.', 'Gone.', 'Type it again.', 'Tệp &#60;a&#62;'])
    expect(second.body.toString()).toContain(said)
})

test('a picture is there for each fetch of the platform, and HEAD is none', async () => {
  await call('HEAD', 'chart')
  for (let fetched = 1; fetched <= 3; fetched += 1) {
    const { status, headers } = await call('GET', 'chart')
    expect({ status, headers }).toMatchObject({
      status: 200,
      headers: { ...secret, 'content-type': 'image/png' },
    })
    expect(headers['content-disposition']).toMatch(/^inline; /)
    expect(laidOut.get('chart')?.uses).toBe(20 - fetched)
  }
})

test('whatever has nothing to give gets one answer, after one look', async () => {
  await call('POST', 'paper')
  const answers: Answer[] = []
  for (const token of ['paper', 'unknown', 'x'.repeat(300), '%00%F0%9F%98%80']) {
    asked = []
    answers.push(await call('GET', token))
    expect(asked).toHaveLength(1)
  }
  expect(answers.map(({ status }) => status)).toEqual([410, 410, 410, 410])
  expect(new Set(answers.map(({ body }) => body.toString())).size).toBe(1)
})

test('guessing is cut short, and a right token is served all the same', async () => {
  const statuses: number[] = []
  for (let guess = 0; guess < 21; guess += 1)
    statuses.push((await call('POST', `guess${String(guess)}`)).status)
  expect(statuses).toEqual([...Array<number>(20).fill(410), 429])
  expect((await call('POST', 'paper')).status).toBe(200)
})

test('no token is logged, whatever became of it', async () => {
  await call('GET', 'paper')
  await call('POST', 'paper')
  await call('PUT', 'paper')
  expect(events.map((event) => `${event.method} ${event.route}`)).toEqual([
    'GET /d/:token',
    'POST /d/:token',
    'PUT none',
  ])
  expect(JSON.stringify(events)).not.toContain('paper')
})
