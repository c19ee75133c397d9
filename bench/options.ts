import { parseArgs } from 'node:util'

export const parts = ['updates', 'broadcast', 'summary', 'memory'] as const
export type PartName = (typeof parts)[number]

export interface Options {
  readonly parts: readonly PartName[]
  /** How long each figure of `updates` is measured. */
  readonly seconds: number
  readonly members: number
  /** Where the figures go as JSON. */
  readonly json?: string
  /** A folder for the service's CPU profiles, one a run. */
  readonly profile?: string
}

export const usage = `npm run bench -- [--only ${parts.join('|')}] [--seconds 10] [--members 300] [--json FILE] [--profile FOLDER]`

/** Throws with what is wrong. `--only` may be given more than once. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { ...text, multiple: true },
      seconds: { ...text, default: '10' },
      members: { ...text, default: '300' },
      json: text,
      profile: text,
    },
  })
  const only = values.only ?? parts
  const unknown = only.find((name) => !parts.some((part) => part === name))
  if (unknown !== undefined) throw new Error(`--only ${unknown} is none of ${parts.join(', ')}`)
  return {
    parts: parts.filter((part) => only.includes(part)),
    seconds: countOf('seconds', values.seconds),
    members: countOf('members', values.members),
    ...(values.json !== undefined && { json: values.json }),
    ...(values.profile !== undefined && { profile: values.profile }),
  }
}

function countOf(name: string, given: string): number {
  const count = Number(given)
  if (!Number.isInteger(count) || count < 1) throw new Error(`--${name} is a whole number above 0`)
  return count
}
