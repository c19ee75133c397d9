// `/xemgopy`: what members wanted to tell the committee, as it came to be read with a closing: all
// at once, and nothing on the way.
import { localOf } from '../../../domain/local-time.ts'
import { monthOf, parsePeriod } from '../../../domain/period.ts'
import { formatPeriod } from '../../../i18n/format.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { Tables, VoiceLine, VoicesSource } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'

export async function load(
  tables: Tables,
  snapshot: Snapshot,
  intent: IntentOf<'readVoices'>,
  moment: Moment,
): Promise<VoicesSource | null> {
  const allowed = office(snapshot, 'seeVoices', moment)
  if (!allowed.isAllowed) return null
  const wanted =
    intent.period.trim() === ''
      ? null
      : parsePeriod(intent.period, monthOf(localOf(moment.now, allowed.branch.zone).date))
  return tables.voices(allowed.branch.id, wanted?.ok === true ? wanted.period : null)
}

function line({ text, name }: VoiceLine, { t }: Moment): string {
  return name === null ? `– ${text}` : `– ${t('voices.by', { name })}: ${text}`
}

function whyHidden({ isClosed, areHeld }: VoicesSource, { t }: Moment): string | null {
  if (!isClosed) return t('voices.roundOpen')
  return areHeld ? t('voices.held') : null
}

export function turn(
  snapshot: Snapshot,
  _intent: IntentOf<'readVoices'>,
  source: VoicesSource | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'seeVoices', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  if (source === null)
    return answerWith(message([problemText({ code: 'noRound' }, t)]), allowed.audit)
  const hidden = whyHidden(source, moment)
  const lines = [...source.named, ...source.anonymous].map((voice) => line(voice, moment))
  const after = lines.length > 0 ? hidden : null
  const title = t('voices.title', { period: formatPeriod(source.period) })
  return answerWith(
    message([title, lines.length > 0 ? lines.join('\n\n') : (hidden ?? t('voices.none')), after]),
    allowed.audit,
  )
}
