// The house rules that a program can check (docs: README "How it is built"); eslint.config.js
// checks those of a single line. Every fault is told as path:line.
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { exportsOf, takenNames } from './support/exports.ts'
import { importCycles } from './support/import-cycles.ts'
import { functionsOf, lineOf, readSources, walk } from './support/source-files.ts'
import type { SourceFile } from './support/source-files.ts'

const files = readSources('src')
const taken = takenNames([...files, ...['test', 'bench'].flatMap(readSources)])

/**
 * Which folder (or file at the top) may import which, types included; its own folder always. `type
 * x`: types only.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  messaging: [],
  i18n: [],
  database: [],
  sealing: [],
  config: [],
  log: [],
  questionnaires: ['domain'],
  templates: ['domain', 'questionnaires'],
  documents: ['domain'],
  outbox: ['database', 'messaging', 'sealing'],
  store: ['database', 'domain', 'messaging', 'outbox', 'sealing'],
  conversation: ['domain', 'messaging', 'i18n', 'documents', 'type store'],
  platforms: ['messaging'],
  app: [
    'domain',
    'messaging',
    'i18n',
    'store',
    'type conversation',
    'type database',
    'type sealing',
  ],
  usecases: ['app', 'conversation', 'domain', 'messaging', 'i18n', 'store'],
  schedule: ['app', 'usecases', 'messaging'],
  http: ['app', 'usecases', 'messaging'],
  cli: ['app', 'config', 'log', 'usecases', 'messaging', 'store', 'documents'],
}

/**
 * What puts the program together: it may import everything, and nothing but itself and its folder
 * imports it.
 */
const roots =
  /^src\/((main|serve|running|composition|outbox-budget|bots|menus|instance|installation-keys|startup-failure|count-statements|unsafe-server)\.ts$|(observe|try-mode|cli\/compose)\/)/

const database = /^src\/database\//
/**
 * Where what comes from outside is checked: settings, questionnaires, and the files called
 * schema.ts.
 */
const schema =
  /^src\/(config(\.ts|\/.*)|questionnaires\/.*|templates\/.*|try-mode\/demo-branch\.ts|.*\/schema\.ts)$/

/** Where each package lives. One that is not named here may not be imported. */
const homes: Readonly<Record<string, RegExp>> = {
  '@electric-sql/pglite': database,
  '@expo-google-fonts/be-vietnam-pro': /^src\/documents\//,
  '@prisma/adapter-pg': database,
  '@prisma/client': database,
  '@prisma/driver-adapter-utils': database,
  '@resvg/resvg-js': /^src\/documents\//,
  axios: /^src\/platforms\/zalo-[a-z]+\//,
  'csv-parse': /^src\/(cli|documents)\//,
  'csv-stringify': /^src\/(cli|documents)\//,
  'date-holidays': /^src\/domain\/holidays\.ts$/,
  docx: /^src\/documents\//,
  echarts: /^src\/documents\//,
  exceljs: /^src\/(cli|documents)\//,
  i18next: /^src\/i18n\//,
  'ical-generator': /^src\/documents\//,
  jszip: /^src\/documents\//,
  'node-cron': /^src\/schedule\//,
  pg: database,
  'pglite-prisma-adapter': database,
  pino: /^src\/log\.ts$/,
  'postgres-array': database,
  'prom-client': /^src\/http\//,
  qrcode: /^src\/documents\//,
  telegraf: /^src\/platforms\/telegram\//,
  yaml: schema,
  zod: schema,
}

const at = ({ path }: SourceFile, line: number, fault: string): string =>
  `${path}:${String(line)} ${fault}`
const folderOf = (path: string): string => path.split('/')[1]?.replace(/\.ts$/, '') ?? ''

function borderFaults(file: SourceFile): readonly string[] {
  if (roots.test(file.path)) return []
  const from = folderOf(file.path)
  const allowed = mayImport[from]
  if (allowed === undefined)
    return [at(file, 1, `stands in "${from}", which the import table does not know`)]
  return file.imports.flatMap(({ target, isType, line }) => {
    if (!target.startsWith('src/')) return []
    const to = folderOf(target)
    if (to !== from && roots.test(target))
      return [at(file, line, `imports the composition root ${target}`)]
    if (to === from || allowed.includes(to) || (isType && allowed.includes(`type ${to}`))) return []
    return [
      at(
        file,
        line,
        `imports ${target}: ${from} may import ${allowed.join(', ') || 'nothing of ours'}`,
      ),
    ]
  })
}

function adapterFaults(file: SourceFile): readonly string[] {
  const [, , platform] = file.path.split('/')
  const foreign = file.imports.filter(
    ({ target }) => target.startsWith('src/platforms/') && target.split('/')[2] !== platform,
  )
  return roots.test(file.path) || folderOf(file.path) !== 'platforms'
    ? []
    : foreign.map(({ target, line }) => at(file, line, `imports another platform, ${target}`))
}

