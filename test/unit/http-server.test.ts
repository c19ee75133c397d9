import { connect } from 'node:net'
import { request as ask } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { Route } from '../../src/http/route.ts'
import { json } from '../../src/http/route.ts'
import type { Http, HttpEvent, HttpLimits } from '../../src/http/server.ts'
import { createHttp } from '../../src/http/server.ts'

const opened: Http[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(async (http) => http.close()))
})

const echo: Route = {
  method: 'POST',
  path: '/echo/:name',
  handle: async (request) =>
    json(200, {
      name: request.params['name'],
      text: new TextDecoder().decode(await request.body()),
    }),
}
const ignore: Route = {
  method: 'POST',
  path: '/ignore',
  handle: async () => Promise.resolve(json(200, {})),
}
const hello: Route = {
  method: 'GET',
  path: '/',
  handle: async () => Promise.resolve({ status: 200, body: 'hello' }),
}
const broken: Route = {
  method: 'GET',
  path: '/broken',
  handle: async () => Promise.reject(new Error('the word bí mật is in here')),
}

async function start(
  routes: readonly Route[],
  limits: Partial<HttpLimits> = {},
  log?: (event: HttpEvent) => void,
) {
  const http = createHttp({
    host: '127.0.0.1',
    port: 0,
    routes,
    limits,
    ...(log === undefined ? {} : { log }),
  })
  opened.push(http)
  const { url } = await http.listen()
  return { http, url, port: Number(new URL(url).port) }
}

/** Speaks raw bytes and gives everything that comes back until the server closes. */
async function speak(port: number, pieces: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => {
      for (const piece of pieces) socket.write(piece)
    })
    socket.on('data', (data) => (heard += data.toString()))
    // A server that stops reading may reset the connection; what it said before that counts.
    socket.on('error', () => undefined)
    socket.on('close', () => {
      resolve(heard)
    })
  })
}

describe('routes', () => {
  test.each([
    ['GET', '/', 200],
    ['HEAD', '/', 200],
    ['POST', '/', 405],
    ['DELETE', '/', 405],
    ['GET', '/nowhere', 404],
    ['GET', '/echo/a', 405],
    ['POST', '/echo/', 404],
    ['POST', '/echo/%E0%A4%A', 404],
    ['POST', '/echo/a/b', 404],
    ['GET', '/broken', 500],
  ])('%s %s gives %i', async (method, path, status) => {
    const { url } = await start([hello, echo, broken])
    expect((await fetch(url + path, { method })).status).toBe(status)
  })

  test('a wrong method is told the right ones', async () => {
    const { url } = await start([hello])
    expect((await fetch(url, { method: 'POST' })).headers.get('allow')).toBe('GET, HEAD')
  })

  test('a parameter is decoded', async () => {
    const { url } = await start([echo])
    expect(await (await fetch(`${url}/echo/t%E1%BB%95%205`, { method: 'POST' })).json()).toEqual({
      name: 'tổ 5',
      text: '',
    })
  })

  test('an absolute target cannot name another host', async () => {
    const { port } = await start([hello])
    expect(
      await speak(port, ['GET http://elsewhere/ HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n']),
    ).toContain('400 Bad Request')
  })

  test('a failure gives a code and logs the error and the pattern, not the path', async () => {
    const events: HttpEvent[] = []
    const route: Route = { method: 'GET', path: '/d/:token', handle: broken.handle }
    const { url } = await start([route], {}, (event) => events.push(event))
    const reply = await fetch(`${url}/d/secret`)
    expect(await reply.text()).toBe('{"code":"internal"}')
    expect(events.map(({ kind, route: pattern }) => [kind, pattern])).toEqual([
      ['failed', '/d/:token'],
      ['answered', '/d/:token'],
    ])
    expect(JSON.stringify(events)).not.toContain('secret')
  })

  const always = [
    'x-content-type-options',
    'content-security-policy',
    'cache-control',
    'x-frame-options',
  ]
  test.each(always)('every reply has %s', async (name) => {
    const { url } = await start([hello])
    for (const path of ['/', '/nowhere'])
      expect((await fetch(url + path)).headers.get(name)).not.toBeNull()
  })
})

