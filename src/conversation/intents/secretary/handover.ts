// Handing over the office of secretary: offered by who has it, taken by the other in their own
// chat.
import { fold } from '../../../domain/folded-words.ts'
import { addDays } from '../../../domain/local-date.ts'
import { instantOf, localOf, localTime } from '../../../domain/local-time.ts'
import { formatDate } from '../../../i18n/format.ts'
import type { Outbound } from '../../../messaging/outbound.ts'
import type { Change, Reply } from '../../../store/change.ts'
import type { SettingsPerson } from '../../../store/tables.ts'
import { office } from '../../office.ts'
import {
  handoverChoices,
  handoverListScreen,
  handoverPreviewScreen,
  handoverWords,
  offerName,
  offerScreen,
} from '../../screens/handover.ts'
import { problemText } from '../../screens/problem.ts'
import { type Desk, personOf } from '../../screens/settings-desk.ts'
import { answerWith, message, type Moment, prefaced, say, type Turn } from '../../turn.ts'
import { readAgreement } from './change-setting.ts'

/** Whoever has not answered by the end of this day has not taken it. */
const daysToAnswer = 7
const endOfDay = localTime('23:59')

function focusing(
  { snapshot: { account } }: Desk,
  at: 'nothing' | 'list' | { readonly memberId: string },
): Change {
  const focus =
    at === 'nothing'
      ? ({ at } as const)
      : at === 'list'
        ? ({ at: 'setting', of: 'handover' } as const)
        : ({ at: 'confirmHandover', memberId: at.memberId } as const)
  return { kind: 'converse', conversation: { ...account.conversation, focus } }
}

/** Why a member cannot take the office; null: they can. */
function whyNot(
  desk: Desk,
  person: SettingsPerson,
): 'self' | 'exempt' | 'probationary' | 'notLinked' | null {
  if (person.memberId === desk.memberId) return 'self'
  if (person.status !== 'official') return person.status
  return person.isLinked ? null : 'notLinked'
}

/** Those who can take it, as they are listed. */
function candidates(desk: Desk): readonly SettingsPerson[] {
  return desk.source.people.filter((person) => whyNot(desk, person) === null)
}

/** By number among the candidates, or anybody by name. */
function personMeant(desk: Desk, text: string): SettingsPerson | undefined {
  const number = /^\s*(\d{1,3})[.)]?\s*$/u.exec(text)?.[1]
  if (number !== undefined) return candidates(desk)[Number(number) - 1]
  const named = desk.source.people.filter(({ name }) => fold(name) === fold(text))
  return named.length === 1 ? named[0] : undefined
}

/** `/caidat ban giao`, `… thoi` to take an offer back, or who shall have it. */
export function open(desk: Desk, text: string, moment: Moment): Turn {
  const { t } = moment
  const { handover } = desk.source
  const isLast = handover !== null && text.trim() === String(candidates(desk).length + 1)
  if (isLast || ['thoi', 'rut lai', 'withdraw'].includes(fold(text))) {
    const changes: readonly Change[] =
      handover === null
        ? []
        : [{ kind: 'endHandover', handoverId: handover.id, state: 'withdrawn' }]
    return withAudit(
      desk,
      'handOver',
      answerWith(message([t('handover.withdrawn')]), [...changes, focusing(desk, 'nothing')]),
      moment,
    )
  }
  const person = text.trim() === '' ? undefined : personMeant(desk, text)
  if (person === undefined) {
    const turn = answerWith(handoverListScreen(desk, candidates(desk), moment), [
      focusing(desk, 'list'),
    ])
    return text.trim() === '' ? turn : prefaced(turn, t('settings.refused.noSuchPerson'))
  }
  const reason = whyNot(desk, person)
  if (reason !== null)
    return answerWith(message([t(`handover.refused.${reason}`, { name: person.name })]), [
      focusing(desk, 'nothing'),
    ])
  return answerWith(handoverPreviewScreen(person, lastDay(desk, moment), moment), [
    focusing(desk, person),
  ])
}

function lastDay({ branch }: Desk, { now }: Moment): string {
  return formatDate(addDays(localOf(now, branch.zone).date, daysToAnswer))
}

