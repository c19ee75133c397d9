import { localOf } from '../../domain/local-time.ts'
import { formatDate } from '../../i18n/format.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { SettingsPerson } from '../../store/tables.ts'
import { choice, message, type Moment } from '../turn.ts'
import { type Desk, personOf } from './settings-desk.ts'

/** What the buttons under its preview say: heard there and nowhere else. */
export const handoverWords = { yes: 'dong y ban giao', no: 'khong ban giao' } as const

/** Who can take the office; and who it is offered to already. */
export function handoverListScreen(
  desk: Desk,
  people: readonly SettingsPerson[],
  moment: Moment,
): Outbound {
  const { t } = moment
  const { handover } = desk.source
  const name = handover === null ? undefined : personOf(desk, handover.toMember)?.name
  const waiting =
    handover === null || name === undefined
      ? null
      : t('handover.waiting', {
          name,
          date: formatDate(localOf(handover.expiresAt, desk.branch.zone).date),
        })
  const choices = people.map((person, index) =>
    choice(person.name, { kind: 'say', text: `/caidat ban giao ${String(index + 1)}` }),
  )
  const withdraw =
    waiting === null
      ? []
      : [choice(t('handover.withdraw'), { kind: 'say', text: '/caidat ban giao thoi' })]
  return message(
    [waiting, t(people.length === 0 ? 'handover.nobody' : 'handover.ask')],
    [...choices, ...withdraw],
  )
}

export function handoverPreviewScreen(
  { name }: SettingsPerson,
  date: string,
  { t }: Moment,
): Outbound {
  const choices = (['yes', 'no'] as const).map((verdict) =>
    choice(t(`handover.${verdict}`), { kind: 'say', text: handoverWords[verdict] }),
  )
  return message([t('handover.preview', { name, date }), t('handover.agree')], choices)
}

/** What the buttons of an offer name it by: they answer that one and none that comes after it. */
export function offerName(at: Date): string {
  return at.getTime().toString(36)
}

/** The answers of the one it is offered to, now. */
export function handoverChoices({ t, now }: Moment): readonly Choice[] {
  const name = offerName(now)
  return [
    choice(t('handover.take'), { kind: 'say', text: `/caidat nhan ${name}` }),
    choice(t('handover.decline'), { kind: 'say', text: `/caidat khong nhan ${name}` }),
  ]
}

interface Offer {
  readonly from: string
  readonly branch: string
  readonly date: string
}

export function offerScreen({ from, branch, date }: Offer, moment: Moment): Outbound {
  const { t } = moment
  return message(
    [t('handover.offer', { name: from, branch, date }), t('handover.howTake')],
    handoverChoices(moment),
  )
}
