// What was said of a round when it closed, as it is kept and as it is read: the same for as long as
// the round is there, whatever became of the sheets behind it.
import type { Queryable } from '../database/database.ts'
import { json, sql } from '../database/statement.ts'
import type { RosterCounts } from '../domain/participation.ts'
import type { Pack } from '../domain/questionnaire.ts'
import { type Published, publish, publishOld, saysContent } from '../domain/suppression.ts'
import type { OldTally, Scales } from '../domain/tally.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { tallyRound } from './tallies.ts'

export interface Publication {
  /** Who took part, as it was at the closing. */
  readonly roster: RosterCounts
  readonly published: Published
}

/** The columns of a round that `publicationOf` reads. */
export interface PublishedRound {
  readonly publication: Publication | null
  /** Of a round that v0.1.0 closed. */
  readonly tally: OldTally | null
  readonly is_shown_early: boolean
}

/** Null: it is open. */
export function publicationOf(round: PublishedRound, pack: Pack): Publication | null {
  const { publication, tally, is_shown_early: isShownEarly } = round
  if (publication !== null || tally === null) return publication
  return { roster: tally.roster, published: publishOld(tally, scalesOf(pack), isShownEarly) }
}

export function scalesOf({ scale, manifestationScale }: Pack): Scales {
  return {
    heads: scale.levels.map(({ id }) => id),
    groups: manifestationScale.levels.map(({ id }) => id),
  }
}

/**
 * Counts a round and keeps what may be said of it, in the transaction that closes it. The counts
 * themselves are kept nowhere.
 */
export async function publishRound(
  transaction: Queryable,
  keyring: Keyring,
  roundId: string,
): Promise<void> {
  const { tally, pack, isShownEarly } = await tallyRound(transaction, keyring, roundId)
  const voices = saysContent(tally.sheets, isShownEarly)
    ? await releaseVoices(transaction, roundId)
    : 0
  const publication: Publication = {
    roster: tally.roster,
    published: publish({ ...tally, voices }, scalesOf(pack), isShownEarly),
  }
  await transaction.query(sql('round-publish')`
    UPDATE round SET publication = ${json(publication)}::jsonb WHERE id = ${roundId}::uuid`)
}

/**
 * Words to the committee that waited for a closing with enough sheets, those of earlier months and
 * those that came late to one among them, become readable together.
 */
async function releaseVoices(transaction: Queryable, roundId: string): Promise<number> {
  const released = await transaction.query(sql('voices-release')`
    UPDATE voice v SET shown_with = r.id FROM round r, round own
    WHERE r.id = ${roundId}::uuid AND v.branch_id = r.branch_id AND v.shown_with IS NULL
      AND own.id = v.round_id AND own.period <= r.period RETURNING v.id`)
  return released.length
}