describe('bodies', () => {
  const text = 'Ngại phát biểu – “tự soi, tự sửa” ở chi bộ Ⅴ 🙂'

  test('split at every byte, the text is the same (F27)', async () => {
    const { port } = await start([echo])
    const body = Buffer.from(text)
    const head = `POST /echo/a HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${String(body.length)}\r\n\r\n`
    for (let at = 1; at < body.length; at += 1) {
      const heard = await new Promise<string>((resolve, reject) => {
        const call = ask({ port, host: '127.0.0.1', method: 'POST', path: '/echo/a' }, (reply) => {
          const chunks: Buffer[] = []
          reply.on('data', (chunk: Buffer) => chunks.push(chunk))
          reply.on('end', () => {
            resolve(Buffer.concat(chunks).toString())
          })
        })
        call.on('error', reject)
        // Two chunks of a chunked body are two `data` events, whatever the kernel does with the
        // packets.
        call.write(body.subarray(0, at))
        call.end(body.subarray(at))
      })
      expect(JSON.parse(heard)).toEqual({ name: 'a', text })
    }
    expect(await speak(port, [head, ...[...body].map((byte) => Uint8Array.of(byte))])).toContain(
      text,
    )
  })

  test.each([
    ['claimed', ['content-length: 300000']],
    ['chunked without a length', ['transfer-encoding: chunked']],
  ])('too long, %s: 413 and the connection closed', async (_, headers) => {
    const { port } = await start([echo], { bodyBytes: 1_000 })
    const head = ['POST /echo/a HTTP/1.1', 'host: x', ...headers, '', ''].join('\r\n')
    const chunk = `800\r\n${'a'.repeat(2_048)}\r\n`
    expect(await speak(port, [head, chunk])).toMatch(
      /^HTTP\/1\.1 413 [\s\S]*connection: close[\s\S]*bodyTooLong/i,
    )
  })

  test('exactly as long as allowed is taken', async () => {
    const { url } = await start([echo], { bodyBytes: 1_000 })
    expect((await fetch(`${url}/echo/a`, { method: 'POST', body: 'a'.repeat(1_000) })).status).toBe(
      200,
    )
  })

  test('compressed: 415', async () => {
    const { url } = await start([echo])
    const reply = await fetch(`${url}/echo/a`, {
      method: 'POST',
      body: gzipSync('a'),
      headers: { 'content-encoding': 'gzip' },
    })
    expect(reply.status).toBe(415)
  })

  test('slow: 408 after the deadline, however it drips', async () => {
    const { port } = await start([echo], { bodyDeadlineMs: 50 })
    expect(
      await speak(port, ['POST /echo/a HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\nabc']),
    ).toContain('408 Request Timeout')
  })

  test('headers that never end: the connection is closed', async () => {
    const { port } = await start([echo], { headersDeadlineMs: 50, bodyDeadlineMs: 50 })
    expect(await speak(port, ['POST /echo/a HTTP/1.1\r\nhost: x\r\nx-a: '])).toContain(
      '408 Request Timeout',
    )
  })

  test('a body nobody read is not read: the connection is closed after the reply', async () => {
    const { port } = await start([ignore])
    const heard = await speak(port, [
      'POST /ignore HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\nabc',
    ])
    expect(heard).toMatch(/200 OK[\s\S]*connection: close/i)
  })
})

describe('load and end', () => {
  function gate() {
    let open: () => void = () => undefined
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    return { open, opened }
  }
  const slow = (through: Promise<void>, entered: () => void): Route => ({
    method: 'GET',
    path: '/slow',
    handle: async () => {
      entered()
      await through
      return json(200, {})
    },
  })

  test('too much in flight: 503 with Retry-After, but probes are served', async () => {
    const [inside, through] = [gate(), gate()]
    const probe: Route = { ...hello, path: '/probe', isAlwaysServed: true }
    const { url } = await start([slow(through.opened, inside.open), hello, probe], { inFlight: 1 })
    const first = fetch(`${url}/slow`)
    await inside.opened
    const second = await fetch(url)
    expect([second.status, second.headers.get('retry-after')]).toEqual([503, '1'])
    expect((await fetch(`${url}/probe`)).status).toBe(200)
    through.open()
    expect((await first).status).toBe(200)
    expect((await fetch(url)).status).toBe(200)
  })

  test('closing lets what is under way finish and takes nothing new', async () => {
    const [inside, through] = [gate(), gate()]
    const { http, url } = await start([slow(through.opened, inside.open), hello])
    const first = fetch(`${url}/slow`)
    await inside.opened
    const closed = http.close()
    await expect(fetch(url)).rejects.toThrow()
    through.open()
    expect((await first).status).toBe(200)
    await closed
  })

  test('closing does not wait for ever', async () => {
    const [inside, through] = [gate(), gate()]
    const { http, url } = await start([slow(through.opened, inside.open)], { closeGraceMs: 50 })
    const first = fetch(`${url}/slow`).catch(() => 'cut')
    await inside.opened
    await http.close()
    expect(await first).toBe('cut')
    through.open()
  })

  test('closing ends streams, and tells them', async () => {
    let told = false
    const stream: Route = {
      method: 'GET',
      path: '/stream',
      handle: async () =>
        Promise.resolve({
          status: 200,
          headers: { 'content-type': 'text/plain' },
          start: (write, closed) => {
            write('first')
            closed.addEventListener('abort', () => (told = true))
          },
        }),
    }
    const { http, url } = await start([stream])
    const reply = await fetch(`${url}/stream`)
    const whole = reply.text()
    await http.close()
    expect([await whole, told]).toEqual(['first', true])
  })

  test('an address in use is said by listen', async () => {
    const { port } = await start([hello])
    await expect(
      createHttp({ host: '127.0.0.1', port, routes: [] }).listen(),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})
