// One message that came in, and each of those it queued.
import type { Facts, Log } from '../log.ts'
import type { Inbound } from '../messaging/inbound.ts'
import type { Taken } from '../usecases/receive.ts'
import { toldChanges, toldIntent } from './told-turn.ts'
import type { TraceIds } from './trace-ids.ts'

export function writeTurn(
  log: Log,
  ids: TraceIds,
  inbound: Inbound,
  taken: Taken,
  took: number,
): void {
  const event = `turn.${taken.kind}` as const
  if (!log.isOn(event)) return
  const turn = ids.turn(inbound)
  log.write(event, {
    turn,
    bot: inbound.from.bot,
    kind: inbound.kind,
    ...factsOf(taken),
    ms: Math.round(took),
  })
  if (taken.kind === 'done') writeQueued(log, ids, turn, taken)
}

function factsOf(taken: Taken): Facts {
  switch (taken.kind) {
    case 'done': {
      const { takenFor, changes, replies } = taken.decided
      return {
        intent: toldIntent(takenFor),
        changes: toldChanges(changes),
        replies: replies.map((reply) => reply.class),
        attempt: taken.tries,
      }
    }
    case 'duplicate':
    case 'raced':
      return { attempt: taken.tries }
    case 'full':
      return {}
    case 'failed':
      return { error: taken.error }
  }
}

function writeQueued(
  log: Log,
  ids: TraceIds,
  turn: string,
  { written: { drafts, queued } }: Extract<Taken, { kind: 'done' }>,
): void {
  const isNew = new Set(queued.map(({ id }) => id))
  for (const { id, bot, class: messageClass } of drafts)
    if (isNew.has(id))
      log.write('send.queued', { turn, message: ids.message(id), bot, class: messageClass })
}
