// What the documents say is there is there: variables, commands, files, packages, links. Prose
// itself has readers.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commands } from '../../src/cli/commands/all.ts'
import { commandNames } from '../../src/conversation/commands.ts'
import { logEvents } from '../../src/log/events.ts'

const documents: ReadonlyMap<string, string> = new Map(
  ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownIn('docs')].map((path) => [
    path,
    readFileSync(path, 'utf8'),
  ]),
)
const packaging: ReadonlyMap<string, string> = new Map(
  ['Dockerfile', 'compose.yaml', '.dockerignore'].map((path) => [path, readFileSync(path, 'utf8')]),
)
const manual = documents.get('docs/operating.md') ?? ''
const readme = documents.get('README.md') ?? ''

function markdownIn(folder: string): readonly string[] {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return found.filter((name) => name.endsWith('.md')).map((name) => join(folder, name))
}

/** The program's own text, of the folders and files named. */
function sourcesOf(...places: readonly string[]): readonly string[] {
  return places.flatMap((place) => {
    if (place.endsWith('.ts')) return [readFileSync(place, 'utf8')]
    const names = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.includes('generated'),
    )
    return names.map((name) => readFileSync(join(place, name), 'utf8'))
  })
}

const matchesIn = (texts: readonly string[], pattern: RegExp): readonly string[] =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map(([, found]) => found ?? ''))

interface Package {
  readonly scripts: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}
const { scripts, dependencies, devDependencies } = JSON.parse(
  readFileSync('package.json', 'utf8'),
) as Package

/** The first group of every match in every document, with the document it stands in. */
function mentioned(
  pattern: RegExp,
  texts = documents,
): readonly (readonly [path: string, what: string])[] {
  return [...texts].flatMap(([path, text]) =>
    [...text.matchAll(pattern)].map((match) => [path, match[1] ?? ''] as const),
  )
}

const unlessKnown =
  (isKnown: (what: string) => boolean) =>
  ([path, what]: readonly [string, string]): readonly string[] =>
    isKnown(what) ? [] : [`${path}: ${what}`]

