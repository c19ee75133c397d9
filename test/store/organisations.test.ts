import { randomBytes } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { sql } from '../../src/database/statement.ts'
import { checkRoster } from '../../src/domain/roster.ts'
import type { RosterPlan } from '../../src/domain/roster.ts'
import { rosterColumns } from '../../src/domain/roster-words.ts'
import { createKeyring } from '../../src/sealing/keyring.ts'
import { issueMemberCodes } from '../../src/store/codes.ts'
import { lookups } from '../../src/store/contexts.ts'
import {
  claimKey,
  readKeyStanding,
  readOutboxStanding,
  readServer,
} from '../../src/store/installation.ts'
import { findBranch, importRoster, organisationTree } from '../../src/store/organisations.ts'
import { emptyTables, onEveryDatabase } from '../support/database.ts'

const keyring = createKeyring(randomBytes(32))
const moment = { now: new Date('2026-11-20T02:00:00Z'), timeZone: 'Asia/Ho_Chi_Minh' }

/** `CB5 A1 "Trần Văn Lâm" secretary official`, parted by `|`. */
function plan(...rows: string[]): RosterPlan {
  const cells = rows.map((row) => {
    const [branch = '', ref = '', name = '', role = 'member', status = 'official', parent = 'PAH'] =
      row.split('|')
    return [branch, `Tổ chức ${branch}`, parent, `Tổ chức ${parent}`, name, role, status, ref]
  })
  const check = checkRoster(
    [rosterColumns, ...cells].map((each, index) => ({ line: index + 1, cells: each })),
  )
  if (!check.ok) throw new Error(JSON.stringify(check.faults))
  return check.plan
}

