import type { App } from '../app.ts'
import { closeRounds } from '../usecases/close-rounds.ts'
import { dropStale } from '../usecases/drop-stale.ts'
import { followMonths } from '../usecases/follow-months.ts'
import { keepQuiet } from '../usecases/keep-quiet.ts'
import { planMeetings } from '../usecases/plan-meetings.ts'
import { remindRemedies } from '../usecases/remind-remedies.ts'
import { remindTasks } from '../usecases/remind-tasks.ts'
import { renewBots } from '../usecases/renew-bots.ts'
import { settleSlots } from '../usecases/settle-slots.ts'
import { tellLapsed } from '../usecases/tell-lapsed.ts'
import { tellMoved } from '../usecases/tell-moved.ts'
import { tellSuccessors } from '../usecases/tell-successors.ts'
import { tellSummaries } from '../usecases/tell-summaries.ts'
import { tellUndelivered } from '../usecases/tell-undelivered.ts'
import { tellUnheard } from '../usecases/tell-unheard.ts'
import { tellUnknown } from '../usecases/tell-unknown.ts'
import { tidy } from '../usecases/tidy.ts'
import { watchBudgets } from '../usecases/watch-budgets.ts'

/** A recurring job: does what is due and not yet done. */
export interface Job {
  readonly name: string
  /**
   * In UTC: the cron only says how often to look; what is due is decided by rows and each branch's
   * own zone.
   */
  readonly cron: string
  readonly run: (app: App) => Promise<void>
}

/**
 * In the order in which they run when several are due: what closes before what opens, what is said
 * before how it fared.
 */
export const timetable: readonly Job[] = [
  // First, so that what follows in a tight month is already merged.
  { name: 'watch-budgets', cron: '*/5 * * * *', run: watchBudgets },
  { name: 'keep-quiet', cron: '* * * * *', run: keepQuiet },
  { name: 'plan-meetings', cron: '*/10 * * * *', run: planMeetings },
  { name: 'drop-stale', cron: '* * * * *', run: dropStale },
  { name: 'close-rounds', cron: '* * * * *', run: closeRounds },
  { name: 'tell-summaries', cron: '* * * * *', run: tellSummaries },
  { name: 'follow-months', cron: '* * * * *', run: followMonths },
  { name: 'tell-successors', cron: '* * * * *', run: tellSuccessors },
  { name: 'remind-remedies', cron: '*/5 * * * *', run: remindRemedies },
  { name: 'remind-tasks', cron: '*/5 * * * *', run: remindTasks },
  { name: 'tell-unknown', cron: '* * * * *', run: tellUnknown },
  { name: 'tell-undelivered', cron: '* * * * *', run: tellUndelivered },
  { name: 'tell-unheard', cron: '*/5 * * * *', run: tellUnheard },
  { name: 'tell-lapsed', cron: '*/5 * * * *', run: tellLapsed },
  { name: 'tell-moved', cron: '*/5 * * * *', run: tellMoved },
  { name: 'settle-slots', cron: '*/5 * * * *', run: settleSlots },
  // Access tokens live for a day, refresh tokens for three months: several tries before either is
  // over.
  { name: 'renew-bots', cron: '25 */6 * * *', run: renewBots },
  // 03:40 in Viet Nam, when nobody is served.
  { name: 'tidy', cron: '40 20 * * *', run: tidy },
]
