import type { App } from '../app.ts'
import { grouped } from './grouped.ts'

/**
 * Branches at work at once: the program prepares one while the database writes another. Four leave
 * the pool to those who answer.
 */
const branchesAtOnce = 4
/**
 * So many failures in a row are no branch's own trouble: the database is gone, and the next run
 * will be as good.
 */
const patience = 5

/**
 * Does `work` for each item, those of one branch in the order given; one branch's failure is
 * reported and is not another's. True: nothing was left undone.
 */
export async function forEachBranch<T extends { readonly branchId: string }>(
  app: App,
  job: string,
  items: readonly T[],
  work: (item: T) => Promise<unknown>,
  atOnce = branchesAtOnce,
): Promise<boolean> {
  const branches = [...grouped(items, ({ branchId }) => branchId).values()]
  const { tally } = app
  let [failures, inARow] = [0, 0]
  const doNext = async (): Promise<void> => {
    for (
      let branch = branches.shift();
      branch !== undefined && inARow < patience;
      branch = branches.shift()
    ) {
      for (const item of branch) {
        try {
          await work(item)
          inARow = 0
        } catch (error) {
          app.report({ code: 'branch.failed', job, branch: item.branchId, error })
          failures += 1
          inARow += 1
          // What follows in this branch may rest on what failed; the next run takes it up from
          // there.
          break
        }
      }
    }
  }
  if (tally !== undefined) {
    tally.branches += branches.length
    tally.subjects += items.length
  }
  await Promise.all(Array.from({ length: atOnce }, doNext))
  if (tally !== undefined) tally.failed += failures
  return failures === 0
}
