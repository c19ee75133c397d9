// The sources as the compiler reads them, for test/architecture.test.ts.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { root } from '../../scripts/build.mjs'

export interface Import {
  /** `src/…` for one of our files, else the package or `node:…`. */
  readonly target: string
  readonly isType: boolean
  readonly line: number
}

export interface NamedFunction {
  readonly name: string
  readonly line: number
  readonly lines: number
}

export interface SourceFile {
  /** From the root, with slashes: `src/domain/period.ts`. */
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly syntax: ts.SourceFile
  readonly imports: readonly Import[]
}

/** All TypeScript files below `folder` of the root but the generated ones. */
export function readSources(folder: string): readonly SourceFile[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  return paths
    .filter((path) => !path.includes('/generated/'))
    .sort()
    .map(readSource)
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  const syntax = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  return {
    path,
    text,
    lines: text.trimEnd().split('\n').length,
    syntax,
    imports: importsOf(path, syntax),
  }
}

/** Every node of a file, parents first. */
export function* walk(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* walk(child)
}

export function lineOf(node: ts.Node): number {
  const file = node.getSourceFile()
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
}

function importsOf(path: string, syntax: ts.SourceFile): readonly Import[] {
  return [...walk(syntax)].flatMap((node) => {
    const found = specifierIn(node)
    return found === undefined
      ? []
      : [{ target: targetOf(path, found.specifier), isType: found.isType, line: lineOf(node) }]
  })
}

/** `import … from`, `export … from`, `import('…')`, and `import('…').Name` in a type. */
function specifierIn(node: ts.Node): { specifier: string; isType: boolean } | undefined {
  if (ts.isImportDeclaration(node))
    return specifier(
      node.moduleSpecifier,
      node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
    )
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
    return specifier(node.moduleSpecifier, node.isTypeOnly)
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return specifier(node.arguments[0], false)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return specifier(node.argument.literal, true)
  return undefined
}

function specifier(
  node: ts.Node | undefined,
  isType: boolean,
): { specifier: string; isType: boolean } | undefined {
  return node !== undefined && ts.isStringLiteral(node)
    ? { specifier: node.text, isType }
    : undefined
}

export function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('.')) return join(dirname(path), specifier)
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/**
 * Functions that have a name of their own: declarations, methods, accessors, and arrows given to a
 * constant.
 */
export function functionsOf(file: SourceFile): readonly NamedFunction[] {
  return [...walk(file.syntax)].flatMap((node) => {
    const name = functionName(node)
    return name === undefined ? [] : [{ name, line: lineOf(node), lines: linesOf(node) }]
  })
}

function functionName(node: ts.Node): string | undefined {
  if (ts.isConstructorDeclaration(node)) return 'constructor'
  const isNamed =
    (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isAccessor(node)) &&
    node.body !== undefined
  if (isNamed) return node.name?.getText() ?? 'unnamed'
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined
  const { parent } = node
  return ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)
    ? parent.name.getText()
    : undefined
}

function linesOf(node: ts.Node): number {
  const file = node.getSourceFile()
  return file.getLineAndCharacterOfPosition(node.end).line + 2 - lineOf(node)
}
