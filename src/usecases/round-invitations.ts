// Who is invited to a round, and with what.
import type { App } from '../app.ts'
import { unfinishedKey } from '../domain/participation.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import type { Outbound } from '../messaging/outbound.ts'
import type { Month, MonthRound } from '../store/months.ts'
import type { Reminder } from '../store/reminders.ts'
import type { Invitee } from '../store/rounds.ts'
import { speaking } from './posting.ts'
import { invitationScreens } from './screens/invitation.ts'
import type { Beside } from './screens/remedies-due.ts'

/**
 * Whoever is away finds the sheet when they are back: the reminders of the round are theirs again
 * from that day.
 */
export function isInvited({ chat, mayRemind, isAway }: Invitee): boolean {
  return chat !== null && mayRemind && !isAway
}

/**
 * A private one to each who can be reached and agreed to be reminded; none where all would sleep
 * until it is over.
 */
export function invitationsTo(
  app: App,
  invitees: readonly Invitee[],
  month: Month,
  round: MonthRound,
  besides: ReadonlyMap<string, Beside>,
): readonly Reminder[] {
  const notBefore = afterQuiet(round.openedAt, month.branch.quiet, month.branch.zone)
  if (notBefore >= round.closesAt) return []
  const screens = new Map<string, ReturnType<typeof invitationScreens>>()
  const screenFor = ({ language, mayStore, isElder, name }: Invitee, bot: string): Outbound => {
    const key = `${language} ${String(mayStore)} ${String(isElder)} ${bot}`
    const moment = speaking(app, language, round.openedAt, bot)
    const screen =
      screens.get(key) ?? invitationScreens({ ...month, round, mayStore, isElder }, moment)
    screens.set(key, screen)
    return screen(name)
  }
  return invitees.flatMap((invitee): readonly Reminder[] => {
    const { memberId, chat } = invitee
    if (chat === null || !isInvited(invitee)) return []
    const beside = besides.get(memberId)
    const merge = beside === undefined ? { mergeKey: unfinishedKey(round.id) } : {}
    const keys = { dedupeKey: `invitation:${round.id}:${memberId}`, ...merge }
    const message = joined(screenFor(invitee, chat.bot), beside)
    return [
      {
        to: chat,
        message,
        class: 'prompt',
        ...keys,
        notBefore,
        notAfter: round.closesAt,
        memberId,
      },
    ]
  })
}

function joined(screen: Outbound, beside: Beside | undefined): Outbound {
  if (beside === undefined) return screen
  return {
    ...screen,
    text: `${screen.text}\n\n${beside.text}`,
    choices: [...(screen.choices ?? []), beside.choice],
  }
}
