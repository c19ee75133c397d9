import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { QuestionnaireFaults } from '../../src/questionnaires/fault.ts'
import { loadQuestionnaires } from '../../src/questionnaires/load.ts'

const shipped = fileURLToPath(new URL('../../questionnaires', import.meta.url))
const folders: string[] = []

/**
 * A copy of the shipped folder with one passage of one file replaced; the passage must be there.
 */
function changed(file: string, passage: string | RegExp, by: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'questionnaires-'))
  folders.push(folder)
  cpSync(shipped, folder, { recursive: true })
  const before = readFileSync(join(folder, file), 'utf8')
  const after = before.replace(passage, by)
  expect(after).not.toBe(before)
  writeFileSync(join(folder, file), after)
  return folder
}

function faultsOf(folder: string): readonly string[] {
  try {
    loadQuestionnaires(folder)
    return []
  } catch (error) {
    if (!(error instanceof QuestionnaireFaults)) throw error
    return error.faults.map(({ file, path, reason }) => `${file} ${path}: ${reason}`)
  }
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** Every text a person reads, with where it stands. */
function textsOf(
  value: unknown,
  path = '',
): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' && ['vi', 'en'].includes(key)
      ? [{ path: `${path}.${key}`, text: inner }]
      : textsOf(inner, `${path}.${key}`),
  )
}

const library = loadQuestionnaires(shipped)
const texts = [
  ...[...library.packs.values()].flatMap((pack) => textsOf(pack, pack.id)),
  ...textsOf(library.consent, 'consent'),
]

