import type { Outbound } from '../../messaging/outbound.ts'
import { choice, message, type Moment } from '../turn.ts'

/**
 * One purpose of the notice: what is done, who sees it, agree or not. The first carries the
 * introduction.
 */
export function consentScreen(
  index: number,
  { t, library: { notice } }: Moment,
  isFirst: boolean,
): Outbound {
  const purpose = notice.purposes[index]
  if (purpose === undefined) throw new Error('no such purpose in the notice')
  const intro = isFirst ? notice.intro.map((text) => text[t.language]) : []
  const title = t('consent.purpose', {
    number: index + 1,
    total: notice.purposes.length,
    text: purpose.text[t.language],
  })
  const choices = [
    choice(t('consent.agree'), { kind: 'consent', index, isGranted: true }),
    choice(t('consent.notNow'), { kind: 'consent', index, isGranted: false }),
  ]
  return message(
    [...intro, `${title}\n${t('consent.whoSees', { who: purpose.whoSees[t.language] })}`],
    choices,
  )
}
