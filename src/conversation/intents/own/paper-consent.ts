// `/nhapho`: a member lets the secretary enter the letters of their sheet on paper, or no longer.
import { fold } from '../../../domain/folded-words.ts'
import { paperPurpose } from '../../../domain/questionnaire.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { answerWith, choice, message, type Moment, type Turn } from '../../turn.ts'

const yes = ['dong y', 'co', 'yes']
const no = ['khong', 'thoi', 'rut', 'no']

export function turn(
  snapshot: Snapshot,
  { argument }: IntentOf<'paperConsent'>,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'agreeToPaperCodes', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t, library } = moment
  const { notice } = library
  const { id: memberId, consents } = allowed.member
  const said = fold(argument)
  const isGranted = yes.includes(said) ? true : no.includes(said) ? false : null
  if (isGranted !== null) {
    const change: Change = {
      kind: 'consent',
      memberId,
      notice,
      purpose: paperPurpose,
      isGranted,
    }
    return answerWith(message([t(isGranted ? 'paperConsent.agreed' : 'paperConsent.refused')]), [
      change,
    ])
  }
  const now = t(consents.get(paperPurpose) === true ? 'paperConsent.isOn' : 'paperConsent.isOff')
  return answerWith(
    message(
      [t('paperConsent.ask', { line: notice.paper[t.language] }), now],
      [
        choice(t('paperConsent.yes'), { kind: 'say', text: '/nhapho dong y' }),
        choice(t('paperConsent.no'), { kind: 'say', text: '/nhapho khong' }),
      ],
    ),
  )
}
