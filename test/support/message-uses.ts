// Which words the sources ask for: every message key they name, whole or put together from parts, and what it is filled with.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'

export interface MessageUse {
  /** A key, or a pattern with `*` for each part that is only known when it runs. */
  readonly key: string
  /** The names it is filled with; null where they cannot be read off the call. */
  readonly names: readonly string[] | null
  /** Given to a translator there and then, and not only named. */
  readonly isAsked: boolean
  readonly at: string
}

const notAsked = /[/\\](?:generated|page)[/\\]/

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts')).map((path) => join(folder, path)).filter((path) => !notAsked.test(path))
}

function keyOf(node: ts.Node): string | null {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  return ts.isTemplateExpression(node) ? [node.head.text, ...node.templateSpans.map(({ literal }) => `*${literal.text}`)].join('') : null
}

function namesIn(values: ts.Expression | undefined): readonly string[] | null {
  if (values === undefined) return []
  if (!ts.isObjectLiteralExpression(values)) return null
  const names = values.properties.map((property) => (property.name !== undefined && ts.isIdentifier(property.name) ? property.name.text : null))
  return names.includes(null) ? null : names.filter((name) => name !== null)
}

/** The call of a translator, `t(…)` or `words[language](…)`, whose key this is, also as one branch of a condition. */
function askingOf(node: ts.Node): ts.CallExpression | null {
  const { parent } = node
  if (ts.isConditionalExpression(parent) && parent.condition !== node) return askingOf(parent)
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return null
  const { expression } = parent
  if (ts.isElementAccessExpression(expression)) return parent
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : ts.isIdentifier(expression) ? expression.text : ''
  return name === 't' ? parent : null
}

/** Every use in the TypeScript sources under `folder` of a key of one of these subjects (the files of `locales/vi`). */
export function messageUses(folder: string, subjects: readonly string[]): readonly MessageUse[] {
  const isKey = new RegExp(`^(?:${subjects.join('|')})(?:\\.[A-Za-z0-9*]+)+$`, 'u')
  return sourcesIn(folder).flatMap((path) => {
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
    const uses: MessageUse[] = []
    const visit = (node: ts.Node): void => {
      const key = keyOf(node)
      if (key !== null && isKey.test(key)) {
        const call = askingOf(node)
        uses.push({ key, names: call === null ? null : namesIn(call.arguments[1]), isAsked: call !== null, at: path.slice(folder.length + 1) })
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
    return uses
  })
}

/** The texts of one language by key. */
export function textsIn(folder: string): ReadonlyMap<string, string> {
  const leaves = (tree: object, prefix: string): readonly (readonly [string, string])[] =>
    Object.entries(tree).flatMap(([name, value]) => (typeof value === 'string' ? [[`${prefix}${name}`, value] as const] : leaves(value as object, `${prefix}${name}.`)))
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return new Map(files.flatMap((file) => leaves(JSON.parse(readFileSync(join(folder, file), 'utf8')) as object, `${basename(file, '.json')}.`)))
}