/** Settings, by the names under which `Reading` is asked for them. */
const variables = new Set(
  matchesIn(sourcesOf('src/config.ts', 'src/config'), /reading\.(?:take|raw|secret)\('([A-Z_]+)'/g),
)

describe('settings', () => {
  test('some are read', () => {
    expect([...variables]).toEqual(
      expect.arrayContaining([
        'DATABASE_URL',
        'MASTER_KEY_FILE',
        'TELEGRAM_BOT_TOKEN',
        'NODE_ENV',
        'BOTS_FILE',
      ]),
    )
  })

  test.each([...variables])("%s stands in the README and in the operator's manual", (variable) => {
    expect(readme).toContain(`\`${variable}\``)
    expect(manual).toContain(`\`${variable}\``)
  })

  test('what compose.yaml sets is a setting', () => {
    const set = mentioned(/^ {6}([A-Z_]+):/gm, packaging).filter(
      ([, name]) => !name.startsWith('POSTGRES_'),
    )
    expect(set.length).toBeGreaterThan(5)
    expect(
      set.flatMap(
        unlessKnown((name) => variables.has(name) || variables.has(name.replace(/_FILE$/, ''))),
      ),
    ).toEqual([])
  })
})

describe('commands', () => {
  test('every npm script that is named exists', () => {
    const named = [
      ...mentioned(/npm run (?:-s )?([a-z]+)/g),
      ...mentioned(/npm run ([a-z]+)/g, packaging),
    ]
    expect(named.flatMap(unlessKnown((name) => Object.hasOwn(scripts, name)))).toEqual([])
  })

  test('every tusoi command that is named exists', () => {
    const own = ['help', 'version', ...commands.map(({ name }) => name)]
    const typed = /(?:`|^|-- |exec tusoi )tusoi (?:-- )?((?:org |round |bot )?[a-z]+)/gm
    const named = [
      ...mentioned(typed),
      ...mentioned(/npm run -s tusoi -- ((?:org |round |bot )?[a-z]+)/g),
    ]
    expect(named.length).toBeGreaterThan(15)
    expect(named.flatMap(unlessKnown((name) => own.includes(name)))).toEqual([])
  })

  test.each(commands.map(({ name, usage }) => [name, usage] as const))(
    'tusoi %s is in the manual, with its options',
    (name, usage) => {
      expect(manual).toContain(`tusoi ${name}`)
      for (const [option] of usage.matchAll(/--[a-z]+/g)) expect(manual).toContain(option)
    },
  )

  test('every chat command that is named exists, and each is in the README', () => {
    const known: readonly string[] = commandNames
    const routes = [
      'data',
      'dev',
      'etc',
      'app',
      'run',
      'tmp',
      'healthz',
      'readyz',
      'metrics',
      'webhooks',
      'd',
      'opt',
      'usr',
      'revoke',
      'newbot',
      'setprivacy',
    ]
    const named = mentioned(/`\/([a-z]+)/g).filter(([, name]) => !routes.includes(name))
    expect(named.flatMap(unlessKnown((name) => known.includes(name)))).toEqual([])
    expect(commandNames.filter((name) => !readme.includes(`/${name}`))).toEqual([])
  })

  test('every code a command can fail with is in the manual', () => {
    const program = sourcesOf('src/cli', 'src/database', 'src/startup-failure.ts')
    const codes = [
      ...matchesIn(program, /new Failure\(\s*exitCode\.\w+,\s*'([a-z-]+)'/g),
      ...matchesIn(program, /new DatabaseProblem\(\s*'([a-z-]+)'/g),
      ...matchesIn(program, /`\[([a-z-]+)\] /g),
    ]
    expect(new Set(codes).size).toBeGreaterThan(20)
    expect(codes.filter((code) => !manual.includes(`\`${code}\``))).toEqual([])
  })
})

describe('the log', () => {
  const rows = [...manual.matchAll(/^\| `([a-z]+\.\w+)` \| (\w+) \| (.+) \|$/gm)]

  test('every line it can have is in the manual, in order, with its level, and no other is', () => {
    expect(rows.map(([, event, level]) => [event, level])).toEqual(Object.entries(logEvents))
  })

  test('each says something of its own', () => {
    expect(new Set(rows.map(([, , , words]) => words)).size).toBe(rows.length)
  })

  test('no document speaks of a line there is not', () => {
    const families = [...new Set(Object.keys(logEvents).map((event) => event.split('.')[0]))]
    const named = mentioned(new RegExp(`\`((?:${families.join('|')})\\.[a-z][a-zA-Z]+)\``, 'g'))
    const files = /\.(?:unfinished|key|yaml|yml|json|ts|md|xlsx|csv|docx|dump|update|service)$/
    const lines = named.filter(([, name]) => !files.test(name))
    expect(lines.length).toBeGreaterThan(40)
    expect(lines.flatMap(unlessKnown((name) => Object.hasOwn(logEvents, name)))).toEqual([])
  })
})

describe('files', () => {
  test('every path that is named exists', () => {
    const roots = 'src|test|docs|bench|scripts|prisma|locales|questionnaires|demo'
    const named = mentioned(new RegExp(`\`((?:${roots})/[\\w./-]*)\``, 'g'))
    expect(named.length).toBeGreaterThan(60)
    expect(named.flatMap(unlessKnown((path) => existsSync(path)))).toEqual([])
  })

  test('what the image copies exists, or is made by its build', () => {
    const copied = mentioned(/^COPY (?!--from)([^\n]+) \.[^\n]*$/gm, packaging).flatMap(
      ([path, names]) => names.split(' ').map((name) => [path, name] as const),
    )
    expect(copied.length).toBeGreaterThan(8)
    expect(copied.flatMap(unlessKnown((path) => existsSync(path)))).toEqual([])
  })

  test('every link within the documents leads somewhere', () => {
    const links = mentioned(/\]\(([^)\s]+)\)/g).filter(([, target]) => !target.includes('://'))
    expect(links.length).toBeGreaterThan(15)
    expect(links.flatMap(([path, target]) => linkFaults(path, target))).toEqual([])
  })

  test('every picture is shown, and small', () => {
    const pictures = readdirSync('docs/pictures', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.png'))
      .map((name) => `docs/pictures/${name}`)
    expect(
      pictures.filter(
        (path) =>
          ![...documents.values()].some((text) => text.includes(path.replace(/^docs\//, ''))),
      ),
    ).toEqual([])
    expect(pictures.filter((path) => readFileSync(path).length > 300 * 1024)).toEqual([])
  })
})

function linkFaults(path: string, target: string): readonly string[] {
  const [file = '', anchor] = target.split('#')
  const wanted = file === '' ? path : join(dirname(path), file)
  if (!existsSync(wanted)) return [`${path}: ${target}`]
  if (anchor === undefined) return []
  const headings = [...readFileSync(wanted, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    anchorOf(heading ?? ''),
  )
  return headings.includes(anchor) ? [] : [`${path}: ${target}`]
}

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}

describe('packages', () => {
  const text = documents.get('docs/dependencies.md') ?? ''

  test.each(Object.entries({ ...dependencies, ...devDependencies }))(
    '%s has a row, at version %s',
    (name, version) => {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? 'no row'
      expect(row).toContain(`| ${version} |`)
    },
  )

  test('no row is of a package that is not there', () => {
    const rows = [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name ?? '')
    expect(
      rows.filter(
        (name) => dependencies[name] === undefined && devDependencies[name] === undefined,
      ),
    ).toEqual([])
  })
})

test('no document names the place where it was written', () => {
  const places =
    /(?:^|[\s`"'(])\/(?:work|shared|root|home)\/|\.internal\b|registry\.(?!npmjs)|_authToken|artifactory/gi
  const texts = [...documents, ...packaging]
  expect(
    texts.flatMap(([path, text]) =>
      [...text.matchAll(places)].map(([found]) => `${path}: ${found.trim()}`),
    ),
  ).toEqual([])
})
