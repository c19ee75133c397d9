// A turn: read once, decided elsewhere, written once. Two round trips to the database for an
// ordinary message.
import { randomUUID } from 'node:crypto'
import { StatementFailed } from '../database/problem.ts'
import type { Inbound } from '../messaging/inbound.ts'
import type { Change, Reply } from './change.ts'
import type { TurnsOptions, TurnTools } from './turns/tools.ts'
import { begin, type BegunTurn } from './turns/begin.ts'
import { type Commit, commit } from './turns/commit.ts'

export interface Turns {
  /** Null: this message has had its effect already. */
  begin(inbound: Inbound, now: Date): Promise<BegunTurn | null>
  /** `conflict`: somebody was faster, nothing was written; begin again. */
  commit(begun: BegunTurn, changes: readonly Change[], replies: readonly Reply[]): Promise<Commit>
}

/**
 * Two turns raced, or one code was typed twice at once: PostgreSQL's unique violation. Anything
 * else is thrown on.
 */
function isRace(error: unknown): boolean {
  return error instanceof StatementFailed && error.sqlState === '23505'
}

export function createTurns(options: TurnsOptions): Turns {
  const tools: TurnTools = { id: randomUUID, ...options, packs: new Map() }
  return {
    begin: (inbound, now) => begin(tools, inbound, now),
    commit: (begun, changes, replies) =>
      commit(tools, begun, changes, replies).catch((error: unknown) => {
        if (isRace(error)) return { kind: 'conflict' }
        throw error
      }),
  }
}
