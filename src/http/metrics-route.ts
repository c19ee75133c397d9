import { createHash, timingSafeEqual } from 'node:crypto'
import { isFromHere } from './loopback.ts'
import type { MetricsBook } from './metrics.ts'
import type { HttpRequest, Route } from './route.ts'
import { Refusal } from './route.ts'

/** `GET /metrics` for Prometheus: with `Authorization: Bearer <token>`, or without one from this machine itself. */
export function metricsRoute({ print }: Pick<MetricsBook, 'print'>, token: string | undefined): Route {
  return {
    method: 'GET',
    path: '/metrics',
    isAlwaysServed: true,
    async handle(request) {
      if (!isFromHere(request) && !hasToken(request, token)) throw new Refusal(401, 'tokenNeeded', { 'www-authenticate': 'Bearer' })
      const { contentType, text } = await print()
      return { status: 200, headers: { 'content-type': contentType }, body: text }
    },
  }
}

function hasToken({ headers }: HttpRequest, token: string | undefined): boolean {
  return token !== undefined && isSame(headers['authorization'] ?? '', `Bearer ${token}`)
}

/** Hashes are of one length, which `timingSafeEqual` demands, and say nothing about the length of the secret (F48). */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
