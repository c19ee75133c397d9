// The command line as it is started: a process of its own, of what was built.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ensureBuilt, root } from '../../scripts/build.mjs'

const folder = mkdtempSync(join(tmpdir(), 'tu-soi-process-'))
beforeAll(() => {
  ensureBuilt()
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

interface Result {
  readonly code: number
  readonly out: string
  readonly err: string
}

function tusoi(env: Readonly<Record<string, string>>, ...argv: readonly string[]): Promise<Result> {
  const args = [join(root, 'dist/cli/main.js'), ...argv]
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      args,
      { env: { ...env, PATH: '' }, cwd: folder },
      (_, out, err) => {
        resolve({ code: child.exitCode ?? -1, out, err })
      },
    )
  })
}

it('says what it can, and its exit code what became of it', async () => {
  expect(await tusoi({}, 'version')).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
  })
  expect(await tusoi({}, 'nonsense')).toMatchObject({ code: 2, out: '' })
  expect(await tusoi({ PORT: 'x' }, 'org', 'tree')).toMatchObject({
    code: 4,
    err: expect.stringContaining('PORT is not a port') as string,
  })
})

it('ends by itself, with what it printed, after a command that opened a database and asked a platform', async () => {
  const heading = 'branch_code,branch_name,parent_code,parent_name,full_name,role,status,member_ref'
  writeFileSync(
    join(folder, 'roster.csv'),
    `${heading}\nCB5,Chi bộ 5,,,Trần Văn Lâm,bí thư,chính thức,A1\n`,
  )
  const env = {
    DATA_DIR: join(folder, 'data'),
    TELEGRAM_BOT_TOKEN: '1:x',
    TELEGRAM_API_ROOT: 'http://127.0.0.1:9',
  }
  expect(await tusoi(env, 'org', 'import', 'roster.csv')).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('1 added') as string,
  })
  expect((await tusoi(env, 'invite', '--branch', 'CB5')).out).toMatch(
    /^A1 {2}Trần Văn Lâm {2}[0-9A-Z]{8}\n$/,
  )
  const { code, out } = await tusoi(env, 'doctor')
  expect(code).toBe(1)
  expect(out).toMatch(/fail {2}bots {12}telegram: the platform does not answer/)
})
