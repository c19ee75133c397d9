import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkRoster } from '../../src/domain/roster.ts'
import type { RawRow } from '../../src/domain/roster-row.ts'
import { pathsOf } from '../../src/domain/roster-tree.ts'
import { rosterColumns } from '../../src/domain/roster-words.ts'

type Fields = Partial<Record<(typeof rosterColumns)[number], string>>

const good = {
  branch_code: 'CB5',
  branch_name: 'Chi bộ Tổ dân phố số 5',
  parent_code: 'PAH',
  parent_name: 'Đảng bộ phường An Hòa',
  full_name: 'Trần Văn Lâm',
  role: 'member',
  status: 'official',
  member_ref: 'A1',
}
const header: RawRow = { line: 1, cells: rosterColumns }

/** Rows from line 2 on; each has a ref of its own unless told. */
function roster(...rows: Fields[]): readonly RawRow[] {
  return [
    header,
    ...rows.map((fields, index) => ({
      line: index + 2,
      cells: cellsOf({ ...good, member_ref: `A${String(index)}`, ...fields }),
    })),
  ]
}

function cellsOf(fields: Record<string, string>): readonly string[] {
  return rosterColumns.map((column) => fields[column] ?? '')
}

function faultsOf(rows: readonly RawRow[]): readonly string[] {
  const check = checkRoster(rows)
  return check.ok
    ? []
    : check.faults.map(({ line, column, reason, otherLine }) =>
        [line, column, reason, otherLine]
          .filter((part) => part !== undefined && part !== null)
          .join(' '),
      )
}

function planOf(rows: readonly RawRow[]) {
  const check = checkRoster(rows)
  if (!check.ok) throw new Error(JSON.stringify(check.faults))
  return check.plan
}

describe('one fault', () => {
  it.each<[string, Fields, string]>([
    ['no branch', { branch_code: '' }, '2 branch_code missing'],
    ['no branch name', { branch_name: ' ' }, '2 branch_name missing'],
    ['a parent without a name', { parent_name: '' }, '2 parent_name missing'],
    ['a parent without a code', { parent_code: '' }, '2 parent_code missing'],
    ['no name', { full_name: '' }, '2 full_name missing'],
    ['no role', { role: '' }, '2 role missing'],
    ['no status', { status: '' }, '2 status missing'],
    ['no ref', { member_ref: '' }, '2 member_ref missing'],
    ['a role nobody knows', { role: 'chairman' }, '2 role unknownRole'],
    ['a status nobody knows', { status: 'retired' }, '2 status unknownStatus'],
    ['a name of 121 characters', { full_name: 'ữ'.repeat(121) }, '2 full_name tooLong'],
    ['a ref of 65 characters', { member_ref: 'x'.repeat(65) }, '2 member_ref tooLong'],
    ['a control character', { full_name: 'Lâm\u0007' }, '2 full_name badCharacter'],
    ['a turned text', { full_name: 'Lâm \u202Egnăv' }, '2 full_name badCharacter'],
    ['half a character', { full_name: 'Lâm \uD800' }, '2 full_name badCharacter'],
    ['a name of digits', { full_name: '12345' }, '2 full_name noLetter'],
    ['a code with a slash', { branch_code: 'A/B' }, '2 branch_code badCode'],
    ['a code with a blank', { branch_code: 'CB 5' }, '2 branch_code badCode'],
    ['a code of 33 characters', { parent_code: 'x'.repeat(33) }, '2 parent_code badCode'],
    ['a ref the spreadsheet rounded', { member_ref: '3,07E+11' }, '2 member_ref roundedNumber'],
    [
      'a branch above itself',
      { parent_code: 'CB5', parent_name: good.branch_name },
      '2 parent_code circle',
    ],
  ])('%s', (_, fields, fault) => {
    expect(faultsOf(roster(fields))).toEqual([fault])
  })

  it('tells a lost cell once, as lost', () => {
    const [first, row] = roster({ role: '' })
    expect(faultsOf([first ?? header, { line: 2, cells: row?.cells ?? [], damaged: [5] }])).toEqual(
      ['2 role unreadable'],
    )
  })
})

