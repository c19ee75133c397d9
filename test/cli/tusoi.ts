// The command line called in this process, and a folder for the files it reads and writes.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCli } from '../../src/cli/run-cli.ts'
import { rosterColumns } from '../../src/domain/roster-words.ts'
import { today } from '../support/today.ts'

/** Of this worker, whose files share it: it goes with the process. */
export const folder = mkdtempSync(join(tmpdir(), 'tu-soi-cli-'))
process.on('exit', () => {
  rmSync(folder, { recursive: true, force: true })
})

export type Env = Readonly<Record<string, string>>
export interface Result {
  readonly code: number
  readonly out: string
  readonly err: string
}

export async function tusoi(env: Env, ...argv: readonly string[]): Promise<Result> {
  const out: string[] = []
  const err: string[] = []
  const ask = (): Promise<undefined> => Promise.resolve(undefined)
  const io = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    now: today,
    ask,
    randomBytes,
  }
  return { code: await runCli(argv, env, io), out: out.join('\n'), err: err.join('\n') }
}

let files = 0
export function file(content: string | Uint8Array, ending = 'csv'): string {
  const path = join(folder, `file-${String(++files)}.${ending}`)
  writeFileSync(path, content)
  return path
}

/** A path where nothing is yet. */
export function fresh(name: string): string {
  return join(folder, `${name}-${String(++files)}`)
}

export const heading = rosterColumns.join(',')
export const branch = 'CB5,Chi bộ Tổ dân phố số 5,PAH,Đảng bộ phường An Hòa'
export const roster = [
  heading,
  `${branch},Nguyễn Thị Hạnh,bí thư,chính thức,000123`,
  `${branch},"Trần ""Ba"" Lâm",đảng viên,dự bị,000124`,
  `${branch},O'Brien,member,official,000125`,
  `${branch},"=HYPERLINK(""http://x"")",member,official,000126`,
  `${branch},Phạm Văn Tín,member,exempt,000127`,
].join('\r\n')
