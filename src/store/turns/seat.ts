// A place on a bot whose plan allows so many people or groups: decided within the transaction that
// takes it.
import { sql, type Statement } from '../../database/statement.ts'
import type { Change } from '../change.ts'
import type { Bind } from './writing.ts'

/**
 * What a turn takes: the place of a person (`subject`: the member) or of a group (the branch),
 * where `limit` have one at the most.
 */
export interface Seat {
  readonly of: 'people' | 'groups'
  readonly bot: string
  readonly subject: string
  readonly limit: number
}

/** The place a turn takes on `bot`; null: none, or the bot has no limit. */
export function seatOf(changes: readonly Change[], bot: string): Seat | null {
  for (const change of changes) {
    if (change.kind === 'linkAccount' && change.seats !== null)
      return { of: 'people', bot, subject: change.memberId, limit: change.seats }
    if (change.kind === 'bindGroup' && change.seats !== null)
      return { of: 'groups', bot, subject: change.branchId, limit: change.seats }
  }
  return null
}

/**
 * Whoever takes a place on this bot at the same moment waits for the commit. The places are counted
 * in the statement after it, which sees what was committed meanwhile: one statement that locks and
 * counts would count what it saw before it waited. Accounts may still be made: their foreign key
 * asks for less than this lock keeps.
 */
export function lockSeats({ bot }: Seat): Statement<{ id: string }> {
  return sql<{ id: string }>(
    'turn-lock-seats',
  )`SELECT id FROM bot WHERE id = ${bot} FOR NO KEY UPDATE`
}

/**
 * The condition under which the place is free: that of `memberOfCode` and `groupOfCode`
 * (store/tables/codes.ts).
 */
export function isFree({ of, bot, subject, limit }: Seat, bind: Bind): string {
  const taken =
    of === 'people'
      ? `SELECT count(DISTINCT s.member_id) FROM account s
        WHERE s.bot_id = ${bind(bot)} AND s.member_id <> ${bind(subject)}::uuid`
      : `SELECT count(*) FROM branch_group s WHERE s.bot_id = ${bind(bot)} AND s.state = 'bound'
        AND s.branch_id <> ${bind(subject)}::uuid`
  return `(${taken}) < ${bind(limit)}::int`
}