describe('the shipped questionnaires', () => {
  it('are the monthly pack and the pack of the five standards', () => {
    const packs = [...library.packs].map(([id, { heads, version }]) => [id, heads.length, version])
    expect(packs).toEqual([
      ['monthly', 4, '2026.1'],
      ['standards-144', 5, '2026.1'],
    ])
  })

  it('have the 27 manifestations in order, each pack with its own copy', () => {
    const ids = ['I', 'II', 'III'].flatMap((group) =>
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${group}.${String(number)}`),
    )
    expect(library.manifestations.items.map(({ id }) => id)).toEqual(ids)
    for (const pack of library.packs.values())
      expect(pack.manifestations).toEqual(library.manifestations)
  })

  it('give the consent notice its three purposes', () => {
    expect(library.consent.purposes.map(({ id }) => id)).toEqual(['remind', 'store', 'remedies'])
  })

  it('ask with at least four wordings a head and six for the deed', () => {
    for (const { heads, deed } of library.packs.values()) {
      expect(heads.every(({ wordings }) => wordings.length >= 4)).toBe(true)
      expect(deed.wordings.length).toBeGreaterThanOrEqual(6)
    }
  })

  it.each([
    ['an exclamation mark', /!/],
    ['an emoji', /\p{Extended_Pictographic}/u],
    ['two spaces', / {2}/],
    ['straight quotes', /"/],
    ['“bạn”', /(?<!\p{L})bạn(?!\p{L})/iu],
    ['“vi phạm” outside the manifestations', /vi phạm/i],
  ])('nowhere have %s', (_, sign) => {
    expect(
      texts
        .filter(({ path, text }) => sign.test(text) && !path.includes('.manifestations.'))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('speak no Vietnamese in English but for the names of documents and of the app', () => {
    const names = /\d+-[A-ZĐ]+i?\/[A-ZĐ]+|\d+\/2025\/NĐ-CP|Sổ tay đảng viên điện tử/g
    const english = texts.filter(({ path }) => path.endsWith('.en'))
    const accented = english.filter(({ text }) =>
      /[\u0300-\u036fđĐ]/.test(text.replace(names, '').normalize('NFD')),
    )
    expect(accented.map(({ path }) => path)).toEqual([])
  })

  it('speak Vietnamese in Vietnamese', () => {
    const vietnamese = texts.filter(({ path }) => path.endsWith('.vi'))
    expect(
      vietnamese
        .filter(({ text }) => !/[\u0300-\u036fđĐ]/.test(text.normalize('NFD')))
        .map(({ path }) => path),
    ).toEqual([])
  })

  it('keep labels short enough for a button', () => {
    const labels = [...library.packs.values()].flatMap((pack) => [
      ...pack.scale.levels,
      ...pack.manifestationScale.levels,
      ...pack.manifestation.causes,
      ...pack.heads.flatMap(({ causes }) => causes),
    ])
    expect(
      labels.flatMap(({ label }) => [label.vi, label.en]).filter((label) => label.length > 40),
    ).toEqual([])
  })
})

describe('a hash', () => {
  it('does not change when lines or spaces move, and changes with any word', () => {
    const monthly = library.packs.get('monthly')?.hash
    const moved = changed(
      'monthly.yaml',
      'tags: [duties]\n    visibility: aggregate',
      'visibility: aggregate\n    tags:   [duties]',
    )
    const reworded = changed('monthly.yaml', 'vi: "Làm tốt"', 'vi: "Đã làm tốt"')
    const otherItem = changed(
      'manifestations.yaml',
      'không chịu lắng nghe, học hỏi',
      'không lắng nghe, học hỏi',
    )
    expect(monthly).toMatch(/^[0-9a-f]{64}$/)
    expect(loadQuestionnaires(moved).packs.get('monthly')?.hash).toBe(monthly)
    expect(loadQuestionnaires(reworded).packs.get('monthly')?.hash).not.toBe(monthly)
    expect(loadQuestionnaires(otherItem).packs.get('monthly')?.hash).not.toBe(monthly)
  })

  it('of the notice changes with the notice', () => {
    expect(
      loadQuestionnaires(changed('consent.yaml', 'trong 15 ngày', 'trong 14 ngày')).consent.hash,
    ).not.toBe(library.consent.hash)
  })
})

const twelveWords = 'một hai ba bốn năm sáu bảy tám chín mười mười một mười hai '

describe('loading refuses', () => {
  it.each<readonly [string, string, string | RegExp, string, string]>([
    [
      'an unknown key',
      'monthly.yaml',
      'mark: null',
      'mark: null\nmarks: null',
      ': Unrecognized key: "marks"',
    ],
    [
      'a missing language',
      'monthly.yaml',
      '{ vi: "Làm tốt", en: "Done well" }',
      '{ vi: "Làm tốt" }',
      'scale.levels[0].label.en:',
    ],
    [
      'an empty text',
      'monthly.yaml',
      'vi: "Làm tốt"',
      'vi: " "',
      'scale.levels[0].label.vi: empty',
    ],
    [
      'a version that is a number',
      'monthly.yaml',
      'version: "2026.1"',
      'version: 2026.1',
      'version:',
    ],
    [
      'an id too long for a button',
      'monthly.yaml',
      'id: discipline',
      'id: discipline-and-order',
      'heads[3].id:',
    ],
    [
      'a head twice',
      'monthly.yaml',
      'id: discipline',
      'id: duties',
      'heads[3]: “duties” is there twice',
    ],
    [
      'a level twice',
      'monthly.yaml',
      '{ id: mend,',
      '{ id: effort,',
      'scale.levels[2]: “effort” is there twice',
    ],
    [
      'a cause twice',
      'monthly.yaml',
      '{ id: hard,',
      '{ id: time,',
      'heads[0].causes[1]: “time” is there twice',
    ],
    [
      'levels out of order',
      'monthly.yaml',
      'id: effort, weight: 1',
      'id: effort, weight: 3',
      'scale.levels[1]: levels go from best',
    ],
    [
      'a best level that admits',
      'monthly.yaml',
      'weight: 2, admits: false',
      'weight: 2, admits: true',
      'scale.levels: the first level',
    ],
    [
      'no level that admits',
      'monthly.yaml',
      /(weight: [01], admits: )true/g,
      '$1false',
      'scale.levels: at least one level admits',
    ],
    [
      'an unknown audience',
      'monthly.yaml',
      'visibility: aggregate',
      'visibility: group',
      'heads[0].visibility:',
    ],
    [
      'a wording twice',
      'monthly.yaml',
      'Trước buổi họp, đồng chí đọc tài liệu và chuẩn bị ý kiến',
      'Trong tháng, đồng chí dự họp đúng giờ và phát biểu',
      'heads[3].wordings[1]:',
    ],
    [
      'a question too long',
      'monthly.yaml',
      'thẳng thắn, chân thành thế nào',
      twelveWords.repeat(35),
      'heads[3].wordings[2].vi:',
    ],
    [
      'an id that is not the file',
      'monthly.yaml',
      'id: monthly',
      'id: weekly',
      'id: “weekly” is not the name of the file',
    ],
    [
      'six heads',
      'standards-144.yaml',
      '  - id: courage',
      `$&${readHead()}\n  - id: courage`,
      'heads: at most 5 heads',
    ],
    ['broken YAML', 'monthly.yaml', 'heads:', 'heads: [', ':'],
    [
      'a key twice',
      'monthly.yaml',
      'mark: null',
      'mark: null\nmark: null',
      ': Map keys must be unique',
    ],
    [
      'a missing manifestation',
      'manifestations.yaml',
      /  - id: II\.9[\s\S]*?(?=  - id: III\.1)/,
      '',
      'items: group II has 8 items, not 9',
    ],
    [
      'a manifestation out of its group',
      'manifestations.yaml',
      'id: I.9',
      'id: I.10',
      'items[8].id: an id of group I is I.1 to I.9',
    ],
    [
      'a missing purpose',
      'consent.yaml',
      /  - id: remedies[\s\S]*?(?=closing:)/,
      '',
      'purposes: purpose “remedies” is missing',
    ],
    [
      'a notice too long to read',
      'consent.yaml',
      'Muốn hỏi thêm',
      twelveWords.repeat(12),
      'closing[1].vi: ',
    ],
    [
      'an empty word list',
      'screening.yaml',
      /numberMarks: .*/,
      'numberMarks: []',
      'classified.numberMarks: empty list',
    ],
  ])('%s', (_, file, passage, by, fault) => {
    expect(faultsOf(changed(file, passage, by))).toContainEqual(
      expect.stringContaining(`${file} ${fault}`),
    )
  })

  it('all faults of all files at once', () => {
    const folder = changed('monthly.yaml', 'vi: "Làm tốt"', 'vi: ""')
    writeFileSync(join(folder, 'consent.yaml'), 'version: "2026.1"\n')
    rmSync(join(folder, 'screening.yaml'))
    const files = new Set(faultsOf(folder).map((fault) => fault.split(' ')[0]))
    expect(files).toEqual(new Set(['monthly.yaml', 'consent.yaml', 'screening.yaml']))
  })

  it('a folder that is not there', () => {
    expect(faultsOf(join(tmpdir(), 'no-such-folder-of-questionnaires'))[0]).toContain(
      'cannot be read',
    )
  })

  it('with a message that names file, place and reason', () => {
    const folder = changed('monthly.yaml', 'vi: "Làm tốt"', 'vi: ""')
    expect(() => loadQuestionnaires(folder)).toThrow(
      'monthly.yaml, scale.levels[0].label.vi: empty',
    )
  })
})

it('takes a pack of the branch’s own', () => {
  const folder = changed('monthly.yaml', 'id: monthly', 'id: monthly # ours')
  writeFileSync(
    join(folder, 'ours.yaml'),
    readFileSync(join(folder, 'monthly.yaml'), 'utf8').replace('id: monthly # ours', 'id: ours'),
  )
  expect([...loadQuestionnaires(folder).packs.keys()]).toEqual(['monthly', 'ours', 'standards-144'])
})

/**
 * The lines of the first head of the standards, under another id and without its opening dash line.
 */
function readHead(): string {
  const text = readFileSync(join(shipped, 'standards-144.yaml'), 'utf8')
  const head = /  - id: courage\n([\s\S]*?)(?=  - id: integrity)/.exec(text)?.[1] ?? ''
  return `-two\n${head.trimEnd()}`
}
