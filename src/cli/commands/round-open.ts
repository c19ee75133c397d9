import type { Command } from '../command.ts'
import { withInstallation } from '../compose.ts'
import { exitCode } from '../exit-code.ts'
import { openRoundNow } from '../open-round.ts'
import { requireBranch } from '../require-branch.ts'
import { texts } from '../texts.ts'

export const roundOpen: Command = {
  name: 'round open',
  usage: '--branch CODE',
  about: 'Opens the month\'s round of a branch now instead of on its day.',
  argumentCount: 0,
  options: { branch: { type: 'string' } },
  required: ['branch'],
  async run({ options, io, env }) {
    await withInstallation(env, async (opened) => {
      const branch = await requireBranch(opened.database, options['branch'])
      const { invited } = await openRoundNow(opened, branch.id, io.now())
      io.out(texts.roundOpened(branch.code, invited))
    })
    return exitCode.ok
  },
}