function withAudit(
  { snapshot }: Desk,
  deed: 'handOver' | 'takeOffice',
  turn: Turn,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, deed, moment)
  return allowed.isAllowed
    ? { ...turn, changes: [...turn.changes, ...allowed.audit] }
    : allowed.turn
}

/** To one member, in their own language. */
function tell(
  memberId: string,
  screen: (words: Moment) => Outbound,
  moment: Moment,
  until?: Date,
): Reply {
  const inLanguages = {
    vi: screen({ ...moment, t: moment.library.words.vi }),
    en: screen({ ...moment, t: moment.library.words.en }),
  }
  const notAfter = until === undefined ? {} : { notAfter: until }
  return {
    to: { kind: 'member', memberId },
    message: inLanguages.vi,
    inLanguages,
    class: 'prompt',
    ...notAfter,
  }
}

/** The secretary's yes: from now on it is the other who decides. */
export function agree(desk: Desk, memberId: string, text: string, moment: Moment): Turn {
  const { t, now } = moment
  const { snapshot, branch } = desk
  const person = personOf(desk, memberId)
  const verdict = readAgreement(text, [t('handover.yes'), t('handover.no')], handoverWords, moment)
  if (person === undefined)
    return answerWith(message([t('settings.refused.noSuchPerson')]), [focusing(desk, 'nothing')])
  const reason = whyNot(desk, person)
  if (verdict !== true || reason !== null) {
    if (verdict === null)
      return prefaced(open(desk, person.name, moment), t('settings.refused.unclear'))
    const line =
      reason === null
        ? t('settings.unchanged')
        : t(`handover.refused.${reason}`, { name: person.name })
    return answerWith(message([line]), [focusing(desk, 'nothing')])
  }
  const expiresAt = instantOf(
    addDays(localOf(now, branch.zone).date, daysToAnswer),
    endOfDay,
    branch.zone,
  )
  const from = snapshot.member?.name ?? ''
  const offer = (words: Moment): Outbound =>
    offerScreen({ from, branch: branch.name, date: lastDay(desk, moment) }, words)
  const changes: readonly Change[] = [
    {
      kind: 'offerHandover',
      branchId: branch.id,
      fromMember: desk.memberId,
      toMember: memberId,
      expiresAt,
      menu: handoverChoices(moment),
    },
    focusing(desk, 'nothing'),
  ]
  const turn = {
    changes,
    replies: [
      say(message([t('handover.asked', { name: person.name })])),
      tell(memberId, offer, moment, expiresAt),
    ],
  }
  return withAudit(desk, 'handOver', turn, moment)
}

/** `offer`: what a button names it by; null: typed, for the one that stands. */
interface Answer {
  readonly isTaken: boolean
  readonly offer: string | null
}

/**
 * The successor's answer. The offer was read as it stands now, and the writing asks once more
 * (store/changes/handover.ts).
 */
export function respond(desk: Desk, { isTaken, offer }: Answer, moment: Moment): Turn {
  const { t } = moment
  const {
    snapshot: { member },
    branch,
    source: { handover },
    memberId,
  } = desk
  const may = member?.status === 'official'
  if (handover?.toMember !== memberId || !may)
    return answerWith(message([t('handover.refused.noOffer')]))
  if (offer !== null && offer !== offerName(handover.offeredAt))
    return answerWith(message([problemText({ code: 'olderQuestion' }, t), t('handover.howTake')]))
  const { id: handoverId, fromMember } = handover
  const name = member.name
  if (!isTaken) {
    const told = tell(
      fromMember,
      (words) => message([words.t('handover.declinedByOther', { name })]),
      moment,
    )
    const changes: readonly Change[] = [
      { kind: 'endHandover', handoverId, state: 'declined' },
      focusing(desk, 'nothing'),
    ]
    return { changes, replies: [say(message([t('handover.declined')])), told] }
  }
  const told = tell(
    fromMember,
    (words) => message([words.t('handover.takenByOther', { name })]),
    moment,
  )
  const changes: readonly Change[] = [
    { kind: 'acceptHandover', handoverId, branchId: branch.id, fromMember, toMember: memberId },
    focusing(desk, 'nothing'),
  ]
  return withAudit(
    desk,
    'takeOffice',
    { changes, replies: [say(message([t('handover.taken', { branch: branch.name })])), told] },
    moment,
  )
}
