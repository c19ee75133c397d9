import type { HttpEvent } from '../http/server.ts'
import type { Log } from '../log.ts'

export function writeRequest(log: Log, event: HttpEvent): void {
  const { method, route } = event
  if (event.kind === 'failed') log.write('request.failed', { method, route, error: event.error })
  else if (log.isOn('request.answered'))
    log.write('request.answered', { method, route, status: event.status, ms: Math.round(event.ms) })
}
