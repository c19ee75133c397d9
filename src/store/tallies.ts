// The one place where a branch's answers are opened together: levels only, and what comes out are
// counts without identities.
import type { Queryable } from '../database/database.ts'
import { sql } from '../database/statement.ts'
import type { AnswerValue } from '../domain/answer.ts'
import { addDays, localDate, type LocalDate } from '../domain/local-date.ts'
import { localOf } from '../domain/local-time.ts'
import type { SheetState } from '../domain/participation.ts'
import { firstDayOf, period } from '../domain/period.ts'
import type { Pack } from '../domain/questionnaire.ts'
import { countDue, type DueRemedies, type RemedyStatus } from '../domain/remedy.ts'
import { readsFigures } from '../domain/rights.ts'
import type { RosterRole } from '../domain/roster-words.ts'
import type { Sheet } from '../domain/sheet.ts'
import { type SheetContent, type Tally, tallyOf, type TallyRow } from '../domain/tally.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { SealBroken, unseal } from '../sealing/seal.ts'
import { contexts } from './contexts.ts'

interface RoundRow {
  readonly branch_id: string
  readonly period: string
  readonly closes_at: Date
  readonly time_zone: string
  readonly content: Pack
  readonly is_shown_early: boolean
  readonly previous_close: Date | null
}

interface PersonRow {
  readonly member_id: string
  readonly role: string
  readonly status: string
  readonly state: string
  readonly is_late: boolean
  readonly is_recorded: boolean
  readonly is_away: boolean
  readonly sheet: Sheet | null
  readonly wrapped: Buffer | null
  readonly assessment_id: string | null
  readonly levels:
    readonly { readonly id: string; readonly question: string; readonly body: string }[] | null
}

const states: Readonly<Record<string, SheetState>> = {
  submitted: 'done',
  onPaper: 'onPaper',
  inProgress: 'inProgress',
}

/** A round counted, and what decides how much of it may be said. */
interface Counted {
  readonly tally: Tally
  readonly pack: Pack
  readonly isShownEarly: boolean
}

/**
 * Counts a round as it stands at its closing, words to the committee left out. Levels handed in in
 * time only; what cannot be opened (a member erased, a row altered) counts as without content.
 * Throws where there is no such round.
 */
export async function tallyRound(
  queryable: Queryable,
  keyring: Keyring,
  roundId: string,
): Promise<Counted> {
  const round = await readRound(queryable, roundId)
  const { content: pack, is_shown_early: isShownEarly } = round
  const people = await readPeople(queryable, roundId, round.branch_id)
  const tally = tallyOf({
    period: period(round.period),
    scales: {
      heads: pack.scale.levels.map(({ id }) => id),
      groups: pack.manifestationScale.levels.map(({ id }) => id),
    },
    heads: pack.heads.map(({ id }) => id),
    rows: people.map((person) => rowOf(person, pack, keyring)),
    remedies: await countBranch(queryable, round),
    voices: 0,
  })
  return { tally, pack, isShownEarly }
}

async function readRound(queryable: Queryable, roundId: string): Promise<RoundRow> {
  const [row] = await queryable.query(sql<RoundRow>('tally-round', { isIdempotent: true })`
    SELECT r.branch_id, r.period, r.closes_at, r.is_shown_early, b.time_zone, q.content,
      (SELECT max(p.closes_at) FROM round p WHERE p.branch_id = r.branch_id
        AND p.closed_at IS NOT NULL AND p.closes_at < r.closes_at)
        AS previous_close
    FROM round r JOIN branch b ON b.id = r.branch_id
      JOIN questionnaire q ON q.hash = r.questionnaire_hash WHERE r.id = ${roundId}::uuid`)
  if (row === undefined) throw new Error('a round that is not there cannot be counted')
  return row
}

/**
 * The frozen roster, and the branch's exempt, who are in none of its counts but that of the
 * members.
 */