describe('contradictions between rows', () => {
  it.each<[string, Fields[], readonly string[]]>([
    [
      'a ref twice',
      [{ member_ref: 'X' }, {}, { member_ref: 'X', branch_code: 'CB6', branch_name: 'Chi bộ 6' }],
      ['4 member_ref refRepeated 2'],
    ],
    [
      'two secretaries',
      [{ role: 'secretary' }, {}, { role: 'bí thư' }],
      ['4 role secondSecretary 2'],
    ],
    [
      'two names of a branch',
      [{}, { branch_name: 'Chi bộ khác' }],
      ['3 branch_name nameDiffers 2'],
    ],
    [
      'two names of a parent',
      [{}, { branch_code: 'CB6', parent_name: 'Đảng bộ khác' }],
      ['3 parent_name nameDiffers 2'],
    ],
    [
      'two parents',
      [{}, { parent_code: 'PBX', parent_name: 'Đảng bộ khác' }],
      ['3 parent_code parentDiffers 2'],
    ],
    [
      'a parent here and none there',
      [{}, { parent_code: '', parent_name: '' }],
      ['3 parent_code parentDiffers 2'],
    ],
    ['one code in two cases', [{}, { branch_code: 'cb5' }], ['3 branch_code codeDiffersByCase 2']],
    [
      'a circle',
      [
        { branch_code: 'A', branch_name: 'a', parent_code: 'B', parent_name: 'b' },
        { branch_code: 'B', branch_name: 'b', parent_code: 'A', parent_name: 'a' },
      ],
      ['2 parent_code circle'],
    ],
  ])('%s', (_, rows, faults) => {
    expect(faultsOf(roster(...rows))).toEqual(faults)
  })

  it('allows each branch its secretary', () => {
    expect(
      faultsOf(
        roster(
          { role: 'secretary' },
          { role: 'secretary', branch_code: 'CB6', branch_name: 'Chi bộ 6' },
        ),
      ),
    ).toEqual([])
  })

  it('lists the faults of all rows, in the order of the lines', () => {
    expect(faultsOf(roster({ role: 'x', status: 'y' }, {}, { full_name: '' }))).toEqual([
      '2 role unknownRole',
      '2 status unknownStatus',
      '4 full_name missing',
    ])
  })
})

describe('the header', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['none', good.full_name.split(' '), rosterColumns.map((column) => `1 ${column} columnMissing`)],
    [
      'one missing',
      rosterColumns.filter((column) => column !== 'status'),
      ['1 status columnMissing'],
    ],
    ['one twice', [...rosterColumns, 'Chức vụ'], ['1 role columnRepeated']],
  ])('%s', (_, cells, faults) => {
    expect(
      faultsOf([
        { line: 1, cells },
        { line: 2, cells: cellsOf(good) },
      ]),
    ).toEqual(faults)
  })

  it.each([
    [
      'mã chi bộ',
      'tên chi bộ',
      'mã cấp trên',
      'tên cấp trên',
      'họ và tên',
      'chức vụ',
      'loại đảng viên',
      'mã đảng viên',
    ],
    [
      'MA CHI BO',
      'Ten chi bo',
      'ma  cap tren',
      'TÊN CẤP TRÊN'.normalize('NFD'),
      'Ho ten',
      'Chuc vu',
      'Trang thai',
      'Ma dang vien *',
    ],
    [
      'Branch Code',
      'branch-name',
      'Parent_Code',
      'parent name',
      ' Full name ',
      'ROLE',
      'Status',
      'member ref',
    ],
  ])('is read as %s, …', (...cells) => {
    expect(
      faultsOf([
        { line: 1, cells },
        { line: 2, cells: cellsOf(good) },
      ]),
    ).toEqual([])
  })

  it('may stand below empty rows, in another order, beside columns that are ignored and named', () => {
    const check = checkRoster([
      { line: 1, cells: ['', ' '] },
      { line: 3, cells: ['Số thứ tự', ...rosterColumns.toReversed()] },
      { line: 4, cells: ['1', ...cellsOf(good).toReversed()] },
    ])
    expect(check).toMatchObject({
      ok: true,
      ignoredColumns: ['Số thứ tự'],
      plan: { rows: [{ line: 4, fullName: 'Trần Văn Lâm', branchCode: 'CB5' }] },
    })
  })

  it.each([[[]], [[header]], [[{ line: 1, cells: ['', ''] }]]])(
    'with nothing below is no roster: %j',
    (rows: readonly RawRow[]) => {
      expect(faultsOf(rows)).toEqual(['1 noRows'])
    },
  )
})

