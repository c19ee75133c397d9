// The wording of papers: what is shipped is whole, what an operator writes over it is checked, all
// faults at once.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  commonTexts,
  fillFields,
  paperShapes,
  type PaperShape,
  roomAfter,
} from '../../src/domain/paper-template.ts'
import { TemplateFaults } from '../../src/templates/fault.ts'
import { loadTemplates } from '../../src/templates/load.ts'

const shipped = join(import.meta.dirname, '..', '..', 'templates')
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'))
  folders.push(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

function faultsOf(files: Readonly<Record<string, string>>): readonly string[] {
  try {
    loadTemplates(shipped, folderOf(files))
    return []
  } catch (error) {
    if (!(error instanceof TemplateFaults)) throw error
    return error.faults.map(({ file, path, reason }) => `${file} ${path}: ${reason}`)
  }
}

describe('what is shipped', () => {
  const templates = loadTemplates(shipped, null)

  it('uses every insert of each paper and ends with a full stop, not with a stroke', () => {
    for (const [name, shape] of Object.entries(paperShapes) as [
      keyof typeof paperShapes,
      PaperShape,
    ][]) {
      const inserts = templates[name].body.flatMap((item) =>
        'insert' in item ? [item.insert] : [],
      )
      expect([name, inserts.toSorted()]).toEqual([name, [...shape.inserts].toSorted()])
      expect(JSON.stringify(templates[name])).not.toContain('./.')
    }
  })

  it('is described field by field in its README', () => {
    const readme = readFileSync(join(shipped, 'README.md'), 'utf8')
    const shapes: readonly PaperShape[] = [
      ...Object.values(paperShapes),
      { frame: [], inserts: [], texts: commonTexts },
    ]
    const fields = shapes.flatMap(({ frame, texts }) => [...frame, ...Object.values(texts).flat()])
    expect([...new Set(fields)].filter((field) => !readme.includes(`\`{{${field}}}\``))).toEqual([])
    const inserts = shapes.flatMap((shape) => shape.inserts)
    expect([...new Set(inserts)].filter((insert) => !readme.includes(`\`${insert}\``))).toEqual([])
  })
})

describe('a folder of the operator', () => {
  it('changes what it names and leaves the rest, also when a later version brings new sentences', () => {
    const own = folderOf({
      'report.yaml': 'about: tự soi {{span}}\ntexts:\n  noVoices: ""\n',
      'common.yaml': 'onBehalf: TM. CHI BỘ\n',
      'notes.txt': 'x',
    })
    const [before, after] = [loadTemplates(shipped, null), loadTemplates(shipped, own)]
    expect(after.report).toEqual({
      ...before.report,
      about: 'tự soi {{span}}',
      texts: { ...before.report.texts, noVoices: '' },
    })
    expect(after.common).toEqual({ ...before.common, onBehalf: 'TM. CHI BỘ' })
    expect([after.minutes, after.plan]).toEqual([before.minutes, before.plan])
  })

  it('may still word what 0.1.0 had: it is passed over, and the service starts', () => {
    const own = folderOf({
      'report.yaml': 'texts:\n  remedies: "mới {{created}}"\n  noVoices: Không có.\n',
      'plan.yaml': 'texts:\n  notYetCheckpoint: Chưa có.\n',
    })
    const { report, plan } = loadTemplates(shipped, own)
    expect(report.texts).toEqual({
      ...loadTemplates(shipped, null).report.texts,
      noVoices: 'Không có.',
    })
    expect(plan).toEqual(loadTemplates(shipped, null).plan)
  })

  it('is refused with everything that is wrong in it', () => {
    expect(
      faultsOf({
        'report.yaml':
          'about: của {{name}}\nbody:\n  - insert: names\n  - dots: 500\n  - text: a\n    dots: 1\n  - heading: ""\ntexts:\n  roster: "{{members}} {{secret}}"\n  nothing: a\n',
        'common.yaml': 'draft: "  "\nfooter: "a\\nb"\n',
        'letter.yaml': 'about: a\n',
        'plan.yaml': 'body: []\nsymbol: [\n',
      }),
    ).toEqual([
      'letter.yaml : is no paper of ours: they are report.yaml, minutes.yaml, plan.yaml, common.yaml',
      'report.yaml about: unknown field {{name}}: it may hold {{branch}}, {{span}}',
      'report.yaml body[0].insert: is none of participation, content, remedies, voices, rotation, tasks, proposals',
      'report.yaml body[1].dots: more than 30 lines',
      'report.yaml body[2]: is not exactly one of heading, text, dots, insert',
      'report.yaml body[3].heading: is empty',
      expect.stringMatching(
        /^report\.yaml texts\.roster: unknown field \{\{secret\}\}: it may hold \{\{members\}\}/u,
      ),
      'report.yaml texts: Unrecognized key: "nothing"',
      expect.stringMatching(/^plan\.yaml : /u),
      'common.yaml draft: is empty',
      'common.yaml footer: holds more than one line',
    ])
    expect(faultsOf({ 'minutes.yaml': '- a\n' })).toHaveLength(1)
    expect(() => loadTemplates(shipped, join(shipped, 'nowhere'))).toThrow(
      /nowhere: cannot be read/u,
    )
  })
})

it('fills a field once: a value is no wording', () => {
  expect(fillFields('{{a}} {{b}} {{c}}', { a: '{{b}}', b: '$& $1' })).toBe('{{b}} $& $1 {{c}}')
})

it.each([
  ['Chủ trì: …', 'Chủ trì:', true],
  ['Ghi: ………… ', 'Ghi:', true],
  ['……… giờ.', '……… giờ.', false],
])('%s: room to write at the end?', (wording, text, hasRoom) => {
  expect(roomAfter(wording)).toEqual({ text, hasRoom })
})