function readPeople(
  queryable: Queryable,
  roundId: string,
  branchId: string,
): Promise<readonly PersonRow[]> {
  return queryable.query(sql<PersonRow>('tally-people', { isIdempotent: true })`
    SELECT m.id AS member_id, m.role, m.status, s.state, s.is_late, s.recorded_by IS NOT NULL AS
      is_recorded,
      EXISTS (SELECT FROM absence x JOIN round r ON r.id = ${roundId}::uuid
        JOIN branch b ON b.id = r.branch_id
        WHERE x.member_id = m.id AND (r.closes_at AT TIME ZONE b.time_zone)::date BETWEEN x.from_on
          AND x.to_on) AS is_away,
      s.sheet, k.wrapped, s.id AS assessment_id,
      CASE WHEN s.state = 'submitted' AND NOT s.is_late THEN
        (SELECT json_agg(json_build_object('id', n.id, 'question', n.question, 'body',
          encode(n.body, 'base64'))) FROM (
          SELECT DISTINCT ON (question) id, question, body FROM answer
          WHERE assessment_id = s.id AND NOT is_late AND question LIKE '%.level'
            ORDER BY question, version DESC) n) END AS levels
    FROM assessment s JOIN member m ON m.id = s.member_id
      LEFT JOIN member_key k ON k.member_id = m.id WHERE s.round_id = ${roundId}::uuid
    UNION ALL
    SELECT m.id, m.role, m.status, 'invited', false, false, false, NULL, NULL, NULL, NULL
    FROM member m
    WHERE m.branch_id = ${branchId}::uuid AND m.status = 'exempt' AND m.left_at IS NULL
      AND NOT EXISTS (SELECT FROM assessment s WHERE s.round_id = ${roundId}::uuid
        AND s.member_id = m.id)`)
}

function rowOf(person: PersonRow, pack: Pack, keyring: Keyring): TallyRow {
  const { status, is_late: isLate, is_away: isAway, is_recorded: isEntered } = person
  const participant = {
    isExempt: status === 'exempt',
    state: states[person.state] ?? 'notBegun',
    isLate,
    isAway,
    isEntered,
    isReader: readsFigures(person.role as RosterRole),
  } as const
  return { ...participant, content: contentOf(person, pack, keyring) }
}

function contentOf(person: PersonRow, pack: Pack, keyring: Keyring): SheetContent | null {
  const { member_id: memberId, assessment_id: assessmentId, levels, sheet, wrapped } = person
  if (levels === null || sheet === null || wrapped === null || assessmentId === null) return null
  try {
    const key = keyring.dataKeys.open(wrapped, contexts.memberKey(memberId))
    const chosen = new Map(
      levels.flatMap(({ id, question, body }) => {
        const text = unseal(
          key,
          Buffer.from(body, 'base64'),
          contexts.answerValue(id, assessmentId, question),
        )
        const value = JSON.parse(text) as AnswerValue
        return value.kind === 'choice'
          ? [[question.slice(0, -'.level'.length), value.id] as const]
          : []
      }),
    )
    return chosen.size === 0 ? null : gather(sheet, chosen, pack)
  } catch (error) {
    if (error instanceof SealBroken) return null
    throw error
  }
}

function gather({ items }: Sheet, chosen: ReadonlyMap<string, string>, pack: Pack): SheetContent {
  const isLevel = (scale: Pack['scale'], level: string | undefined): level is string =>
    scale.levels.some(({ id }) => id === level)
  return {
    heads: Object.fromEntries(
      items.flatMap((item) => {
        const level = chosen.get(item.key)
        return item.kind === 'head' && isLevel(pack.scale, level) ? [[item.head, level]] : []
      }),
    ),
    manifestations: items.flatMap((item) => {
      const level = chosen.get(item.key)
      if (item.kind !== 'manifestation' || !isLevel(pack.manifestationScale, level)) return []
      const group = pack.manifestations.items.find(({ id }) => id === item.id)?.group
      return group === 'I' || group === 'II' ? [{ group, level }] : []
    }),
  }
}

interface RemedyRow {
  readonly status: RemedyStatus
  readonly due_on: string | null
  readonly closed_on: string | null
  readonly member_id: string
  readonly role: RosterRole
}

/**
 * From the day after the last closing to the day of this one, so that every remedy is done in one
 * month.
 */
async function countBranch(queryable: Queryable, round: RoundRow): Promise<DueRemedies> {
  const rows = await queryable.query(sql<RemedyRow>('tally-remedies', { isIdempotent: true })`
    SELECT d.status, d.due_on, d.member_id, m.role,
      (d.closed_at AT TIME ZONE ${round.time_zone}::text)::date AS closed_on
    FROM remedy d JOIN member m ON m.id = d.member_id WHERE d.branch_id = ${round.branch_id}::uuid`)
  const date = (text: string | null): LocalDate | null => (text === null ? null : localDate(text))
  const dayOf = (at: Date): LocalDate => localOf(at, round.time_zone).date
  const remedies = rows.map((row) => {
    return {
      status: row.status,
      dueOn: date(row.due_on),
      closedOn: date(row.closed_on),
      owner: row.member_id,
      isReader: readsFigures(row.role),
    }
  })
  const from =
    round.previous_close === null
      ? firstDayOf(period(round.period))
      : addDays(dayOf(round.previous_close), 1)
  return countDue(remedies, { from, to: dayOf(round.closes_at) })
}
