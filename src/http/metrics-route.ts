import { isSecret } from '../messaging/secret.ts'
import { isFromHere } from './loopback.ts'
import type { MetricsBook } from './metrics.ts'
import type { HttpRequest, Route } from './route.ts'
import { Refusal } from './route.ts'

/**
 * `GET /metrics` for Prometheus: with `Authorization: Bearer <token>`, or without one from this
 * machine itself.
 */
export function metricsRoute(
  { print }: Pick<MetricsBook, 'print'>,
  token: string | undefined,
): Route {
  return {
    method: 'GET',
    path: '/metrics',
    isAlwaysServed: true,
    async handle(request) {
      if (!isFromHere(request) && !hasToken(request, token))
        throw new Refusal(401, 'tokenNeeded', { 'www-authenticate': 'Bearer' })
      const { contentType, text } = await print()
      return { status: 200, headers: { 'content-type': contentType }, body: text }
    },
  }
}

function hasToken({ headers }: HttpRequest, token: string | undefined): boolean {
  return token !== undefined && isSecret(headers['authorization'], `Bearer ${token}`)
}