function homeFaults(file: SourceFile): readonly string[] {
  return file.imports.flatMap(({ target, line }) => {
    if (target.startsWith('src/') || target.startsWith('node:')) return []
    const home = homes[target]
    if (home === undefined)
      return [at(file, line, `imports ${target}, which has no home in the table`)]
    return home.test(file.path)
      ? []
      : [at(file, line, `imports ${target}, whose home is ${home.source}`)]
  })
}

/** Ciphers are named in one folder. */
function cipherFaults(file: SourceFile): readonly string[] {
  if (folderOf(file.path) === 'sealing') return []
  return [...walk(file.syntax)]
    .filter((node) => ts.isIdentifier(node) && /^create(C|Dec)ipher/.test(node.text))
    .map((node) => at(file, lineOf(node), 'names a cipher outside sealing/'))
}

const impure: readonly (readonly [fault: string, is: (node: ts.Node) => boolean])[] = [
  [
    'reads the clock',
    (node) => ts.isPropertyAccessExpression(node) && node.getText() === 'Date.now',
  ],
  [
    'reads the clock',
    (node) =>
      ts.isNewExpression(node) &&
      node.expression.getText() === 'Date' &&
      (node.arguments ?? []).length === 0,
  ],
  [
    'throws dice',
    (node) => ts.isPropertyAccessExpression(node) && node.getText() === 'Math.random',
  ],
  ['waits', (node) => node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)],
  [
    'reaches out',
    (node) =>
      ts.isIdentifier(node) &&
      ['process', 'globalThis', 'fetch', 'setTimeout', 'setInterval', 'console'].includes(
        node.text,
      ) &&
      !ts.isPropertyAccessExpression(node.parent),
  ],
]

function purityFaults(file: SourceFile): readonly string[] {
  if (folderOf(file.path) !== 'domain') return []
  const builtins = file.imports
    .filter(({ target }) => target.startsWith('node:'))
    .map(({ target, line }) => at(file, line, `imports ${target} into the domain`))
  const nodes = [...walk(file.syntax)].flatMap((node) =>
    impure
      .filter(([, is]) => is(node))
      .map(([fault]) => at(file, lineOf(node), `${fault} in the domain`)),
  )
  return [...builtins, ...nodes]
}

function nameFaults(file: SourceFile): readonly string[] {
  const names = file.path.replace(/\.ts$/, '').split('/')
  const bad = names.filter(
    (name) =>
      !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ||
      /(^|-)(utils?|helpers?|common|manager|service)$/.test(name),
  )
  return bad.map((name) => at(file, 1, `"${name}" is not a verb or a noun in kebab-case`))
}

/** What cannot be broken: one string, one template, one regular expression, one address. */
const unbreakable =
  /^\s*(?:(?:return|const \w+ =|['"\w-]+:) )?(?:['"`].*['"`]|\/.*\/[a-z]*)\)?(?: \+)?,?$/

function lineFaults(file: SourceFile): readonly string[] {
  return file.text.split('\n').flatMap((line, index) => {
    if (line.length <= 100 || unbreakable.test(line) || /^ \* https:\S+$/.test(line)) return []
    return [at(file, index + 1, `has ${String(line.length)} characters, 100 at most`)]
  })
}

function fileFaults(file: SourceFile): readonly string[] {
  const isLong = file.lines > 300
  return isLong ? [at(file, 300, `has ${String(file.lines)} lines`)] : []
}

function functionFaults(file: SourceFile): readonly string[] {
  return functionsOf(file)
    .filter(({ lines }) => lines > 60)
    .map(({ name, line, lines }) => at(file, line, `${name} has ${String(lines)} lines`))
}

/** No declarations are emitted, so a type need not be exported to stand in a signature. */
function exportFaults(file: SourceFile): readonly string[] {
  return exportsOf(file)
    .filter(({ name }) => !taken.has(`${file.path}#${name}`))
    .map(({ name, line }) => at(file, line, `exports ${name}, which no other file imports`))
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

const rules: readonly (readonly [rule: string, faults: (file: SourceFile) => readonly string[]])[] =
  [
    ['imports stay within the table', borderFaults],
    ['no platform imports another', adapterFaults],
    ['packages stay at home', homeFaults],
    ['ciphers are named in sealing/ only', cipherFaults],
    ['the domain is pure', purityFaults],
    ['files are named by what they do or are', nameFaults],
    ['lines have at most 100 characters', lineFaults],
    ['files have at most 300 lines', fileFaults],
    ['functions have at most 60 lines', functionFaults],
    ['nothing is exported that nobody else imports', exportFaults],
  ]

describe('architecture', () => {
  test('there is something to check', () => {
    expect(files.length).toBeGreaterThan(20)
  })

  test.each(rules)('%s', (_, faults) => {
    expect(files.flatMap(faults)).toEqual([])
  })

  test('no import runs in a circle, types included', () => {
    expect(importCycles(files)).toEqual([])
  })

  test('half of the files have at most 80 lines, half of the functions at most 10', () => {
    expect(median(files.map(({ lines }) => lines))).toBeLessThanOrEqual(80)
    expect(median(files.flatMap(functionsOf).map(({ lines }) => lines))).toBeLessThanOrEqual(10)
  })
})
