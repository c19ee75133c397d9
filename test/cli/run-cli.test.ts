import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from '../../src/cli/run-cli.ts'
import { rosterColumns } from '../../src/domain/roster-words.ts'
import { clonePostgresql, databaseKinds } from '../support/database.ts'
import { startStandIn } from '../support/telegram/standin.ts'

const folder = mkdtempSync(join(tmpdir(), 'tu-soi-cli-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

type Env = Readonly<Record<string, string>>
interface Result {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function tusoi(env: Env, ...argv: readonly string[]): Promise<Result> {
  const out: string[] = []
  const err: string[] = []
  const now = (): Date => new Date()
  const io = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text), now, randomBytes }
  return { code: await runCli(argv, env, io), out: out.join('\n'), err: err.join('\n') }
}

let files = 0
function file(content: string | Uint8Array, ending = 'csv'): string {
  const path = join(folder, `file-${String(++files)}.${ending}`)
  writeFileSync(path, content)
  return path
}
const fresh = (name: string): string => join(folder, `${name}-${String(++files)}`)

const heading = rosterColumns.join(',')
const branch = 'CB5,Chi bộ Tổ dân phố số 5,PAH,Đảng bộ phường An Hòa'
const roster = [
  heading,
  `${branch},Nguyễn Thị Hạnh,bí thư,chính thức,000123`,
  `${branch},"Trần ""Ba"" Lâm",đảng viên,dự bị,000124`,
  `${branch},O'Brien,member,official,000125`,
  `${branch},"=HYPERLINK(""http://x"")",member,official,000126`,
  `${branch},Phạm Văn Tín,member,exempt,000127`,
].join('\r\n')

describe('without an installation', () => {
  it.each<[string, readonly string[], number, RegExp]>([
    ['nothing', [], 0, /^tusoi \d.*\n[^]*tusoi org import FILE[^]*Exit codes/],
    ['help', ['help'], 0, /tusoi invite --branch CODE/],
    ['help of one', ['help', 'org', 'import'], 0, /^tusoi org import FILE.xlsx\|.csv\n/],
    ['help of one, as an option', ['invite', '--help'], 0, /^tusoi invite --branch CODE/],
    ['version', ['version'], 0, /^\d+\.\d+\.\d+$/],
    ['a word nobody knows', ['frobnicate', 'now'], 2, /^error usage: There is no command "frobnicate now"/],
    ['half a command', ['org'], 2, /There is no command "org"/],
    ['no file', ['org', 'import'], 2, /used so: tusoi org import FILE/],
    ['two files', ['org', 'import', 'a', 'b'], 2, /used so/],
    ['an option nobody knows', ['org', 'tree', '--deep'], 2, /used so: tusoi org tree\./],
    ['an option without its value', ['invite', '--branch'], 2, /used so: tusoi invite/],
    ['a required option missing', ['round', 'open'], 2, /used so: tusoi round open --branch CODE/],
    ['printed slips', ['invite', '--branch', 'X', '--out', 'a.docx'], 2, /later version/],
    ['another kind of file', ['invite', '--branch', 'X', '--out', 'a.txt'], 2, /ends in .csv/],
    ['another kind of template', ['org', 'template', 'a.docx'], 2, /a .csv or an .xlsx/],
    ['a file that is not there', ['org', 'import', '/nowhere.csv'], 3, /^error file-unreadable: .*ENOENT/],
    ['no bot', ['bot', 'check'], 4, /^error no-bot: No bot is configured/],
  ])('%s', async (_, argv, code, text) => {
    const result = await tusoi({ DATA_DIR: fresh('unused') }, ...argv)
    expect(`${result.out}${result.err}`).toMatch(text)
    expect(result.code).toBe(code)
    expect(code === 0 ? result.err : result.out).toBe('')
  })

  it('tells all faults of the configuration at once, and starts nothing', async () => {
    const dataDir = fresh('data')
    const { code, err } = await tusoi({ DATA_DIR: dataDir, PORT: 'x', TIME_ZONE: 'Mars/Base', NODE_ENV: 'production' }, 'org', 'tree')
    expect(code).toBe(4)
    for (const name of ['PORT', 'TIME_ZONE', 'DATABASE_URL', 'MASTER_KEY_FILE', 'TELEGRAM_BOT_TOKEN']) expect(err).toContain(`  ${name} `)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('writes templates, and over nothing', async () => {
    for (const ending of ['csv', 'xlsx']) {
      const path = `${fresh('template')}.${ending}`
      expect(await tusoi({}, 'org', 'template', path)).toMatchObject({ code: 0, err: '' })
      expect(statSync(path).size).toBeGreaterThan(50)
      expect(await tusoi({}, 'org', 'template', path)).toMatchObject({ code: 3, err: expect.stringContaining('file-exists') as string })
    }
  })

  it.each<[string, string | Uint8Array, RegExp]>([
    ['a bad row', `${roster}\n${branch},,x,official,000123`, /has 2 faults\. Nothing was imported\.[^]*line 7, full_name: is empty\n {2}line 7, role: is none of/],
    ['no UTF-8', Buffer.from(heading + '\nTr\xe0n', 'latin1'), /not text in UTF-8/],
    ['a quote left open', `${roster}\n"x`, /Line 7: A quotation mark/],
    ['nothing', '', /The file is empty/],
  ])('refuses a roster with %s before it opens anything', async (_, content, text) => {
    const dataDir = fresh('data')
    const { code, err } = await tusoi({ DATA_DIR: dataDir }, 'org', 'import', file(content))
    expect(code).toBe(3)
    expect(err).toMatch(text)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('does not print a thousand faults', async () => {
    const { err } = await tusoi({}, 'org', 'import', file([heading, ...Array.from({ length: 1000 }, () => `${branch},x,,,`)].join('\n')))
    expect(err.split('\n')).toHaveLength(52)
    expect(err).toContain('… and 2950 more.')
  })
})

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
    expect(await tusoi(env, 'migrate')).toMatchObject({ code: 0, out: 'The database is up to date.' })
    expect(await tusoi(env, 'org', 'tree')).toMatchObject({ code: 0, out: expect.stringContaining('no organisation yet') as string })

    const path = file(roster)
    const first = await tusoi(env, 'org', 'import', path)
    expect(first).toMatchObject({ code: 0, err: '' })
    expect(first.out).toMatch(/^Organisations: 2 added, 0 changed\.\nMembers: 5 added, 0 changed/)
    expect((await tusoi(env, 'org', 'import', path)).out).toMatch(/Organisations: 0 added, 0 changed\.\nMembers: 0 added, 0 changed .*, 5 as before/)
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
    expect(names.toSorted()).toEqual(["'=HYPERLINK(\"http://x\")", 'Nguyễn Thị Hạnh', "O'Brien", 'Trần "Ba" Lâm'])
    for (const [ref, , each] of rows) expect([ref, each]).toEqual([expect.stringMatching(/^00012[3-6]$/), expect.stringMatching(/^[0-9A-Z]{8}$/)])
    expect(said).not.toContain(String(rows[0]?.[2]))
    expect(statSync(out).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('prints codes, for those named too who would get none', async () => {
    const { code, out, err } = await tusoi(env, 'invite', '--branch', 'CB5', '--member', '000127', '--member', '000124')
    expect(code).toBe(0)
    expect(out).toMatch(/^000124 {2}Trần "Ba" Lâm {2}[0-9A-Z]{8}\n000127 {2}Phạm Văn Tín {3}[0-9A-Z]{8}$/)
    expect(err).toContain('works once')
  })

  it.each<[string, readonly string[], string]>([
    ['no such branch', ['invite', '--branch', 'NONE'], 'no-branch'],
    ['an organisation that is no branch', ['invite', '--branch', 'PAH'], 'no-branch'],
    ['no such member', ['invite', '--branch', 'CB5', '--member', '999'], 'no-member'],
    ['a place that is not there', ['invite', '--branch', 'CB5', '--out', join(folder, 'no', 'where.csv')], 'file-unwritable'],
  ])('says %s', async (_, argv, code) => {
    const result = await tusoi(env, ...argv)
    expect(result).toMatchObject({ code: 3, out: '' })
    expect(result.err).toMatch(new RegExp(`^error ${code}: `))
  })

  it('opens a round once', async () => {
    const opened = await tusoi(env, 'round', 'open', '--branch', 'CB5')
    expect(opened).toMatchObject({ code: 0, err: '' })
    expect(opened.out).toMatch(/^The round \d{4}-\d\d of CB5 is open for 4 members; the running service invites 0 of them\.$/)
    expect(await tusoi(env, 'round', 'open', '--branch', 'CB5')).toMatchObject({ code: 1, err: expect.stringMatching(/^error round-alreadyOpen: /) as string })
    expect(await tusoi(env, 'round', 'open', '--branch', 'NONE')).toMatchObject({ code: 3 })
  })

  it('reports who is missing, and takes a sheet as it takes a text', async () => {
    const workbook = new exceljs.Workbook()
    const sheet = workbook.addWorksheet('x')
    sheet.addRow(['Mã chi bộ', 'Tên chi bộ', 'Mã cấp trên', 'Tên cấp trên', 'Họ và tên', 'Chức vụ', 'Loại đảng viên', 'Mã đảng viên', 'Ghi chú'])
    sheet.addRow([...branch.split(','), 'Trần "Ba" Lâm', 'bí thư', 'chính thức', 124, 'x'])
    sheet.getCell('H2').numFmt = '000000'
    const { code, out, err } = await tusoi(env, 'org', 'import', file(new Uint8Array(await workbook.xlsx.writeBuffer()), 'xlsx'))
    expect(code).toBe(0)
    expect(err).toBe('Columns that are not read: Ghi chú.')
    expect(out).toMatch(/0 added, 1 changed[^]*kept as they are:[^]*CB5 {2}000125 {2}O'Brien[^]*another secretary[^]*CB5 {2}000123 {2}Nguyễn Thị Hạnh$/)
    expect((await tusoi(env, 'org', 'tree')).out).toContain('5 members')
  })

  it('refuses to go on with another key, or none, and makes none', async () => {
    const path = join(env['DATA_DIR'] ?? '', 'master.key')
    const key = readFileSync(path)
    const other = file(randomBytes(32), 'key')
    expect(await tusoi({ ...env, MASTER_KEY_FILE: other }, 'org', 'tree')).toMatchObject({ code: 4, err: expect.stringMatching(/^error wrong-key: /) as string })
    rmSync(path)
    expect(await tusoi(env, 'org', 'tree')).toMatchObject({ code: 4, err: expect.stringMatching(/^error key-lost: /) as string })
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
    expect(out).toMatch(kind === 'embedded' ? /warn {2}database {8}is the embedded one: for trying out only/ : /ok {4}database {8}PostgreSQL 1\d/)
    expect([code, out]).toEqual([out.includes('\nfail ') ? 1 : 0, out])
  })

  it('shows the doctor another key', async () => {
    const { code, out } = await tusoi({ ...env, MASTER_KEY_FILE: file(randomBytes(32), 'key') }, 'doctor')
    expect(code).toBe(1)
    expect(out).toMatch(/fail {2}key {13}is NOT the one/)
    expect(out).toMatch(/warn {2}key {13}.*can be read by others/)
  })
})

describe('the doctor', () => {
  it('finds nothing to fear in an empty place, and leaves it empty', async () => {
    const dataDir = fresh('data')
    const { out } = await tusoi({ DATA_DIR: dataDir }, 'doctor')
    expect(out).toMatch(/ok {4}data directory {2}.* will be made at the first start/)
    expect(out).toMatch(/warn {2}database {8}will be the embedded one/)
    expect(existsSync(dataDir)).toBe(false)
  })

  it('lists every fault of the configuration', async () => {
    const { code, out } = await tusoi({ PORT: 'x', LOG_LEVEL: 'y' }, 'doctor')
    expect(code).toBe(1)
    expect(out).toMatch(/fail {2}configuration {3}PORT is not a port[^]*fail {2}configuration {3}LOG_LEVEL/)
  })

  it('says that a key is missing, a database does not answer and a place cannot be written', async () => {
    const env = { DATA_DIR: '/dev/null/nowhere', MASTER_KEY_FILE: '/nowhere/kek', DATABASE_URL: 'postgresql://tusoi:canary@127.0.0.1:9/tusoi' }
    const { code, out } = await tusoi(env, 'doctor')
    expect(code).toBe(1)
    expect(out).toMatch(/fail {2}data directory[^]*fail {2}key {13}There is no master key file[^]*fail {2}database {8}PostgreSQL does not answer/)
    expect(out).not.toContain('canary')
  })

  it.each<[string, Env, RegExp]>([
    ['plain http', { PUBLIC_URL: 'http://127.0.0.1:3000' }, /warn {2}public address {2}http:\/\/127.0.0.1:3000 can be reached from this machine only/],
    ['a port nobody calls', { PUBLIC_URL: 'https://tusoi.example:3000' }, /warn {2}public address .*443, 80, 88 and 8443/],
    ['a good address', { PUBLIC_URL: 'https://tusoi.example' }, /ok {4}public address {2}https:\/\/tusoi.example/],
    ['none', {}, /ok {4}public address {2}PUBLIC_URL is not set/],
  ])('judges %s', async (_, env, text) => {
    expect((await tusoi({ DATA_DIR: fresh('data'), ...env }, 'doctor')).out).toMatch(text)
  })
})

describe('a database that cannot be had', () => {
  it.each<[string, Env, string]>([
    ['nobody listens', { DATABASE_URL: 'postgresql://tusoi:canary@127.0.0.1:9/tusoi' }, 'unreachable'],
    ['a directory that cannot be', { DATA_DIR: '/dev/null/nowhere' }, 'unwritable-data-dir'],
  ])('%s', async (_, env, code) => {
    const result = await tusoi({ DATA_DIR: fresh('data'), ...env }, 'org', 'tree')
    expect(result.code).toBe(5)
    expect(result.err).toMatch(new RegExp(`^error ${code}: .*Nothing was changed`))
    expect(result.err).not.toContain('canary')
  })

  it('is said to be in use while the service has it open', async () => {
    const { connect } = await import('../../src/database/connect.ts')
    const dataDir = fresh('data')
    const database = await connect({ dataDir })
    const result = await tusoi({ DATA_DIR: dataDir }, 'org', 'tree')
    const doctor = await tusoi({ DATA_DIR: dataDir }, 'doctor')
    await database.close()
    expect(result).toMatchObject({ code: 5, err: expect.stringMatching(/^error data-dir-in-use: Process \d+ .*is using the data directory/) as string })
    expect(doctor.out).toMatch(/warn {2}database {8}cannot be looked at while it is in use/)
  })
})

describe('bots', () => {
  it('are asked for by their token', async () => {
    const standIn = await startStandIn({ token: '1:good', username: 'tu_soi_bot' })
    const env = { TELEGRAM_API_ROOT: standIn.apiRoot, DATA_DIR: fresh('data') }
    expect(await tusoi({ ...env, TELEGRAM_BOT_TOKEN: '1:good' }, 'bot', 'check')).toEqual({ code: 0, out: 'telegram is @tu_soi_bot', err: '' })
    const refused = await tusoi({ ...env, TELEGRAM_BOT_TOKEN: '1:canary' }, 'bot', 'check')
    expect(refused).toMatchObject({ code: 1, err: 'telegram: the platform does not know this token. Copy it anew from @BotFather.' })
    await standIn.close()
    expect(await tusoi({ ...env, TELEGRAM_BOT_TOKEN: '1:good' }, 'bot', 'check')).toMatchObject({ code: 1, err: expect.stringContaining('does not answer') as string })
    expect((await tusoi({ ...env, TELEGRAM_BOT_TOKEN: '1:good' }, 'doctor')).out).toMatch(/fail {2}bots {12}telegram: the platform does not answer/)
  })
})

it('keys are kept from others: the doctor says so', async () => {
  const key = file(randomBytes(32), 'key')
  const look = async (): Promise<string> => (await tusoi({ DATA_DIR: fresh('data'), MASTER_KEY_FILE: key }, 'doctor')).out
  chmodSync(key, 0o640)
  expect(await look()).toMatch(/warn {2}key .*chmod 600/)
  chmodSync(key, 0o400)
  expect(await look()).toMatch(/ok {4}key .*fingerprint [0-9a-f]{8}/)
})
