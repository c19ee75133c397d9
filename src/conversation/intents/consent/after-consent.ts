// The notice is answered: what may be done now, and for a secretary without a meeting rule, the
// question for one.
import { formatPeriod } from '../../../i18n/format.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import { agreesTo } from '../../consented.ts'
import { invitationChoices } from '../../screens/sheet.ts'
import { meetingRuleScreen } from '../../screens/meeting.ts'
import { scheduleLine } from '../../screens/schedule.ts'
import { hasSheet } from '../../sheet/course.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'

function closing({ library: { notice }, t }: Moment): readonly string[] {
  return notice.closing.map((text) => text[t.language])
}

function nextStep(snapshot: Snapshot, { t }: Moment): string {
  if (!agreesTo(snapshot, 'store')) return t('consent.withoutStore')
  const { round, member } = snapshot
  if (member?.status === 'exempt') return t('consent.exempt')
  return hasSheet(snapshot) && round !== null && round.closedAt === null
    ? t('consent.roundOpen', { period: formatPeriod(round.period) })
    : t('consent.wait')
}

/** `isChanged`: the person changed one purpose later; then one line is enough. */
export function afterConsent(snapshot: Snapshot, moment: Moment, isChanged: boolean): Turn {
  const { t } = moment
  const free = [
    {
      kind: 'converse',
      conversation: { ...snapshot.account.conversation, focus: { at: 'nothing' } },
    },
  ] as const
  if (isChanged) return answerWith(message([t('consent.changed')]), free)
  const isSecretary = snapshot.member?.role === 'secretary'
  if (isSecretary && snapshot.branch?.meetingRule === null) {
    const asking = [{ kind: 'converse', conversation: { focus: { at: 'meetingRule' } } }] as const
    return answerWith(
      message(
        [...closing(moment), t('consent.secretary'), meetingRuleScreen(moment).text],
        meetingRuleScreen(moment).choices,
      ),
      asking,
    )
  }
  const canBegin =
    hasSheet(snapshot) &&
    snapshot.member.status !== 'exempt' &&
    snapshot.assessment.state !== 'submitted' &&
    snapshot.assessment.state !== 'onPaper'
  const hasBegun = snapshot.assessment?.state === 'inProgress'
  const choices = canBegin
    ? invitationChoices(snapshot.round.number, moment, hasBegun, snapshot.member.isElder)
    : []
  return answerWith(
    message(
      [
        ...closing(moment),
        scheduleLine(snapshot, moment),
        nextStep(snapshot, moment),
        t('consent.help'),
      ],
      choices,
    ),
    free,
  )
}
