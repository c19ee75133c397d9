import { isFromHere } from './loopback.ts'
import type { HttpRequest } from './route.ts'
import { Refusal } from './route.ts'

/**
 * The page's API acts for everybody in the branch, so it obeys only a page of its own on this
 * machine. A foreign `Host` is DNS rebinding; a foreign origin is another site's form or script.
 */
export function guardPage(request: HttpRequest): void {
  const host = request.headers['host'] ?? ''
  if (!isFromHere(request) || !host.endsWith(`:${String(request.localPort)}`))
    throw new Refusal(403, 'foreignHost')
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (!(isRead ? mayRead(request) : mayAct(request, `http://${host}`)))
    throw new Refusal(403, 'foreignOrigin')
}

/**
 * A link from another site may open the page itself; an address typed by hand may open anything.
 */
function mayRead({ url, headers }: HttpRequest): boolean {
  const site = headers['sec-fetch-site'] ?? 'none'
  return site === 'same-origin' || site === 'none' || url.pathname === '/'
}

/**
 * Browsers name the origin of every act; where one leaves it out, `Sec-Fetch-Site`, which no script
 * can set, must vouch.
 */
function mayAct({ headers }: HttpRequest, ownOrigin: string): boolean {
  const { origin } = headers
  return origin === undefined ? headers['sec-fetch-site'] === 'same-origin' : origin === ownOrigin
}

/** A form cannot send this type without a preflight, which nobody here answers. */
export function guardJson({ headers }: HttpRequest): void {
  if (!/^application\/json(?:;|$)/i.test(headers['content-type'] ?? ''))
    throw new Refusal(415, 'jsonNeeded')
}
