import type { Command } from './command.ts'

/** What there is, one command a line. */
export function helpText(commands: readonly Command[], version: string): string {
  const own = [
    { name: 'help', usage: '[COMMAND]', about: 'Shows this, or one command.' },
    { name: 'version', usage: '', about: 'Shows the version.' },
  ]
  const lines = [...commands, ...own].flatMap(({ name, usage, about }) => [
    `  tusoi ${name} ${usage}`.trimEnd(),
    `      ${about}`,
  ])
  return [`tusoi ${version}: the operator's commands of Tự soi`, '', ...lines, '', ...exits].join(
    '\n',
  )
}

export function commandHelp({ name, usage, about }: Command): string {
  return [`tusoi ${name} ${usage}`.trimEnd(), about].join('\n')
}

const exits = [
  'Exit codes: 0 done, 1 failed, 2 wrong usage, 3 bad input (nothing was taken in), 4 ' +
    'configuration or key, 5 database.',
  "Configuration comes from the same environment variables as the service's; see " +
    'docs/operating.md.',
]
