// The small change of every job: the terms it posts under, the words it speaks in, and one branch's failure not being another's.
import type { App } from '../app.ts'
import type { Moment } from '../conversation/turn.ts'
import type { Posting } from '../store/reminders.ts'

/** What is queued and claimed at one moment of a job. */
export function postingOf({ keyring, id }: App, now: Date): Posting {
  return { keyring, now, id }
}

/** The moment as the screens of the conversation take it, in somebody's language. */
export function speaking(app: App, language: 'vi' | 'en', now: Date): Moment {
  return { now, t: app.words[language], library: app.library, code: app.code }
}

/** So many failures in a row are no branch's own trouble: the database is gone, and the next run will be as good. */
const patience = 5

/** Does `work` for each, one after another, and reports a failure instead of throwing. True: nothing was left undone. */
export async function forEachBranch<T extends { readonly branchId: string }>(
  app: App, job: string, items: readonly T[], work: (item: T) => Promise<unknown>,
): Promise<boolean> {
  let [failures, inARow] = [0, 0]
  for (const item of items) {
    try {
      await work(item)
      inARow = 0
    } catch (error) {
      app.report({ code: 'branchFailed', job, branch: item.branchId, error })
      failures += 1
      inARow += 1
      if (inARow >= patience) return false
    }
  }
  return failures === 0
}
