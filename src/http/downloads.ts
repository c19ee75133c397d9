// `/d/:token`: one fetch of a file. What the bot sends holds the token; nothing here repeats it.
import { contentDisposition } from './content-disposition.ts'
import { downloadPage, type DownloadWords, pageHeaders } from './download-page.ts'
import { createRefusedCalls, type RefusedCalls } from './refused-calls.ts'
import type { HttpRequest, Reply, Route } from './route.ts'
import { Refusal } from './route.ts'

interface LaidOutFile {
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

interface DownloadOptions {
  readonly links: {
    look(token: string): Promise<'document' | 'picture' | null>
    take(token: string): Promise<LaidOutFile | null>
  }
  readonly words: DownloadWords
  readonly now?: () => Date
}

/**
 * Nothing of a one-time address is kept or told on: not by a browser, a cache, a search engine or
 * the page's own links.
 */
const secrecy = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
}

/**
 * Opening a document's address shows a page with one button, so that whoever merely looks (a link
 * preview, a virus scanner, HEAD) takes nothing; the button takes it. A picture's address is the
 * platform's, which only ever opens it. Whatever token has nothing (more) to give gets the same
 * 410, after the same work; an address that keeps at it gets 429.
 */
export function downloadRoutes({
  links,
  words,
  now = () => new Date(),
}: DownloadOptions): readonly Route[] {
  const refusedCalls = createRefusedCalls(() => now().getTime())
  const path = '/d/:token'
  const tokenOf = ({ params }: HttpRequest): string => params['token'] ?? ''
  const taken = async (request: HttpRequest): Promise<Reply> => {
    const file = await links.take(tokenOf(request))
    return file === null ? gone(request, refusedCalls, words) : fileReply(file)
  }
  return [
    {
      method: 'GET',
      path,
      async handle(request) {
        const kind = await links.look(tokenOf(request))
        if (kind === null) return gone(request, refusedCalls, words)
        if (kind === 'picture' && request.method === 'GET') return taken(request)
        return pageReply(200, downloadPage('ready', words))
      },
    },
    { method: 'POST', path, handle: taken },
  ]
}

function gone(request: HttpRequest, refusedCalls: RefusedCalls, words: DownloadWords): Reply {
  if (refusedCalls.note(request.remoteAddress)) return pageReply(410, downloadPage('gone', words))
  throw new Refusal(429, 'tooManyRefused', { ...secrecy, connection: 'close', 'retry-after': '20' })
}

function pageReply(status: number, body: string): Reply {
  return { status, headers: { ...secrecy, ...pageHeaders }, body }
}

function fileReply({ fileName, mediaType, bytes }: LaidOutFile): Reply {
  const headers = {
    ...secrecy,
    'content-type': mediaType,
    'content-disposition': contentDisposition(fileName, mediaType),
  }
  return { status: 200, headers, body: bytes }
}
