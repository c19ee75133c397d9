import type { Route } from './route.ts'
import { json } from './route.ts'

interface HealthOptions {
  /**
   * Whether the service can take a message now: its database answers and its migrations are done.
   */
  readonly ready: () => Promise<boolean>
  /** A database that hangs is a database that is not there. */
  readonly readyWithinMs?: number
}

/**
 * `GET /healthz`: the process is alive. `GET /readyz`: it can work; 503 when `ready` says no,
 * throws or hangs.
 */
export function healthRoutes({ ready, readyWithinMs = 2_000 }: HealthOptions): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      isAlwaysServed: true,
      handle: async () => Promise.resolve(json(200, { status: 'alive' })),
    },
    {
      method: 'GET',
      path: '/readyz',
      isAlwaysServed: true,
      handle: async () =>
        (await isReady(ready, readyWithinMs))
          ? json(200, { status: 'ready' })
          : json(503, { status: 'notReady' }),
    },
  ]
}

async function isReady(ready: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => {
      resolve(false)
    }, withinMs)
  })
  try {
    return await Promise.race([ready(), tooLate])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
