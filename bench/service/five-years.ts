// Closed months with every answer in them, as years of use leave them behind.
import { randomUUID } from 'node:crypto'
import type { App } from '../../src/app.ts'
import { sql } from '../../src/database/statement.ts'
import type { AnswerValue } from '../../src/domain/answer.ts'
import { localOf } from '../../src/domain/local-time.ts'
import {
  addPeriods,
  firstDayOf,
  monthOf,
  type Period,
  periodIndex,
} from '../../src/domain/period.ts'
import type { Pack } from '../../src/domain/questionnaire.ts'
import { buildSheet, type Sheet, startsQuarter } from '../../src/domain/sheet.ts'
import { seal } from '../../src/sealing/seal.ts'
import { contexts } from '../../src/store/contexts.ts'
import { publishRound } from '../../src/store/publications.ts'
import { keepPack } from '../../src/store/questionnaires.ts'
import { insertAssessments, insertRound } from '../../src/store/rounds.ts'
import type { Settled } from './people.ts'

interface Filled extends Settled {
  readonly assessmentId: string
  readonly wrapped: Buffer
  readonly sheet: Sheet
}

interface Month {
  readonly app: App
  readonly pack: Pack
  readonly roundId: string
  readonly branchId: string
  readonly period: Period
  readonly at: Date
}

interface KeyRow {
  readonly member_id: string
  readonly wrapped: Buffer
}

const deed = 'Giúp hai gia đình trong tổ làm thủ tục trên cổng dịch vụ công'

/** One in so many admits something on the third head, and mends it within the month. */
const admitsOneIn = 7

/**
 * `count` closed months of one branch, the newest of them last month; gives how many answers they
 * hold.
 */
export async function liveFiveYears(
  app: App,
  members: readonly Settled[],
  count: number,
): Promise<{ answers: number }> {
  const pack = app.library.packs.get('monthly')
  const [{ branchId } = { branchId: '' }] = members
  if (pack === undefined) throw new Error('there is no monthly pack')
  await keepPack(app.database, pack)
  const keys = await app.database.query(
    sql<KeyRow>('bench-keys')`SELECT member_id, wrapped FROM member_key`,
  )
  const wrapped = new Map(keys.map((key) => [key.member_id, key.wrapped]))
  const current = monthOf(localOf(app.now(), app.defaultZone).date)
  let answers = 0
  for (let back = count; back > 0; back -= 1) {
    const period = addPeriods(current, -back)
    const month = {
      app,
      pack,
      roundId: randomUUID(),
      branchId,
      period,
      at: new Date(`${firstDayOf(period)}T03:00:00Z`),
    }
    answers += await liveMonth(month, members, wrapped)
  }
  await app.database.query({ name: 'bench-analyze', text: 'ANALYZE', values: [] })
  return { answers }
}

async function liveMonth(
  month: Month,
  members: readonly Settled[],
  wrapped: ReadonlyMap<string, Buffer>,
): Promise<number> {
  const {
    app: { database, keyring },
    pack,
    roundId,
    branchId,
    period,
    at,
  } = month
  const filled = members.map((member) => {
    const key = wrapped.get(member.memberId) ?? Buffer.alloc(0)
    return { ...member, assessmentId: randomUUID(), wrapped: key, sheet: sheetOf(month, member) }
  })
  const closed = new Date(at.getTime() + 7 * 86_400_000)
  await insertRound(database, {
    id: roundId,
    branchId,
    path: '/',
    period,
    questionnaireHash: pack.hash,
    openedAt: at,
    closesAt: closed,
  })
  await insertAssessments(
    database,
    roundId,
    filled.map(({ assessmentId: id, memberId, sheet }) => ({ id, memberId, sheet })),
  )
  const rows = filled.flatMap((each, index) => answersOf(month, each, index))
  await insertAnswers(month, rows)
  await insertRemedies(
    month,
    filled.filter((_, index) => index % admitsOneIn === 0),
  )
  await database.query(sql('bench-close-month')`
    WITH closed AS (UPDATE round SET closed_at = ${closed} WHERE id = ${roundId}::uuid)
    UPDATE assessment SET state = 'submitted', started_at = ${at}, submitted_at = ${at},
      submissions = 1
    WHERE round_id = ${roundId}::uuid`)
  await publishRound(database, keyring, roundId)
  return rows.length
}

function sheetOf({ pack, period }: Month, { memberId: memberSeed }: Settled): Sheet {
  const isQuarterStart = startsQuarter(period)
  return buildSheet({
    pack,
    memberSeed,
    periodIndex: periodIndex(period),
    openRemedies: [],
    isQuarterStart,
    voiceOpen: true,
  })
}

interface AnswerRow {
  readonly id: string
  readonly assessmentId: string
  readonly question: string
  readonly body: Uint8Array
}

function answersOf(
  { app: { keyring }, pack }: Month,
  filled: Filled,
  index: number,
): readonly AnswerRow[] {
  const { assessmentId, memberId, wrapped, sheet } = filled
  const key = keyring.dataKeys.open(wrapped, contexts.memberKey(memberId))
  return sheet.items.map((item) => {
    const scale = item.kind === 'head' ? pack.scale : pack.manifestationScale
    const level =
      scale.levels[item.key === 'h.duties' && index % admitsOneIn === 0 ? 1 : 0]?.id ?? ''
    const hasLevel = item.kind === 'head' || item.kind === 'manifestation'
    const value: AnswerValue = hasLevel
      ? { kind: 'choice', id: level }
      : { kind: 'text', text: deed }
    const [id, question] = [randomUUID(), `${item.key}.${hasLevel ? 'level' : 'text'}`]
    return {
      id,
      assessmentId,
      question,
      body: seal(key, JSON.stringify(value), contexts.answerValue(id, assessmentId, question)),
    }
  })
}

async function insertAnswers(
  { app: { database }, at }: Month,
  rows: readonly AnswerRow[],
): Promise<void> {
  await database.query(sql('bench-answers')`
    INSERT INTO answer (id, assessment_id, question, version, body, at)
    SELECT n.id, n.assessment, n.question, 1, n.body, ${at}::timestamptz
    FROM unnest(${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ assessmentId }) => assessmentId)}::uuid[],
      ${rows.map(({ question }) => question)}::text[], ${rows.map(({ body }) => body)}::bytea[]) AS
        n (id, assessment, question, body)`)
}

async function insertRemedies(
  { app: { database, keyring }, roundId, branchId, at }: Month,
  filled: readonly Filled[],
): Promise<void> {
  const rows = filled.map(({ memberId, wrapped }) => {
    const id = randomUUID()
    const key = keyring.dataKeys.open(wrapped, contexts.memberKey(memberId))
    const body = JSON.stringify({ cause: 'plan', measure: 'Lập lịch từng tuần' })
    return { id, memberId, body: seal(key, body, contexts.remedyBody(id, memberId)) }
  })
  const done = new Date(at.getTime() + 20 * 86_400_000)
  await database.query(sql('bench-remedies')`
    INSERT INTO remedy (id, member_id, branch_id, round_id, question, status, due_on, body,
      created_at, closed_at)
    SELECT n.id, n.member, ${branchId}::uuid, ${roundId}::uuid, 'h.duties', 'done', ${done}::date,
      n.body,
      ${at}::timestamptz, ${done}::timestamptz
    FROM unnest(${rows.map(({ id }) => id)}::uuid[],
      ${rows.map(({ memberId }) => memberId)}::uuid[],
      ${rows.map(({ body }) => body)}::bytea[]) AS n (id, member, body)`)
}
