// Two closed months for the made-up branch, so that its summaries have something to compare. Rounds
// are opened and closed by the use cases themselves, at the time they would have been; only the
// answers are written here, many at once.
import type { App } from '../app.ts'
import { json, sql } from '../database/statement.ts'
import { addDays, type LocalDate } from '../domain/local-date.ts'
import { localOf } from '../domain/local-time.ts'
import type { Sheet, SheetItem } from '../domain/sheet.ts'
import { seal, type SealingKey } from '../sealing/seal.ts'
import { contexts } from '../store/contexts.ts'
import type { DemoBranch, DemoMember, DemoRemedy } from './demo-branch.ts'

interface AssessmentRow {
  readonly id: string
  readonly round_id: string
  readonly member_id: string
  readonly sheet: Sheet
  readonly wrapped: Buffer
}

const letters: Readonly<Record<string, string>> = { e: 'effort', m: 'mend' }

interface Pen {
  readonly app: App
  readonly branchId: string
  readonly demo: DemoBranch
  /** Members of the file by their id in the database. */
  readonly people: ReadonlyMap<string, DemoMember>
  readonly month: number
  /** When the sheets of this month were filled in. */
  readonly at: Date
}

interface Filled {
  readonly answers: readonly object[]
  readonly remedies: readonly object[]
}

function levelOf(item: SheetItem, letter: string): string | null {
  if (item.kind === 'head') return letters[letter] ?? 'good'
  return item.kind === 'manifestation' ? (letters[letter] ?? 'none') : null
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

function remedyRow(
  pen: Pen,
  row: AssessmentRow,
  key: SealingKey,
  item: SheetItem,
  remedy: DemoRemedy,
): object {
  const id = pen.app.id()
  const due: LocalDate = addDays(localOf(pen.at, 'Asia/Ho_Chi_Minh').date, remedy.inDays)
  const isDone = remedy.done
  const closedAt = isDone ? new Date(pen.at.getTime() + remedy.inDays * 43_200_000) : null
  const body = seal(
    key,
    JSON.stringify({ cause: remedy.cause, measure: remedy.measure }),
    contexts.remedyBody(id, row.member_id),
  )
  return {
    id,
    member_id: row.member_id,
    branch_id: pen.branchId,
    round_id: row.round_id,
    question: item.key,
    status: isDone ? 'done' : 'open',
    due_on: due,
    body: base64(body),
    created_at: pen.at,
    closed_at: closedAt,
  }
}

/** One member's sheet: levels as the file says, a remedy for each admitted one, a deed. */
function fill(pen: Pen, row: AssessmentRow, place: number, pattern: string): Filled {
  const key = pen.app.keyring.dataKeys.open(row.wrapped, contexts.memberKey(row.member_id))
  const levelled = row.sheet.items.filter(
    (item) => item.kind === 'head' || item.kind === 'manifestation',
  )
  const answer = (question: string, value: object): object => {
    const id = pen.app.id()
    return {
      id,
      assessment_id: row.id,
      question,
      body: base64(seal(key, JSON.stringify(value), contexts.answerValue(id, row.id, question))),
      at: pen.at,
    }
  }
  const answers = levelled.map((item, index) =>
    answer(`${item.key}.level`, {
      kind: 'choice',
      id: levelOf(item, pattern.charAt(index)) ?? 'good',
    }),
  )
  const deed = pen.demo.deeds[(place + pen.month) % pen.demo.deeds.length] ?? ''
  const remedies = levelled.flatMap((item, index) => {
    const remedy = pen.demo.remedies[(place + index + pen.month) % pen.demo.remedies.length]
    return pattern.charAt(index) === 'g' || remedy === undefined
      ? []
      : [remedyRow(pen, row, key, item, remedy)]
  })
  return { answers: [...answers, answer('deed.text', { kind: 'text', text: deed })], remedies }
}

/** Fills in the sheets of one open round, as the people of the file did that month. */
export async function fillRound(pen: Pen): Promise<void> {
  const { database } = pen.app
  const rows = await database.query(sql<AssessmentRow>('demo-assessments')`
    SELECT s.id, s.round_id, s.member_id, s.sheet, k.wrapped FROM assessment s
      JOIN round r ON r.id = s.round_id
      JOIN member_key k ON k.member_id = s.member_id
    WHERE r.branch_id = ${pen.branchId}::uuid AND r.closed_at IS NULL ORDER BY s.member_id`)
  const filled = rows.map((row, place) => {
    const pattern = pen.people.get(row.member_id)?.months[pen.month] ?? 'n'
    const state = pattern === 'n' ? 'invited' : pattern === 'p' ? 'onPaper' : 'submitted'
    return {
      row,
      state,
      ...(state === 'submitted' ? fill(pen, row, place, pattern) : { answers: [], remedies: [] }),
    }
  })
  await database.query(sql(
    'demo-answers',
  )`INSERT INTO answer (id, assessment_id, question, version, body, at)
    SELECT id, assessment_id, question, 1, decode(body, 'base64'), at
      FROM jsonb_to_recordset(${json(filled.flatMap(({ answers }) => answers))}::jsonb)
      AS t(id uuid, assessment_id uuid, question text, body text, at timestamptz)`)
  await database.query(sql(
    'demo-remedies',
  )`INSERT INTO remedy (id, member_id, branch_id, round_id, question, status, due_on, body,
    created_at, closed_at)
    SELECT id, member_id, branch_id, round_id, question, status, due_on, decode(body, 'base64'),
      created_at, closed_at
    FROM jsonb_to_recordset(${json(filled.flatMap(({ remedies }) => remedies))}::jsonb)
      AS t(id uuid, member_id uuid, branch_id uuid, round_id uuid, question text, status text,
        due_on date, body text, created_at timestamptz, closed_at timestamptz)`)
  const states = filled
    .filter(({ state }) => state !== 'invited')
    .map(({ row, state }) => ({ id: row.id, state }))
  await database.query(sql(
    'demo-states',
  )`UPDATE assessment SET state = t.state, started_at = ${pen.at}, submitted_at = ${pen.at},
    submissions = 1
    FROM jsonb_to_recordset(${json(states)}::jsonb) AS t(id uuid, state text)
    WHERE assessment.id = t.id`)
}