onEveryDatabase('the roster', (open) => {
  let database: Database
  beforeAll(async () => {
    ;({ database } = await open())
  })
  afterEach(() => emptyTables(database))

  const members = async (): Promise<readonly string[]> => {
    const rows = await database.prisma.member.findMany({
      include: { branch: { include: { organisation: true } }, key: true },
      orderBy: { createdAt: 'asc' },
    })
    return rows
      .map(({ branch, role, status, leftAt, key }) =>
        [
          branch.organisation.code,
          role,
          status,
          leftAt ? 'left' : 'here',
          key ? 'key' : 'shredded',
        ].join(' '),
      )
      .toSorted()
  }
  const tree = async (): Promise<readonly string[]> =>
    (await organisationTree(database)).map(
      ({ depth, code, members: count, kind }) =>
        `${'.'.repeat(depth)}${code} ${String(count)} ${kind}`,
    )
  const imported = (...rows: string[]) => importRoster(database, keyring, plan(...rows), moment)

  describe('an import', () => {
    it('makes organisations, branches, members and keys, with nothing readable in the rows', async () => {
      const outcome = await imported(
        'CB5|A1|Trần Văn Lâm|secretary',
        "CB5|A2|O'Brien|member|exempt",
        'CB6|A3|=HYPERLINK("x")',
      )
      expect(outcome).toEqual({
        ok: true,
        organisations: { added: 3, changed: 0 },
        members: { added: 3, changed: 0, moved: 0, unchanged: 0, erased: 0 },
        missing: [],
        stoodDown: [],
      })
      expect(await members()).toEqual([
        'CB5 member exempt here key',
        'CB5 secretary official here key',
        'CB6 member official here key',
      ])
      expect(await tree()).toEqual(['PAH 0 grassrootsCommittee', '.CB5 2 branch', '.CB6 1 branch'])
      const stored = JSON.stringify(await database.prisma.member.findMany(), (_, value: unknown) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
      )
      for (const text of ['Lâm', 'Brien', 'HYPERLINK', 'A1']) expect(stored).not.toContain(text)
      expect((await database.prisma.branch.findMany()).map(({ timeZone }) => timeZone)).toEqual([
        moment.timeZone,
        moment.timeZone,
      ])
    })

    it('repeated changes nothing and doubles nothing', async () => {
      const rows = ['CB5|A1|Trần Văn Lâm|secretary', 'CB6|A3|Lê Minh Quân']
      await imported(...rows)
      const before = await database.prisma.member.findMany({
        include: { key: true },
        orderBy: { id: 'asc' },
      })
      expect(await imported(...rows)).toMatchObject({
        organisations: { added: 0, changed: 0 },
        members: { added: 0, changed: 0, unchanged: 2 },
      })
      expect(
        await database.prisma.member.findMany({ include: { key: true }, orderBy: { id: 'asc' } }),
      ).toEqual(before)
    })

    it('follows a name, a role, a status and a branch by the ref', async () => {
      await imported(
        'CB5|A1|Trần Văn Lâm',
        'CB5|A2|Lê Minh Quân',
        'CB5|A3|Phạm Văn Tín',
        'CB6|A4|Vũ Thị Mai',
      )
      const outcome = await imported(
        'CB5|A1|Trần Văn Lâm|deputy',
        'CB6|A2|Lê Minh Quân',
        'CB5|A3|Phạm Văn Tín Anh',
        'CB6|A4|Vũ Thị Mai|member|exempt',
      )
      expect(outcome).toMatchObject({
        members: { added: 0, changed: 4, moved: 1, unchanged: 0 },
        missing: [],
      })
      expect(
        (await database.prisma.member.findMany({ where: { movedAt: { not: null } } })).map(
          ({ movedAt }) => movedAt,
        ),
      ).toEqual([moment.now])
      expect(await members()).toEqual([
        'CB5 deputy official here key',
        'CB5 member official here key',
        'CB6 member exempt here key',
        'CB6 member official here key',
      ])
      const branch = await findBranch(database, 'CB5')
      const { codes } = await issueMemberCodes(database, keyring, {
        branchId: branch?.id ?? '',
        members: 'unlinked',
        now: moment.now,
        randomBytes,
      })
      expect(codes.map(({ memberRef, fullName }) => `${memberRef} ${fullName}`)).toEqual([
        'A3 Phạm Văn Tín Anh',
        'A1 Trần Văn Lâm',
      ])
    })

    it('reports who is missing from a branch of the file, and deletes nobody', async () => {
      await imported('CB5|A1|Trần Văn Lâm', 'CB5|A2|Lê Minh Quân', 'CB6|A3|Phạm Văn Tín')
      expect(await imported('CB5|A1|Trần Văn Lâm')).toMatchObject({
        missing: [{ branchCode: 'CB5', memberRef: 'A2', fullName: 'Lê Minh Quân' }],
        stoodDown: [],
      })
      expect(await members()).toHaveLength(3)
    })

    it('leaves no branch with two secretaries', async () => {
      await imported('CB5|A1|Trần Văn Lâm|secretary', 'CB5|A2|Lê Minh Quân')
      const person = { branchCode: 'CB5', memberRef: 'A1', fullName: 'Trần Văn Lâm' }
      expect(await imported('CB5|A2|Lê Minh Quân|secretary')).toMatchObject({
        missing: [person],
        stoodDown: [person],
      })
      expect(await members()).toEqual([
        'CB5 member official here key',
        'CB5 secretary official here key',
      ])
    })

    it('brings back who had left, and leaves erased who was erased', async () => {
      await imported('CB5|A1|Trần Văn Lâm', 'CB5|A2|Lê Minh Quân')
      const hashOf = (ref: string): Uint8Array<ArrayBuffer> =>
        keyring.lookupHash(lookups.memberRef, ref)
      await database.prisma.member.update({
        where: { refHash: hashOf('A1') },
        data: { leftAt: moment.now },
      })
      await database.prisma.memberKey.deleteMany({ where: { member: { refHash: hashOf('A2') } } })
      expect(await imported('CB5|A1|Trần Văn Lâm', 'CB5|A2|Lê Minh Quân')).toMatchObject({
        members: { changed: 1, erased: 1 },
        missing: [],
      })
      expect(await members()).toEqual([
        'CB5 member official here key',
        'CB5 member official here shredded',
      ])
    })

    it('moves a branch with all its path', async () => {
      await imported('CB5|A1|Trần Văn Lâm', 'CELL|A2|Lê Minh Quân|member|official|CB5')
      await imported('CB5|A1|Trần Văn Lâm|member|official|PBX')
      expect(await tree()).toEqual([
        'PAH 0 grassrootsCommittee',
        'PBX 0 grassrootsCommittee',
        '.CB5 1 branch',
        '..CELL 1 branch',
      ])
    })

    it('refuses, whole, what would go in a circle with what is stored', async () => {
      await imported('CB5|A1|Trần Văn Lâm', 'PAH|A2|Lê Minh Quân|member|official|T')
      const before = await tree()
      expect(await imported('T|A9|Người Mới|member|official|CB5')).toMatchObject({ ok: false })
      expect(await tree()).toEqual(before)
      expect(await members()).toHaveLength(2)
    })

    it('takes a large roster', async () => {
      const rows = Array.from(
        { length: 1200 },
        (_, index) => `CB${String(index % 60)}|R${String(index)}|Người Thứ ${String(index)}`,
      )
      expect(await imported(...rows)).toMatchObject({
        organisations: { added: 61 },
        members: { added: 1200 },
      })
      expect(await imported(...rows)).toMatchObject({ members: { added: 0, unchanged: 1200 } })
    })

    it('twice at once doubles nobody', async () => {
      const outcomes = await Promise.all([
        imported('CB5|A1|Trần Văn Lâm'),
        imported('CB5|A1|Trần Văn Lâm'),
      ])
      expect(outcomes.map((outcome) => outcome.ok && outcome.members.added).toSorted()).toEqual([
        0, 1,
      ])
    })
  })

  describe('codes', () => {
    const issue = async (who: readonly string[] | 'unlinked' = 'unlinked', code = 'CB5') =>
      issueMemberCodes(database, keyring, {
        branchId: (await findBranch(database, code))?.id ?? '',
        members: who,
        now: moment.now,
        randomBytes,
      })

    it('go to those without an account, once each, in the order of given names, good for 14 days', async () => {
      await imported(
        'CB5|A1|Trần Văn Lâm',
        'CB5|A2|Lê Minh Ân',
        'CB5|A3|Đỗ Thị Bình|member|exempt',
        'CB6|A4|Vũ Thị Mai',
      )
      const { codes, expiresAt } = await issue()
      expect(codes.map(({ fullName }) => fullName)).toEqual(['Lê Minh Ân', 'Trần Văn Lâm'])
      expect(expiresAt).toEqual(new Date('2026-12-04T02:00:00Z'))
      const rows = await database.prisma.linkCode.findMany()
      expect(rows.map(({ codeHash }) => Buffer.from(codeHash).toString('hex')).toSorted()).toEqual(
        codes
          .map(({ code }) =>
            Buffer.from(keyring.lookupHash(lookups.linkCode, code)).toString('hex'),
          )
          .toSorted(),
      )
    })

    it('make the older ones of the same people void, and of nobody else', async () => {
      await imported('CB5|A1|Trần Văn Lâm', 'CB5|A2|Lê Minh Ân', 'CB6|A4|Vũ Thị Mai')
      const first = await issue()
      await issue('unlinked', 'CB6')
      const lam = first.codes.find(({ memberRef }) => memberRef === 'A1')?.memberId ?? ''
      await issue([lam])
      const rows = await database.prisma.linkCode.findMany()
      expect(rows.filter(({ revokedAt }) => revokedAt)).toMatchObject([{ memberId: lam }])
      expect(rows).toHaveLength(4)
    })

    it('go to an exempt member who is named, and to nobody of another branch', async () => {
      await imported('CB5|A1|Trần Văn Lâm|member|exempt', 'CB6|A4|Vũ Thị Mai')
      const ids = (await database.prisma.member.findMany()).map(({ id }) => id)
      expect((await issue(ids)).codes.map(({ memberRef }) => memberRef)).toEqual(['A1'])
    })

    it('do not go to who has an account', async () => {
      await imported('CB5|A1|Trần Văn Lâm', 'CB5|A2|Lê Minh Ân')
      const member = await database.prisma.member.findFirstOrThrow({
        where: { refHash: keyring.lookupHash(lookups.memberRef, 'A1') },
      })
      await database.prisma.bot.create({ data: { id: 'b', platform: 'telegram' } })
      await database.query(sql(
        'test-account',
      )`INSERT INTO account (id, bot_id, person_hash, chat_hash, address, member_id, created_at)
        VALUES (gen_random_uuid(), 'b', '', '', '', ${member.id}::uuid, ${moment.now})`)
      expect((await issue()).codes.map(({ memberRef }) => memberRef)).toEqual(['A2'])
      expect((await organisationTree(database)).find(({ code }) => code === 'CB5')).toMatchObject({
        members: 2,
        linked: 1,
        exempt: 0,
      })
    })
  })

  it('finds a branch by its code, in any case where only one fits', async () => {
    await imported('CB5|A1|Trần Văn Lâm')
    expect(await findBranch(database, ' cb5')).toMatchObject({ code: 'CB5', name: 'Tổ chức CB5' })
    expect(await findBranch(database, 'PAH')).toBeNull()
    expect(await findBranch(database, "x' OR 1=1")).toBeNull()
  })

  it('knows whose key it has', async () => {
    expect(await readKeyStanding(database, keyring)).toBe('first')
    expect(await claimKey(database, keyring)).toBe('same')
    const other = createKeyring(randomBytes(32))
    expect([
      await claimKey(database, other),
      await readKeyStanding(database, other),
      await readKeyStanding(database, keyring),
    ]).toEqual(['other', 'other', 'same'])
  })

  it('knows how the server and the outbox fare', async () => {
    const server = await readServer(database)
    expect(server?.version).toMatch(/^1\d/)
    expect([server?.fsync, server?.full_page_writes, server?.synchronous_commit].join(' ')).toMatch(
      /^(on|off) (on|off) (on|off)$/,
    )
    expect(server?.clock.getTime()).toBeGreaterThan(Date.parse('2024-01-01'))
    const row = {
      botId: 'b',
      class: 'reply',
      lane: 0,
      chatHash: Buffer.of(1),
      address: Buffer.of(1),
      createdAt: moment.now,
    }
    const at = (minutes: number): Date => new Date(moment.now.getTime() + minutes * 60_000)
    await database.prisma.outboxMessage.createMany({
      data: [
        { ...row, id: crypto.randomUUID(), dedupeKey: '1', state: 'pending', notBefore: at(-20) },
        { ...row, id: crypto.randomUUID(), dedupeKey: '2', state: 'pending', notBefore: at(-10) },
        {
          ...row,
          id: crypto.randomUUID(),
          dedupeKey: '3',
          state: 'pending',
          notBefore: at(-20),
          notAfter: at(-1),
        },
        {
          ...row,
          id: crypto.randomUUID(),
          dedupeKey: '4',
          state: 'sending',
          notBefore: at(-20),
          leaseUntil: at(-1),
        },
        {
          ...row,
          id: crypto.randomUUID(),
          dedupeKey: '5',
          state: 'sending',
          notBefore: at(-20),
          leaseUntil: at(1),
        },
        { ...row, id: crypto.randomUUID(), dedupeKey: '6', state: 'unknown', notBefore: at(-20) },
        { ...row, id: crypto.randomUUID(), dedupeKey: '7', state: 'sent', notBefore: at(-20) },
      ],
    })
    expect(await readOutboxStanding(database, moment.now)).toEqual({
      late: 1,
      stuck: 1,
      unknown: 1,
    })
  })
})
