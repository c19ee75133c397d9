import { randomUUID } from 'node:crypto'
import type { Play, PlayEvent } from './play-port.ts'
import type { StreamReply } from './route.ts'

/** A page that was away for more events than this loads everything anew. */
const remembered = 500
const heartbeatMs = 15_000
const reload: PlayEvent = { kind: 'reload' }

/**
 * The event stream of the page: gives the reply for a page that has seen everything up to
 * `lastEventId`.
 */
export function createEvents(
  play: Pick<Play, 'subscribe'>,
): (lastEventId: string | undefined) => StreamReply {
  // Ids of an earlier start of the service mean nothing now.
  const start = randomUUID().slice(0, 8)
  const past: PlayEvent[] = []
  const writers = new Set<(text: string) => void>()
  let count = 0

  play.subscribe((event) => {
    count += 1
    past.push(event)
    if (past.length > remembered) past.shift()
    for (const write of writers) write(frame(`${start}-${String(count)}`, event))
  })

  const missed = (lastEventId: string | undefined): string => {
    const [ofStart, seen] = (lastEventId ?? '').split('-')
    const behind = count - Number(seen)
    if (ofStart !== start || !(behind >= 0 && behind <= past.length))
      return frame(`${start}-${String(count)}`, reload)
    return past
      .slice(past.length - behind)
      .map((event, index) => frame(`${start}-${String(count - behind + index + 1)}`, event))
      .join('')
  }
  return (lastEventId) => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8' },
    start(write, closed) {
      write(`retry: 1000\n\n${missed(lastEventId)}`)
      writers.add(write)
      const heartbeat = setInterval(() => {
        write(': still here\n\n')
      }, heartbeatMs)
      closed.addEventListener('abort', () => {
        writers.delete(write)
        clearInterval(heartbeat)
      })
    },
  })
}

/** JSON has no raw line ends, so one `data` line is enough. */
function frame(id: string, event: PlayEvent): string {
  return (
    `id: ${id}\nevent: ${event.kind === 'message' ? 'entry' : event.kind}\ndata: ` +
    `${JSON.stringify(event)}\n\n`
  )
}
