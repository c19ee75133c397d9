// Whom the assistant may not write to any more, by name; nothing else of them.
import { message, type Moment } from '../../conversation/turn.ts'
import { formatNumber } from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'

/** The list of a large branch is cut, the number stays true. */
const shownNames = 40

export function unheardScreen(names: readonly string[], { t }: Moment): Outbound {
  const lines = names.slice(0, shownNames).map((name) => `– ${name}`)
  const more =
    names.length > shownNames ? [t('participation.more', { count: names.length - shownNames })] : []
  const head = t('reminders.unheard.head', { count: formatNumber(names.length, t.language) })
  return message([head, [...lines, ...more].join('\n'), t('reminders.unheard.todo')])
}
