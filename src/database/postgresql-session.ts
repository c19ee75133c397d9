import pg from 'pg'
import type { Session } from './database.ts'
import { connectionProblem } from './failure.ts'
import { pgTypes, toWire } from './wire.ts'

/**
 * A connection outside the pool, without the pool's statement time-out: waiting for a lock and
 * migrating may take long.
 */
export async function openPostgresqlSession(config: pg.ClientConfig): Promise<Session> {
  const client = new pg.Client({
    ...config,
    statement_timeout: 0,
    query_timeout: 0,
    idle_in_transaction_session_timeout: 0,
    pipeline: false,
  })
  let isClosing = false
  let isLost = false
  const listeners: (() => void)[] = []
  const lose = (): void => {
    if (isLost || isClosing) return
    isLost = true
    for (const listener of listeners) listener()
  }
  client.on('error', lose)
  client.on('end', lose)
  await client.connect().catch((error: unknown) => {
    throw connectionProblem(error)
  })
  return {
    run: async <Row>(text: string, values: Parameters<Session['run']>[1] = []) =>
      (await client.query({ text, values: values.map(toWire), types: pgTypes })).rows as Row[],
    script: async (text) => {
      await client.query(text)
    },
    onLost: (listener) => {
      listeners.push(listener)
    },
    close: async () => {
      isClosing = true
      await client.end().catch(() => undefined)
    },
  }
}
