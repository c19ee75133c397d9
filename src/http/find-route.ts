import type { Route } from './route.ts'
import { Refusal } from './route.ts'

interface FoundRoute {
  readonly route: Route
  readonly params: Readonly<Record<string, string>>
}

/**
 * The route for a method and a path; HEAD finds GET. Throws a `Refusal`: 404 for a path nobody
 * serves, 405 with
 * `Allow` for a path served by another method.
 */
export function findRoute(routes: readonly Route[], method: string, pathname: string): FoundRoute {
  const onPath = routes.flatMap((route) => {
    const params = matchPath(route.path, pathname)
    return params === null ? [] : [{ route, params }]
  })
  const wanted = method === 'HEAD' ? 'GET' : method
  const found = onPath.find(({ route }) => route.method === wanted)
  if (found !== undefined) return found
  if (onPath.length === 0) throw new Refusal(404, 'notFound')
  const allowed = new Set(
    onPath.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method])),
  )
  throw new Refusal(405, 'wrongMethod', { allow: [...allowed].join(', ') })
}

function matchPath(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = pathname.split('/')
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const value = decodeSegment(given[index] ?? '')
    if (value === null) return null
    if (!segment.startsWith(':')) {
      if (segment !== value) return null
    } else if (value === '') {
      return null
    } else {
      params[segment.slice(1)] = value
    }
  }
  return params
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}
