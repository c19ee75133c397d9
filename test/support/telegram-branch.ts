// A branch at the stand-in: a roster by `tusoi`, a secretary who gives the meeting day and binds
// the group.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from './live-service.ts'
import { tusoi } from './service-process.ts'
import type { Group } from './telegram/group.ts'
import type { TelegramMember } from './telegram-member.ts'
import { today } from './today.ts'

export interface RosterLine {
  readonly branch: string
  readonly ref: string
  readonly role: 'secretary' | 'member'
}

const header = 'branch_code,branch_name,parent_code,parent_name,full_name,role,status,member_ref'

/**
 * Imports the roster and gives everybody's code, by `member_ref`, as an operator would: all by
 * `tusoi`.
 */
export function invites(
  env: Readonly<Record<string, string>>,
  folder: string,
  roster: readonly RosterLine[],
): ReadonlyMap<string, string> {
  const rows = roster.map(
    ({ branch, ref, role }) =>
      `${branch},Chi bộ ${branch},,,Đảng viên Số ${ref},${role},official,${ref}`,
  )
  writeFileSync(join(folder, 'roster.csv'), [header, ...rows].join('\n'))
  tusoi(env, 'org', 'import', join(folder, 'roster.csv'))
  const branches = [...new Set(roster.map(({ branch }) => branch))]
  return new Map(
    branches.flatMap((branch) => {
      const out = join(folder, `${branch}.csv`)
      tusoi(env, 'invite', '--branch', branch, '--out', out)
      return readFileSync(out, 'utf8')
        .replace('\uFEFF', '')
        .trim()
        .split(/\r?\n/u)
        .slice(1)
        .map((line) => {
          const [ref = '', , code = ''] = line.split(',')
          return [ref, code] as const
        })
    }),
  )
}

/** As it is typed to the assistant: `dd/mm` of the day so many days ahead. */
export function localDay(days: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: '2-digit', month: '2-digit' }).format(
    new Date(today().getTime() + days * 86_400_000),
  )
}

/** The secretary, just linked, gives a meeting in a week, and binds the group. */
export async function setsUp(
  secretary: TelegramMember,
  group: Group,
  timeZone: string,
): Promise<void> {
  const { person } = secretary
  for (const typed of ['Tự đặt', localDay(7, timeZone), '19 giờ 30', 'bỏ qua']) {
    const last = person.messages().length
    person.says(typed)
    await eventually(() => person.messages().length > last)
  }
  person.says('/nhom')
  // An invitation may come in between: the month has just begun.
  const typed = (): string | undefined =>
    person
      .messages()
      .map(({ text }) => /\/nhom \w{8}/u.exec(text)?.[0])
      .findLast((found) => found !== undefined)
  await eventually(() => typed() !== undefined)
  person.says(typed() ?? '', { in: group })
  await eventually(() => group.messages().length > 0)
}
