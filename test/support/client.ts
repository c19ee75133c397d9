// Before any test: the Prisma client exists, also in a clone in which nothing was built.
import { ensureClient } from '../../scripts/build.mjs'

export function setup(): void {
  ensureClient()
}
