import { contentDisposition } from './content-disposition.ts'
import { createEvents } from './play-events.ts'
import { guardJson, guardPage } from './play-guard.ts'
import type { Play, PlayFile, PlayLanguage } from './play-port.ts'
import type { HttpRequest, Reply, Route, StreamReply } from './route.ts'
import { Refusal, json } from './route.ts'
import { attachBody, clockBody, freshBody, pressBody, sayBody } from './schema.ts'

/** A static file of the page, read at start. */
interface PageFile {
  readonly path: string
  readonly contentType: string
  readonly text: string
}

/** What of a schema is used here. */
interface BodySchema<T> {
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false }
}

/** Nothing from elsewhere, nothing inline. */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The try mode's page and its API. Only for a browser on this machine: see `guardPage`. */
export function playRoutes(play: Play, files: readonly PageFile[]): readonly Route[] {
  const events = createEvents(play)
  return [
    ...files.map(fileRoute),
    read('/play/state', async (request) => json(200, await play.state(languageOf(request)))),
    read('/play/clock', async (request) => json(200, await play.clock(languageOf(request)))),
    read('/play/file', async (request) =>
      fileReply(await play.file(request.url.searchParams.get('id') ?? '')),
    ),
    read('/play/events', async ({ headers }) => Promise.resolve(events(headers['last-event-id']))),
    act('/play/say', sayBody, async (body) => play.say(body)),
    act('/play/press', pressBody, async (body) => play.press(body)),
    act('/play/attach', attachBody, async (body) => play.attach(body)),
    act('/play/clock', clockBody, async ({ advance }) => play.advance(advance)),
    act('/play/fresh', freshBody, async () => play.fresh()),
  ]
}

function fileRoute({ path, contentType, text }: PageFile): Route {
  const headers = { 'content-type': contentType, 'content-security-policy': pagePolicy }
  return read(path, async () => Promise.resolve({ status: 200, headers, body: text }))
}

function fileReply(file: PlayFile | undefined): Reply {
  if (file === undefined) throw new Refusal(404, 'notFound')
  const { name, mediaType, bytes } = file
  return {
    status: 200,
    headers: {
      'content-type': mediaType,
      'content-disposition': contentDisposition(name, mediaType),
    },
    body: bytes,
  }
}

function read(path: string, give: (request: HttpRequest) => Promise<Reply | StreamReply>): Route {
  return {
    method: 'GET',
    path,
    async handle(request) {
      guardPage(request)
      return give(request)
    },
  }
}

function act<T>(path: string, schema: BodySchema<T>, carryOut: (body: T) => Promise<void>): Route {
  return {
    method: 'POST',
    path,
    async handle(request) {
      guardPage(request)
      guardJson(request)
      await carryOut(parse(schema, await request.body()))
      return json(200, {})
    },
  }
}

function parse<T>(schema: BodySchema<T>, body: Uint8Array): T {
  const parsed = schema.safeParse(parseJson(body))
  if (!parsed.success) throw new Refusal(400, 'badBody')
  return parsed.data
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return undefined
  }
}

function languageOf({ url }: HttpRequest): PlayLanguage {
  return url.searchParams.get('language') === 'en' ? 'en' : 'vi'
}
