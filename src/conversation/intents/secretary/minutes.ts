// `/bienban [MM/YYYY]`: the skeleton of a meeting's minutes, with its attendance and agenda; what
// was said is written by hand.
import type { WantedMeeting } from '../../../domain/choose-meeting.ts'
import { localOf } from '../../../domain/local-time.ts'
import { monthOf, nextPeriod, parsePeriod } from '../../../domain/period.ts'
import { rulesOf } from '../../../domain/timeline-rules.ts'
import { formatDate } from '../../../i18n/format.ts'
import type { BranchView, Snapshot } from '../../../store/snapshot.ts'
import type { PaperSource } from '../../../store/meeting-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { minutesPaper } from '../../screens/papers/minutes-paper.ts'
import { minutesScreen } from '../../screens/papers/said.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'
import { exported } from './report.ts'

/**
 * A skeleton may be printed beforehand, so the month to come counts too. Null: what was typed is no
 * month.
 */
function wantedMeeting(typed: string, { zone }: BranchView, { now }: Moment): WantedMeeting | null {
  if (typed.trim() === '') return { kind: 'nearest' }
  const current = monthOf(localOf(now, zone).date)
  const within = parsePeriod(typed, current)
  const read = within.ok ? within : parsePeriod(typed, nextPeriod(current))
  if (read.ok) return { kind: 'month', month: read.period }
  return null
}

export async function load(
  tables: Tables,
  snapshot: Snapshot,
  { month }: IntentOf<'minutes'>,
  moment: Moment,
): Promise<PaperSource | null> {
  const allowed = office(snapshot, 'takeAttendance', moment)
  const wanted = allowed.isAllowed ? wantedMeeting(month, allowed.branch, moment) : null
  if (!allowed.isAllowed || wanted === null) return null
  const { id, zone } = allowed.branch
  return tables.paper({
    branchId: id,
    wanted,
    tasks: 'meeting',
    today: localOf(moment.now, zone).date,
    now: moment.now,
  })
}

export function turn(
  snapshot: Snapshot,
  { month }: IntentOf<'minutes'>,
  source: PaperSource | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'takeAttendance', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  const { branch, member, audit } = allowed
  const typed = month.trim().slice(0, 20)
  if (source === null) return answerWith(message([t('minutes.refused.notAMonth', { typed })]))
  const { meeting } = source
  if (meeting === null) {
    return answerWith(
      message([
        typed === '' ? t('minutes.refused.noMeeting') : t('minutes.refused.noneInMonth', { typed }),
      ]),
    )
  }
  const hasRotation = rulesOf(branch.timeline).some(({ action }) => action === 'remindReviewees')
  const paper = minutesPaper({ branch, member, meeting, source, hasRotation }, moment)
  const fileName = t('minutes.fileName', { date: formatDate(meeting.date).replaceAll('/', '-') })
  const file = { paper, fileName, alt: t('minutes.alt'), linkLine: t('minutes.link') }
  return exported(minutesScreen(meeting, source.attendance, moment), file, audit)
}
