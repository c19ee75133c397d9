// In the end: is everything that was acknowledged in the database, once, and did every update have
// its one reply?
import { setTimeout as wait } from 'node:timers/promises'
import type { App } from '../../src/app.ts'
import { sql } from '../../src/database/statement.ts'
import { unseal } from '../../src/sealing/seal.ts'
import { contexts } from '../../src/store/contexts.ts'
import type { Acknowledged } from '../crowd/member.ts'
import type { Settled } from './people.ts'

export type Told = Acknowledged & { readonly messages: number }

interface KeptRow {
  readonly member_id: string
  readonly wrapped: Buffer
  readonly answers: number
  readonly deeds:
    readonly { readonly id: string; readonly assessment: string; readonly body: string }[] | null
}

const quietWithinMs = 10_000

/** What is wrong, in words without content; empty when all is well. */
export async function checkKept(
  app: App,
  told: readonly Told[],
  settled: readonly Settled[],
): Promise<readonly string[]> {
  const kept = new Map((await readKept(app)).map((row) => [row.member_id, row]))
  const ids = new Map(settled.map(({ person, memberId }) => [person, memberId]))
  const faults = told.flatMap((each) => {
    const row = kept.get(ids.get(each.person) ?? '')
    return [
      ...(each.messages === each.updates
        ? []
        : [`${each.updates} updates had ${each.messages} replies`]),
      ...((row?.answers ?? 0) === each.answers
        ? []
        : [`${each.answers} answers were acknowledged and ${row?.answers ?? 0} kept`]),
      ...(sameTexts(row === undefined ? [] : openDeeds(app, row), each.deeds)
        ? []
        : ['the texts kept are not those acknowledged']),
    ]
  })
  return [...new Set([...faults, ...(await unsettled(app))])]
}

function readKept({ database }: App): Promise<readonly KeptRow[]> {
  return database.query(sql<KeptRow>('bench-kept')`
    SELECT s.member_id, k.wrapped, count(*)::int AS answers,
      json_agg(json_build_object('id', a.id, 'assessment', s.id, 'body', encode(a.body, 'base64'))
        ORDER BY a.at)
        FILTER (WHERE a.question = 'deed.text') AS deeds
    FROM answer a JOIN assessment s ON s.id = a.assessment_id
      JOIN member_key k ON k.member_id = s.member_id
    GROUP BY s.member_id, k.wrapped`)
}

function openDeeds(
  { keyring }: App,
  { member_id: memberId, wrapped, deeds }: KeptRow,
): readonly string[] {
  const key = keyring.dataKeys.open(wrapped, contexts.memberKey(memberId))
  return (deeds ?? []).map(({ id, assessment, body }) => {
    const value: unknown = JSON.parse(
      unseal(key, Buffer.from(body, 'base64'), contexts.answerValue(id, assessment, 'deed.text')),
    )
    return typeof value === 'object' &&
      value !== null &&
      'text' in value &&
      typeof value.text === 'string'
      ? value.text
      : ''
  })
}

function sameTexts(kept: readonly string[], told: readonly string[]): boolean {
  return kept.length === told.length && kept.every((text, index) => text === told[index])
}

/** Verdicts are written a moment after the message left. */
async function unsettled({ database }: App): Promise<readonly string[]> {
  const until = performance.now() + quietWithinMs
  for (;;) {
    const rows = await database.query(sql<{ state: string; count: number }>('bench-unsettled')`
      SELECT state, count(*)::int AS count FROM outbox WHERE state <> 'sent' GROUP BY state`)
    if (rows.length === 0) return []
    if (performance.now() > until)
      return rows.map(({ state, count }) => `${count} messages are ${state}`)
    await wait(50)
  }
}
