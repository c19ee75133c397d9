import { findBranch } from '../store/organisations.ts'
import type { BranchLine } from '../store/organisations.ts'
import type { Opened } from './compose/installation.ts'
import { exitCode } from './exit-code.ts'
import { Failure } from './failure.ts'
import { texts } from './texts.ts'

/** The branch that `--branch` names. */
export async function requireBranch(
  database: Opened['database'],
  option: string | true | readonly string[] | undefined,
): Promise<BranchLine> {
  const code = String(option)
  const branch = await findBranch(database, code)
  if (branch) return branch
  throw new Failure(exitCode.badInput, 'no-branch', texts.noBranch(code))
}
