import { isSecret } from '../messaging/secret.ts'
import { isFromHere } from './loopback.ts'
import type { MetricsBook } from './metrics.ts'
import type { Route } from './route.ts'
import { Refusal } from './route.ts'

/**
 * `GET /metrics` for Prometheus. Where a token is set it is asked of everybody
 * (`Authorization: Bearer <token>`): on this machine too, as everybody seems to be who comes
 * through a proxy on it. Without one there is an answer on this machine only.
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
      if (token === undefined && !isFromHere(request)) throw new Refusal(403, 'metricsOff')
      if (token !== undefined && !isSecret(request.headers['authorization'], `Bearer ${token}`))
        throw new Refusal(401, 'tokenNeeded', { 'www-authenticate': 'Bearer' })
      const { contentType, text } = await print()
      return { status: 200, headers: { 'content-type': contentType }, body: text }
    },
  }
}
