import { organisationTree } from '../../store/organisations.ts'
import type { OrganisationLine } from '../../store/organisations.ts'
import type { Command } from '../command.ts'
import { withInstallation } from '../compose/installation.ts'
import { exitCode } from '../exit-code.ts'
import { texts } from '../texts.ts'

export const orgTree: Command = {
  name: 'org tree',
  usage: '',
  about: 'Shows the organisations, and of each branch how many members have a chat account.',
  argumentCount: 0,
  async run({ io, env }) {
    const lines = await withInstallation(env, ({ database }) => organisationTree(database))
    io.out(lines.length === 0 ? texts.emptyTree : lines.map(show).join('\n'))
    return exitCode.ok
  },
}

function show({ depth, code, name, members, exempt, linked }: OrganisationLine): string {
  const counts = [
    `${String(members)} members`,
    ...(exempt > 0 ? [`${String(exempt)} exempt`] : []),
    `${String(linked)} linked`,
  ]
  return `${'  '.repeat(depth)}${code}  ${name}${members > 0 ? `  (${counts.join(', ')})` : ''}`
}
