import { openRound } from '../../usecases/open-round.ts'
import type { Command } from '../command.ts'
import { openApp } from '../compose/open-app.ts'
import { withInstallation } from '../compose/installation.ts'
import { exitCode } from '../exit-code.ts'
import { Failure } from '../failure.ts'
import { requireBranch } from '../require-branch.ts'
import { texts } from '../texts.ts'

export const roundOpen: Command = {
  name: 'round open',
  usage: '--branch CODE',
  about: "Opens the month's round of a branch now instead of on its day.",
  argumentCount: 0,
  options: { branch: { type: 'string' } },
  required: ['branch'],
  async run({ options, io, env }) {
    await withInstallation(env, async (opened) => {
      const { id, code } = await requireBranch(opened.database, options['branch'])
      const opening = await openRound(
        openApp(opened, () => io.now()),
        id,
      )
      if (opening.kind === 'refused')
        throw new Failure(
          exitCode.failed,
          `round-${opening.reason}`,
          texts.roundRefused[opening.reason],
        )
      io.out(texts.roundOpened(code, opening.round.period, opening.roster, opening.invited))
    })
    return exitCode.ok
  },
}
