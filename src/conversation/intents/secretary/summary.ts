// `/tonghop [MM/YYYY]`: counts and what to bring up; no name, no text, nothing that tells of one person.
import { monthOf } from '../../../domain/period.ts'
import { localOf } from '../../../domain/local-time.ts'
import { nextCheckpoint } from '../../../domain/checkpoint.ts'
import { parsePeriod } from '../../../domain/period.ts'
import { type Published, publish } from '../../../domain/suppression.ts'
import { summarise } from '../../../domain/summary.ts'
import type { Scales } from '../../../domain/tally.ts'
import type { Pack } from '../../../domain/questionnaire.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { SummarySource, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { problemText } from '../../screens/problem.ts'
import { type SummaryData, summaryScreen } from '../../screens/summary.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'

type Wanted = ReturnType<typeof parsePeriod> | null

function wantedPeriod({ branch }: Snapshot, typed: string, { now }: Moment): Wanted {
  if (typed.trim() === '') return null
  return parsePeriod(typed, monthOf(localOf(now, branch?.zone ?? 'Asia/Ho_Chi_Minh').date))
}

export async function load(tables: Tables, snapshot: Snapshot, intent: IntentOf<'summary'>, moment: Moment): Promise<SummarySource | null> {
  const allowed = office(snapshot, 'seeSummary', moment)
  const wanted = wantedPeriod(snapshot, intent.period, moment)
  if (!allowed.isAllowed || wanted?.ok === false) return null
  return tables.summary(allowed.branch.id, wanted?.period ?? null, moment.now)
}

export function scalesOf(pack: Pack): Scales {
  return { heads: pack.scale.levels.map(({ id }) => id), groups: pack.manifestationScale.levels.map(({ id }) => id) }
}

/** What may be seen now: at closing the whole; before that the last checkpoint, or a new one when five more have answered. */
export function publishedOf({ tally, pack, isClosed, checkpoint }: SummarySource): Published | null {
  if (tally === null) return checkpoint
  if (isClosed) return publish(tally, scalesOf(pack), 'closing', checkpoint)
  return nextCheckpoint(checkpoint?.sheets ?? 0, tally.sheets).isDue ? publish(tally, scalesOf(pack), 'checkpoint', checkpoint) : checkpoint
}

/** What is shown of an open round for the first time is kept: nothing later may be subtracted from it. */
export function freshCheckpoint(source: SummarySource): readonly Change[] {
  const published = publishedOf(source)
  const isFresh = !source.isClosed && published !== null && published !== source.checkpoint
  return isFresh ? [{ kind: 'publishCheckpoint', roundId: source.roundId, checkpoint: published }] : []
}

/** The summary of a source, ready for its screen. */
export function summaryOf(source: SummarySource, branchName: string): SummaryData {
  const { period, isClosed, roster, previous, pack } = source
  const before = previous === null ? null : publish(previous.tally, previous.scales, 'closing', previous.checkpoint)
  const summary = summarise({
    period,
    round: isClosed ? 'closed' : 'open',
    roster,
    published: publishedOf(source),
    previousRoster: previous?.tally.roster ?? null,
    previous: before,
    turns: null,
  })
  return { branchName, summary, pack, attendance: source.attendance }
}

export function turn(snapshot: Snapshot, intent: IntentOf<'summary'>, source: SummarySource | null, moment: Moment): Turn {
  const allowed = office(snapshot, 'seeSummary', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  const wanted = wantedPeriod(snapshot, intent.period, moment)
  if (wanted?.ok === false) return answerWith(message([t(`summary.refused.${wanted.reason}`, { typed: intent.period.slice(0, 20) })]))
  if (source === null) return answerWith(message([problemText({ code: 'noRound' }, t)]), allowed.audit)
  return answerWith(summaryScreen(summaryOf(source, allowed.branch.name), moment), [...freshCheckpoint(source), ...allowed.audit])
}
