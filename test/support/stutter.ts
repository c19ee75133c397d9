// A bad wire between Telegram and the service: what goes over it arrives three times, late copies
// among newer messages, and now and then an answer is lost after all was done. Seeded, so that a
// run can be had again.
import { createServer, request as open, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Stutter {
  readonly url: string
  /** Copies that went through, and answers that were lost. */
  readonly passed: () => number
  readonly lost: () => number
  close(): Promise<void>
}

interface Call {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

interface Answer {
  readonly status: number
  readonly body: Buffer
}

export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Telegram's calls to the webhook at `target`: each three times, the third some calls later. */
export function stutterWebhook(target: string, seed: number): Promise<Stutter> {
  const random = chance(seed)
  const late: Call[] = []
  return serve(async (call, counts) => {
    counts.passed += 3
    const [answer] = await Promise.all([forward(target, call), forward(target, call)])
    late.push(call)
    while (late.length > 3 || (late.length > 0 && random() < 0.3)) {
      const [again] = late.splice(Math.floor(random() * late.length), 1)
      if (again !== undefined) void forward(target, again).catch(() => undefined)
    }
    return random() < 0.05 ? null : answer
  })
}

/**
 * The service's calls to the Bot API at `target`: the updates of each `getUpdates` three times
 * over, some answers lost.
 */
export function stutterPolling(target: string, seed: number): Promise<Stutter> {
  const random = chance(seed)
  return serve(async (call, counts) => {
    const answer = await forward(target, call)
    if (!call.path.endsWith('/getUpdates')) return answer
    const reply = JSON.parse(answer.body.toString()) as { result?: readonly unknown[] }
    const { result = [] } = reply
    if (result.length === 0) return answer
    counts.passed += result.length * 3
    if (random() < 0.05) return null
    return {
      ...answer,
      body: Buffer.from(JSON.stringify({ ...reply, result: [...result, ...result, ...result] })),
    }
  })
}

async function serve(
  pass: (call: Call, counts: { passed: number }) => Promise<Answer | null>,
): Promise<Stutter> {
  const counts = { passed: 0, lost: 0 }
  const server = createServer((request, response) => {
    void read(request)
      .then(async (call) => {
        const answer = await pass(call, counts)
        if (answer === null) counts.lost += 1
        reply(response, answer)
      })
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve()
      })
      server.closeAllConnections()
    })
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    passed: () => counts.passed,
    lost: () => counts.lost,
    close,
  }
}

async function read(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    headers: request.headers,
    body: Buffer.concat(chunks),
  }
}

function reply(response: ServerResponse, answer: Answer | null): void {
  if (answer === null) {
    response.destroy()
    return
  }
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body)
}

function forward(target: string, { method, path, headers, body }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const kept = Object.fromEntries(
      Object.entries(headers).filter(
        ([name]) => !['host', 'connection', 'transfer-encoding', 'expect'].includes(name),
      ),
    )
    const sent = open(
      `${target}${path}`,
      { method, headers: { ...kept, 'content-length': body.length } },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 502, body: Buffer.concat(chunks) })
        })
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
