import { remedyLine } from '../../conversation/screens/remedies.ts'
import { meetingLine } from '../../conversation/screens/schedule.ts'
import { shorten } from '../../conversation/shorten.ts'
import { message, type Moment } from '../../conversation/turn.ts'
import { isEmpty, type OwnRemedy, type ReviewOutline } from '../../domain/review-outline.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { MeetingView } from '../../store/snapshot.ts'

export interface ReviewTurn {
  readonly meeting: MeetingView
  readonly outline: ReviewOutline
  /**
   * `again`: they were told before. `successor`: in the place of somebody who cannot, at short
   * notice.
   */
  readonly telling: 'first' | 'again' | 'successor'
}

/** That it is their turn, and an outline that says nothing they have not written themselves. */
export function reviewTurnScreen(
  { meeting, outline, telling }: ReviewTurn,
  moment: Moment,
): Outbound {
  const { t } = moment
  const told = t(`reviewRotation.turn.${telling}`, { meeting: meetingLine(meeting, moment) })
  const body = isEmpty(outline)
    ? [t('reviewRotation.outline.nothing')]
    : [t('reviewRotation.outline.intro'), ...partsOf(outline, moment)]
  return message([told, ...body, t('reviewRotation.turn.hindered')])
}

function partsOf(
  { deeds, shortcomings, mended, mending }: ReviewOutline,
  moment: Moment,
): readonly string[] {
  const { t } = moment
  const remedies = (of: readonly OwnRemedy[]) => of.map((remedy) => remedyLine(remedy, moment))
  const causes = shortcomings.map(({ cause }) => shorten(cause ?? ''))
  const late = mending.filter(({ isLate }) => isLate)
  const running = mending.filter(({ isLate }) => !isLate)
  return [
    part(
      t('reviewRotation.outline.deeds'),
      deeds.map((deed) => shorten(deed)),
      moment,
    ),
    part(t('reviewRotation.outline.shortcomings'), causes, moment),
    part(t('reviewRotation.outline.mended'), remedies(mended), moment),
    part(
      t('reviewRotation.outline.mending'),
      [
        ...remedies(running),
        ...late.map((remedy) => {
          return t('reviewRotation.outline.late', { remedy: remedyLine(remedy, moment) })
        }),
      ],
      moment,
    ),
    t('reviewRotation.outline.measures'),
  ]
}

function part(head: string, lines: readonly string[], { t }: Moment): string {
  const shown = lines.length === 0 ? [t('reviewRotation.outline.yourself')] : lines
  return [head, ...shown.map((line) => `– ${line}`)].join('\n')
}