describe('what is kept', () => {
  it.each([
    ["O'Brien", "O'Brien"],
    ['Nguyễn "Ba" Văn', 'Nguyễn "Ba" Văn'],
    ['=HYPERLINK("http://x","y")', '=HYPERLINK("http://x","y")'],
    ['Nguyễn Thị Hạnh'.normalize('NFD'), 'Nguyễn Thị Hạnh'],
    ['  Trần\u00A0 Văn \n Lâm ', 'Trần Văn Lâm'],
    ['Trần\u200B Văn Lâm\uFEFF', 'Trần Văn Lâm'],
    ['ữ'.repeat(120), 'ữ'.repeat(120)],
    ['ữ'.repeat(120).normalize('NFD'), 'ữ'.repeat(120)],
    ['Y', 'Y'],
  ])('the name %j as %j', (name, kept) => {
    expect(planOf(roster({ full_name: name })).rows[0]?.fullName).toBe(kept)
  })

  it.each([
    ['Bí thư', 'secretary'],
    ['BI THU CHI BO', 'secretary'],
    ['Phó Bí thư', 'deputy'],
    ['Chi ủy viên', 'committee'],
    ['Chi uỷ viên', 'committee'],
    ['đảng viên', 'member'],
    ['Deputy', 'deputy'],
  ])('the role %s as %s', (word, role) => {
    expect(planOf(roster({ role: word })).rows[0]?.role).toBe(role)
  })

  it.each([
    ['Chính thức', 'official'],
    ['đảng viên dự bị', 'probationary'],
    ['Miễn sinh hoạt', 'exempt'],
    ['EXEMPT', 'exempt'],
  ])('the status %s as %s', (word, status) => {
    expect(planOf(roster({ status: word })).rows[0]?.status).toBe(status)
  })

  it('each organisation once, the ones without members by the kind their name says', () => {
    const { organisations } = planOf(
      roster({}, {}, { branch_code: 'CB6', branch_name: 'Chi bộ 6' }),
    )
    expect(organisations).toEqual([
      { code: 'CB5', name: good.branch_name, kind: 'branch', parentCode: 'PAH', hasMembers: true },
      {
        code: 'PAH',
        name: good.parent_name,
        kind: 'communeCommittee',
        parentCode: undefined,
        hasMembers: false,
      },
      { code: 'CB6', name: 'Chi bộ 6', kind: 'branch', parentCode: 'PAH', hasMembers: true },
    ])
  })

  it('a level above the branches, from a row without a person', () => {
    const above = {
      branch_code: 'PAH',
      branch_name: good.parent_name,
      parent_code: 'T',
      parent_name: 'Tỉnh ủy',
    }
    const plan = planOf(
      roster({}, { ...above, full_name: '', role: '', status: '', member_ref: '' }),
    )
    expect(plan.rows).toHaveLength(1)
    expect(plan.organisations).toContainEqual({
      code: 'PAH',
      name: good.parent_name,
      kind: 'communeCommittee',
      parentCode: 'T',
      hasMembers: false,
    })
    expect(plan.organisations).toContainEqual({
      code: 'T',
      name: 'Tỉnh ủy',
      kind: 'provincialCommittee',
      parentCode: undefined,
      hasMembers: false,
    })
  })

  it('20,000 rows in good time, with their line numbers', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => ({
      branch_code: `CB${String(index % 700)}`,
      branch_name: `Chi bộ ${String(index % 700)}`,
    }))
    const plan = planOf(roster(...rows))
    expect(plan.rows.at(-1)?.line).toBe(20_001)
    expect(plan.organisations).toHaveLength(701)
  })
})

describe('any file', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(...Object.values(good), 'secretary', 'CB6', ''),
  )

  it('is checked without a throw, and a plan has only what it promises', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 9 }), { maxLength: 6 }), (rows) => {
        const check = checkRoster([
          header,
          ...rows.map((cells, index) => ({ line: index + 2, cells })),
        ])
        if (!check.ok) return check.faults.length > 0
        const refs = check.plan.rows.map(({ memberRef }) => memberRef)
        const names = check.plan.rows.map(({ fullName }) => fullName)
        return (
          new Set(refs).size === refs.length &&
          names.every(
            (name) =>
              name === name.normalize('NFC') && name !== '' && Array.from(name).length <= 120,
          )
        )
      }),
    )
  })
})

describe('pathsOf', () => {
  it('gives the codes from the root', () => {
    const { paths, circle } = pathsOf(
      new Map([
        ['CB5', 'PAH'],
        ['PAH', 'T'],
        ['T', null],
        ['CB6', 'PAH'],
      ]),
    )
    expect(circle).toBeUndefined()
    expect(Object.fromEntries(paths)).toEqual({
      CB5: '/T/PAH/CB5/',
      PAH: '/T/PAH/',
      T: '/T/',
      CB6: '/T/PAH/CB6/',
    })
  })

  it('tells a circle, also one that hangs below', () => {
    expect(
      pathsOf(
        new Map([
          ['C', 'A'],
          ['A', 'B'],
          ['B', 'A'],
        ]),
      ).circle,
    ).toBe('C')
  })
})
