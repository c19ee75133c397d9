// What `bot check` says of a bot's plan: allowed, used, expected.
import type { BotBudget } from '../store/budgets.ts'

const count = (value: number): string => value.toLocaleString('en-US')
const most = (limit: number | undefined): string =>
  limit === undefined ? 'no limit' : count(limit)

function share(expected: number, limit: number | undefined): string {
  return limit === undefined || limit === 0
    ? ''
    : ` (${String(Math.round((expected / limit) * 100))} %)`
}

/** The month as it is and the month to come, a line for each branch's part in what is to come. */
export function planLines(
  { bot, plan, month, used, expected, level, people, groups }: BotBudget,
  next: BotBudget,
): string {
  const { people: mostPeople, groups: mostGroups, messagesPerMonth: limit } = plan
  return [
    `${bot}: ${count(people)} people (plan: ${most(mostPeople)}), ${count(groups)} groups ` +
      `(plan: ${most(mostGroups)}), ` +
      `messages a month: ${most(limit)}`,
    `  ${month}: ${count(used)} sent, ${count(expected)} expected in ` +
      `all${share(expected, limit)}, ${level}`,
    `  ${next.month}: ${count(next.expected)} expected${share(next.expected, limit)}`,
    ...next.branches.map(
      ({ branch, forecast: { prompts, groupNotices, officers, replies, total } }) => {
        return (
          `    ${branch}: ${count(total)} (${count(prompts)} reminders, ` +
          `${count(groupNotices)} to the group, ` +
          `${count(officers)} to officers, ${count(replies)} replies)`
        )
      },
    ),
  ].join('\n')
}
