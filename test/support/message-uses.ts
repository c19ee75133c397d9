// Which words the sources ask for: every message key they name, whole or put together from parts,
// and what it is filled with.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { readSources, walk } from './source-files.ts'

export interface MessageUse {
  /** A key, or a pattern with `*` for each part that is only known when it runs. */
  readonly key: string
  /** The names it is filled with; null where they cannot be read off a call. */
  readonly names: readonly string[] | null
  /** Given to a translator there and then, and not only named. */
  readonly isAsked: boolean
  readonly at: string
}

function keyOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  return ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map(({ literal }) => `*${literal.text}`)].join('')
    : null
}

function namesIn(values: ts.Expression | undefined): readonly string[] | null {
  if (values === undefined) return []
  if (!ts.isObjectLiteralExpression(values)) return null
  const names = values.properties.map(({ name }) =>
    name !== undefined && ts.isIdentifier(name) ? name.text : null,
  )
  return names.includes(null) ? null : names.filter((name) => name !== null)
}

/**
 * The call of a translator, `t(…)`, `words.vi(…)` or `words[language](…)`, whose key this is, also
 * as one branch of a condition.
 */
function askingOf(node: ts.Node): ts.CallExpression | null {
  const { parent } = node
  if (ts.isConditionalExpression(parent) && parent.condition !== node) return askingOf(parent)
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return null
  const { expression } = parent
  if (ts.isElementAccessExpression(expression)) return parent
  const name = ts.isPropertyAccessExpression(expression)
    ? expression.name.text
    : ts.isIdentifier(expression)
      ? expression.text
      : ''
  return ['t', 'vi', 'en'].includes(name) ? parent : null
}

/** Every use in `src` of a key of one of these subjects (a subject is a file of `locales/vi`). */
export function messageUses(subjects: readonly string[]): readonly MessageUse[] {
  const isKey = new RegExp(`^(?:${subjects.join('|')})(?:\\.[A-Za-z0-9*]+)+$`, 'u')
  return readSources('src').flatMap(({ path, syntax }) =>
    [...walk(syntax)].flatMap((node) => {
      const key = keyOf(node)
      if (key === null || !isKey.test(key)) return []
      const call = askingOf(node)
      return [
        {
          key,
          names: call === null ? null : namesIn(call.arguments[1]),
          isAsked: call !== null,
          at: path,
        },
      ]
    }),
  )
}

type Leaf = readonly [key: string, text: string]

function leaves(tree: object, prefix: string): readonly Leaf[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]): readonly Leaf[] =>
    typeof value === 'string'
      ? [[`${prefix}${name}`, value]]
      : leaves(value as object, `${prefix}${name}.`),
  )
}

/** The texts of one language by key. */
export function textsIn(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  const read = (file: string): object =>
    JSON.parse(readFileSync(join(folder, file), 'utf8')) as object
  return new Map(files.flatMap((file) => leaves(read(file), `${basename(file, '.json')}.`)))
}
