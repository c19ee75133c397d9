// The branch is served by another bot: by whom, and what is to be done.
import { botLines } from '../../conversation/screens/bots.ts'
import { message, type Moment } from '../../conversation/turn.ts'
import { formatNumber } from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { BotFace } from '../../store/snapshot.ts'

export function movedMemberScreen(bots: readonly BotFace[], { t }: Moment): Outbound {
  return message([t('reminders.moved.member', { bots: botLines(bots, t) })])
}

interface MovedSummary {
  readonly bots: readonly BotFace[]
  readonly mustLinkAgain: number
  readonly isGroupLeftBehind: boolean
}

export function movedSecretaryScreen(
  { bots, mustLinkAgain, isGroupLeftBehind }: MovedSummary,
  { t }: Moment,
): Outbound {
  return message([
    t('reminders.moved.secretary', { bots: botLines(bots, t) }),
    mustLinkAgain === 0
      ? null
      : t('reminders.moved.count', { count: formatNumber(mustLinkAgain, t.language) }),
    isGroupLeftBehind ? t('reminders.moved.group') : null,
  ])
}
