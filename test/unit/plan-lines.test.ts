import { expect, it } from 'vitest'
import { planLines } from '../../src/cli/plan-lines.ts'
import { period } from '../../src/domain/period.ts'
import type { BotBudget } from '../../src/store/budgets.ts'

const budget: BotBudget = {
  bot: 'zalo-bot',
  plan: { people: 50, groups: 3, messagesPerMonth: 3000 },
  month: period('2026-11'),
  used: 1204,
  expected: 1450,
  level: 'free',
  people: 45,
  groups: 2,
  branches: [],
}
const forecast = { prompts: 90, groupNotices: 7, officers: 3, replies: 700, total: 800 }

it('says what a plan allows, what is used, and what the coming month will need', () => {
  const next: BotBudget = {
    ...budget,
    month: period('2026-12'),
    used: 0,
    expected: 1600,
    branches: [{ branchId: '', branch: 'Chi bộ 5', forecast }],
  }
  expect(planLines(budget, next).split('\n')).toEqual([
    'zalo-bot: 45 people (plan: 50), 2 groups (plan: 3), messages a month: 3,000',
    '  2026-11: 1,204 sent, 1,450 expected in all (48 %), free',
    '  2026-12: 1,600 expected (53 %)',
    '    Chi bộ 5: 800 (90 reminders, 7 to the group, 3 to officers, 700 replies)',
  ])
})

it('has no share where there is no limit', () => {
  const open = { ...budget, plan: { people: 50 } }
  expect(planLines(open, open).split('\n').slice(0, 2)).toEqual([
    'zalo-bot: 45 people (plan: 50), 2 groups (plan: no limit), messages a month: no limit',
    '  2026-11: 1,204 sent, 1,450 expected in all, free',
  ])
})
