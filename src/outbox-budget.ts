// The plans of the bots in the words of the outbox: numbers, months, and one last message.
import { instantOf, localOf, localTime } from './domain/local-time.ts'
import { allowanceOf, type Plan } from './domain/message-budget.ts'
import { firstDayOf, monthOf, nextPeriod } from './domain/period.ts'
import type { Translators } from './i18n/translator.ts'
import type { OutboxBudget } from './outbox/budget.ts'

/** What waited for a new month does not go out in its first night. */
const morning = localTime('08:00')

export function outboxBudget(
  plans: ReadonlyMap<string, Plan>,
  zone: string,
  words: Translators,
): OutboxBudget {
  const allowances = [...plans].flatMap(([bot, plan]) => {
    const allowance = allowanceOf(plan)
    return allowance === null ? [] : [[bot, allowance] as const]
  })
  const monthAt = (now: Date) => monthOf(localOf(now, zone).date)
  return {
    allowances: new Map(allowances),
    monthOf: monthAt,
    nextMonth: (now) => instantOf(firstDayOf(nextPeriod(monthAt(now))), morning, zone),
    closingWord: {
      vi: { text: words.vi('budget.closingWord') },
      en: { text: words.en('budget.closingWord') },
    },
  }
}
