import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import exceljs from 'exceljs'
import JSZip from 'jszip'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clonePostgresql, databaseKinds } from '../support/database.ts'
import { branch, file, folder, fresh, roster, tusoi } from './tusoi.ts'
import type { Env } from './tusoi.ts'

describe.each(databaseKinds)('an installation (%s)', (kind) => {
  let env: Env
  let drop = (): Promise<void> => Promise.resolve()
  beforeAll(async () => {
    const clone = kind === 'postgresql' ? await clonePostgresql('nothing') : undefined
    env = { DATA_DIR: fresh('data'), ...(clone && { DATABASE_URL: clone.url }) }
    drop = clone?.drop ?? drop
  })
  afterAll(() => drop())

  it('is migrated, takes a roster, shows its tree and gives out codes', async () => {
    const migrated = await tusoi(env, 'migrate')
    expect(migrated).toMatchObject({ code: 0, err: '' })
    expect(migrated.out).toMatch(/^Applied: 0001/)
    expect(await tusoi(env, 'migrate')).toMatchObject({
      code: 0,
      out: 'The database is up to date.',
    })
    expect(await tusoi(env, 'org', 'tree')).toMatchObject({
      code: 0,
      out: expect.stringContaining('no organisation yet') as string,
    })

    const path = file(roster)
    const first = await tusoi(env, 'org', 'import', path)
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/^Organisations: 2 added, 0 changed\.\nMembers: 5 added, 0 changed/)
    expect((await tusoi(env, 'org', 'import', path)).out).toMatch(
      /Organisations: 0 added, 0 changed\.\nMembers: 0 added, 0 changed .*, 5 as before/,
    )
    expect((await tusoi(env, 'org', 'tree')).out).toBe(
      'PAH  Đảng bộ phường An Hòa\n  CB5  Chi bộ Tổ dân phố số 5  (5 members, 1 exempt, 0 linked)',
    )
  })

  it('writes codes to a file that a parser reads and only its owner can', async () => {
    const out = `${fresh('codes')}.csv`
    const { code, out: said } = await tusoi(env, 'invite', '--branch', 'cb5', '--out', out)
    expect(code).toBe(0)
    expect(said).toContain('Wrote 4 codes')
    const [first, ...rows] = parse(readFileSync(out), { bom: true })
    expect(first).toEqual(['member_ref', 'full_name', 'code'])
    const names = rows.map(([, name]) => name)
    expect(names.toSorted()).toEqual([
      '\'=HYPERLINK("http://x")',
      'Nguyễn Thị Hạnh',
      "O'Brien",
      'Trần "Ba" Lâm',
    ])
    for (const [ref, , each] of rows)
      expect([ref, each]).toEqual([
        expect.stringMatching(/^00012[3-6]$/),
        expect.stringMatching(/^[0-9A-Z]{8}$/),
      ])
    expect(said).not.toContain(String(rows[0]?.[2]))
    expect(statSync(out).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('writes slips to cut out, with the codes and a private file', async () => {
    const out = `${fresh('slips')}.docx`
    expect(await tusoi(env, 'invite', '--branch', 'CB5', '--out', out)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Wrote 4 codes') as string,
    })
    const xml = await (
      await JSZip.loadAsync(readFileSync(out))
    )
      .file('word/document.xml')
      ?.async('string')
    expect(xml?.match(/>[0-9A-Z]{4} [0-9A-Z]{4}</gu)).toHaveLength(4)
    expect(xml).toContain('>=HYPERLINK(&quot;http://x&quot;)<')
    expect(statSync(out).mode & 0o777).toBe(0o600)
  })

  it('prints codes, for those named too who would get none', async () => {
    const { code, out, err } = await tusoi(
      env,
      'invite',
      '--branch',
      'CB5',
      '--member',
      '000127',
      '--member',
      '000124',
    )
    expect(code).toBe(0)
    expect(out).toMatch(
      /^000124 {2}Trần "Ba" Lâm {2}[0-9A-Z]{8}\n000127 {2}Phạm Văn Tín {3}[0-9A-Z]{8}$/,
    )
    expect(err).toContain('works once')
  })

  it.each<[string, readonly string[], string]>([
    ['no such branch', ['invite', '--branch', 'NONE'], 'no-branch'],
    ['an organisation that is no branch', ['invite', '--branch', 'PAH'], 'no-branch'],
    ['no such member', ['invite', '--branch', 'CB5', '--member', '999'], 'no-member'],
    [
      'a place that is not there',
      ['invite', '--branch', 'CB5', '--out', join(folder, 'no', 'where.csv')],
      'file-unwritable',
    ],
  ])('says %s', async (_, argv, code) => {
    const result = await tusoi(env, ...argv)
    expect(result).toMatchObject({ code: 3, out: '' })
    expect(result.err).toMatch(new RegExp(`^error ${code}: `))
  })

  it('opens a round once', async () => {
    const opened = await tusoi(env, 'round', 'open', '--branch', 'CB5')
    expect(opened).toMatchObject({ code: 0, err: '' })
    expect(opened.out).toMatch(
      /^The round \d{4}-\d\d of CB5 is open for 4 members; the running service invites 0 of them\.$/,
    )
    expect(await tusoi(env, 'round', 'open', '--branch', 'CB5')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^error round-alreadyOpen: /) as string,
    })
    expect(await tusoi(env, 'round', 'open', '--branch', 'NONE')).toMatchObject({ code: 3 })
  })

  it('reports who is missing, and takes a sheet as it takes a text', async () => {
    const workbook = new exceljs.Workbook()
    const sheet = workbook.addWorksheet('x')
    sheet.addRow([
      'Mã chi bộ',
      'Tên chi bộ',
      'Mã cấp trên',
      'Tên cấp trên',
      'Họ và tên',
      'Chức vụ',
      'Loại đảng viên',
      'Mã đảng viên',
      'Ghi chú',
    ])
    sheet.addRow([...branch.split(','), 'Trần "Ba" Lâm', 'bí thư', 'chính thức', 124, 'x'])
    sheet.getCell('H2').numFmt = '000000'
    const { code, out, err } = await tusoi(
      env,
      'org',
      'import',
      file(new Uint8Array(await workbook.xlsx.writeBuffer()), 'xlsx'),
    )
    expect(code).toBe(0)
    expect(err).toBe('Columns that are not read: Ghi chú.')
    expect(out).toMatch(
      /0 added, 1 changed[^]*kept as they are:[^]*CB5 {2}000125 {2}O'Brien[^]*another secretary[^]*CB5 {2}000123 {2}Nguyễn Thị Hạnh$/,
    )
    expect((await tusoi(env, 'org', 'tree')).out).toContain('5 members')
  })

  it('refuses to go on with another key, or none, and makes none', async () => {
    const path = join(env['DATA_DIR'] ?? '', 'master.key')
    const key = readFileSync(path)
    const other = file(randomBytes(32), 'key')
    expect(await tusoi({ ...env, MASTER_KEY_FILE: other }, 'org', 'tree')).toMatchObject({
      code: 4,
      err: expect.stringMatching(/^error wrong-key: /) as string,
    })
    rmSync(path)
    expect(await tusoi(env, 'org', 'tree')).toMatchObject({
      code: 4,
      err: expect.stringMatching(/^error key-lost: /) as string,
    })
    expect(existsSync(path)).toBe(false)
    writeFileSync(path, key, { mode: 0o400 })
    expect((await tusoi(env, 'org', 'tree')).code).toBe(0)
  })

  it('is looked at by the doctor, who changes nothing', async () => {
    const { code, out } = await tusoi(env, 'doctor')
    expect(out).toMatch(/^ok {4}node /)
    expect(out).toMatch(/ok {4}migrations {6}are all applied/)
    expect(out).toMatch(/ok {4}key {13}is the one this installation was made with/)
    expect(out).toMatch(/ok {4}roster {10}1 branch, 5 members, 0 linked/)
    expect(out).toMatch(/ok {4}outbox {10}nothing is stuck/)
    expect(out).toMatch(
      kind === 'embedded'
        ? /warn {2}database {8}is the embedded one: for trying out only/
        : /ok {4}database {8}PostgreSQL 1\d/,
    )
    expect([code, out]).toEqual([out.includes('\nfail ') ? 1 : 0, out])
  })

  it('shows the doctor another key', async () => {
    const { code, out } = await tusoi(
      { ...env, MASTER_KEY_FILE: file(randomBytes(32), 'key') },
      'doctor',
    )
    expect(code).toBe(1)
    expect(out).toMatch(/fail {2}key {13}is NOT the one/)
    expect(out).toMatch(/warn {2}key {13}.*can be read by others/)
  })
})
