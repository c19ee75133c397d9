import { request as ask } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createEvents } from '../../src/http/play-events.ts'
import type { PlayEvent } from '../../src/http/play-port.ts'
import { playRoutes } from '../../src/http/play.ts'
import type { Http } from '../../src/http/server.ts'
import { createHttp } from '../../src/http/server.ts'
import type { FakePlay } from '../support/fake-play.ts'
import { createFakePlay } from '../support/fake-play.ts'

let play: FakePlay
let http: Http
let url: string
beforeEach(async () => {
  play = await createFakePlay()
  http = createHttp({
    host: '127.0.0.1',
    port: 0,
    routes: playRoutes(play, [{ path: '/', contentType: 'text/html', text: '<p>page' }]),
  })
  url = (await http.listen()).url
})
afterEach(async () => http.close())

/** `fetch` does not let anyone lie about the host or the origin. */
async function call(
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = ask(url + path, { method, headers }, (reply) => {
      let text = ''
      reply.on('data', (chunk: Buffer) => (text += chunk.toString()))
      reply.on('end', () => {
        resolve({ status: reply.statusCode ?? 0, text })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const say = JSON.stringify({ person: 'm:lam', chat: 'm:lam', text: 'xin chào' })
const type = { 'content-type': 'application/json' }

test('the file of a message is fetched by its id, by the page alone', async () => {
  const bytes = Uint8Array.from(Buffer.from('BEGIN:VCALENDAR'))
  const attachment = {
    kind: 'document',
    fileName: 'lịch.ics',
    mediaType: 'text/calendar',
    bytes,
    alt: 'Lịch',
    linkLine: '',
  } as const
  await play.tell('m:lam', { text: 'Lịch họp', attachment })
  const id = (await play.state('vi')).messages['m:lam']?.at(-1)?.id ?? ''
  const own = { 'sec-fetch-site': 'same-origin' }
  expect(await call('GET', `/play/file?id=${id}`, own)).toEqual({
    status: 200,
    text: 'BEGIN:VCALENDAR',
  })
  expect(
    (await call('GET', `/play/file?id=${id}`, { 'sec-fetch-site': 'cross-site' })).status,
  ).toBe(403)
  expect((await call('GET', '/play/file?id=nothing', own)).status).toBe(404)
})

describe('who may act', () => {
  test.each<[string, (own: string) => Record<string, string>, number]>([
    ['its own page', (own) => ({ ...type, origin: own }), 200],
    [
      'its own page where the origin is left out',
      () => ({ ...type, 'sec-fetch-site': 'same-origin' }),
      200,
    ],
    ['another site', () => ({ ...type, origin: 'https://evil.example' }), 403],
    ['another port of this machine', () => ({ ...type, origin: 'http://127.0.0.1:1' }), 403],
    ['a sandboxed frame', () => ({ ...type, origin: 'null' }), 403],
    ['a program without an origin', () => type, 403],
    [
      'a rebound name',
      () => ({ ...type, host: 'evil.example', origin: 'http://evil.example' }),
      403,
    ],
    [
      'this name on another port',
      () => ({ ...type, host: '127.0.0.1:1', origin: 'http://127.0.0.1:1' }),
      403,
    ],
    ['a form', (own) => ({ 'content-type': 'text/plain', origin: own }), 415],
    ['a form that says nothing', (own) => ({ origin: own }), 415],
  ])('%s', async (_, headers, status) => {
    expect((await call('POST', '/play/say', headers(url), say)).status).toBe(status)
    expect(play.heard).toHaveLength(status === 200 ? 1 : 0)
  })

  test.each<[string, string, Record<string, string>, number]>([
    ['the page, from a link elsewhere', '/', { 'sec-fetch-site': 'cross-site' }, 200],
    ['the state, by its own page', '/play/state', { 'sec-fetch-site': 'same-origin' }, 200],
    ['the state, by another site', '/play/state', { 'sec-fetch-site': 'cross-site' }, 403],
    ['the state, under a rebound name', '/play/state', { host: 'evil.example' }, 403],
    ['the page, under a rebound name', '/', { host: 'evil.example' }, 403],
  ])('reading %s', async (_, path, headers, status) => {
    expect((await call('GET', path, headers)).status).toBe(status)
  })

  test.each([
    ['/play/say', '{"person":"m:lam"}'],
    ['/play/say', '{"person":"bot","chat":"m:lam","text":"a"}'],
    ['/play/say', 'no json'],
    ['/play/say', '[]'],
    ['/play/press', '{"person":"m:lam","chat":"m:lam","messageId":"","payload":"a"}'],
    ['/play/attach', '{"person":"m:lam","chat":"m:lam","what":"virus"}'],
    ['/play/clock', '{"advance":"year"}'],
  ])('%s refuses %s', async (path, body) => {
    expect((await call('POST', path, { ...type, origin: url }, body)).status).toBe(400)
  })
})

test('the state comes in the language asked for', async () => {
  const languages = await Promise.all(
    ['vi', 'en', 'xx'].map(
      async (language) =>
        JSON.parse((await call('GET', `/play/state?language=${language}`, {})).text) as unknown,
    ),
  )
  expect(languages).toMatchObject([
    { strings: { strip: { next: 'Tua đến việc kế tiếp' } } },
    { strings: { strip: { next: 'Move to the next event' } } },
    { strings: { strip: { next: 'Tua đến việc kế tiếp' } } },
  ])
})

describe('the event stream', () => {
  function open() {
    let emit: (event: PlayEvent) => void = () => undefined
    const events = createEvents({
      subscribe: (listener) => {
        emit = listener
        return () => undefined
      },
    })
    /** What a page gets that has seen everything up to `lastEventId`, and what comes after. */
    const listen = (lastEventId?: string) => {
      const heard: string[] = []
      const closed = new AbortController()
      events(lastEventId).start((text) => heard.push(text), closed.signal)
      const all = () => heard.join('')
      const ids = () => [...all().matchAll(/^id: (.+)$/gm)].map(([, id]) => id ?? '')
      return {
        all,
        ids,
        stop: () => {
          closed.abort()
        },
      }
    }
    return {
      emit: (event: PlayEvent) => {
        emit(event)
      },
      listen,
    }
  }

  test('a page that is new is told to load everything, then hears what happens', () => {
    const { emit, listen } = open()
    const page = listen()
    emit({ kind: 'clock' })
    expect([...page.all().matchAll(/^event: (.+)$/gm)].map(([, name]) => name)).toEqual([
      'reload',
      'clock',
    ])
    page.stop()
  })

  test('a page that was cut hears exactly what it missed', () => {
    const { emit, listen } = open()
    const before = listen()
    emit({ kind: 'clock' })
    const seen = before.ids().at(-1)
    before.stop()
    emit({ kind: 'reload' })
    emit({ kind: 'clock' })
    const after = listen(seen)
    expect([...after.all().matchAll(/^event: (.+)$/gm)].map(([, name]) => name)).toEqual([
      'reload',
      'clock',
    ])
    expect(listen(after.ids().at(-1)).ids()).toEqual([])
    after.stop()
  })

  test.each(['', 'nonsense', 'another-7', '-', 'x-NaN'])(
    'a page with the id “%s” loads everything',
    (lastEventId) => {
      const { emit, listen } = open()
      emit({ kind: 'clock' })
      const page = listen(lastEventId)
      expect(page.all()).toContain('event: reload')
      page.stop()
    },
  )

  test('a page away for too long loads everything', () => {
    const { emit, listen } = open()
    const page = listen()
    const [first] = page.ids()
    page.stop()
    for (let count = 0; count < 501; count += 1) emit({ kind: 'clock' })
    const late = listen(first)
    expect(late.ids()).toHaveLength(1)
    expect(late.all()).toContain('event: reload')
    late.stop()
  })

  test('a text with line ends stays one event', () => {
    const { emit, listen } = open()
    const page = listen()
    const text = 'a\n\nid: forged\r\nb'
    const message = {
      id: '1',
      chat: 'm:1',
      from: 'bot',
      what: 'text',
      text,
      choices: [],
      at: '',
      edition: 0,
      standing: 'arrived',
    }
    emit({ kind: 'message', message })
    expect(page.ids()).toHaveLength(2)
    page.stop()
  })
})
