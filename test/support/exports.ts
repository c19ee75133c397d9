// What a file gives to others, and what others take from it by name, for test/architecture.test.ts.
import ts from 'typescript'
import { lineOf, targetOf, walk } from './source-files.ts'
import type { SourceFile } from './source-files.ts'

export interface Export {
  readonly name: string
  readonly line: number
}

/** Declarations that are exported, and what is handed on from another file. */
export function exportsOf({ syntax }: SourceFile): readonly Export[] {
  return syntax.statements.flatMap((statement): readonly Export[] => {
    const line = lineOf(statement)
    if (ts.isExportDeclaration(statement))
      return elementsOf(statement.exportClause).map(({ name }) => ({ name: name.text, line }))
    return isExported(statement) ? namesOf(statement).map((name) => ({ name, line })) : []
  })
}

/** Every `path#name` that some file takes from another, types included. */
export function takenNames(files: readonly SourceFile[]): ReadonlySet<string> {
  return new Set(files.flatMap((file) => takenBy(file)))
}

function takenBy({ path, syntax }: SourceFile): readonly string[] {
  const taken: string[] = []
  const take = (specifier: ts.Node | undefined, names: readonly string[]): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return
    const target = targetOf(path, specifier.text)
    taken.push(...names.map((name) => `${target}#${name}`))
  }
  for (const node of walk(syntax)) {
    if (ts.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings
      const local = bindings !== undefined && ts.isNamespaceImport(bindings) ? bindings.name : null
      take(node.moduleSpecifier, local === null ? sourceNames(bindings) : membersOf(local, syntax))
    }
    if (ts.isExportDeclaration(node)) take(node.moduleSpecifier, sourceNames(node.exportClause))
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      take(node.argument.literal, node.qualifier === undefined ? [] : [node.qualifier.getText()])
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      take(node.arguments[0], namesOfDynamic(node, syntax))
  }
  return taken
}

/** `(await import('…')).name`, `const { name } = await import('…')`, `const all = await import('…')`. */
function namesOfDynamic(call: ts.CallExpression, syntax: ts.SourceFile): readonly string[] {
  let holder: ts.Node = call.parent
  while (ts.isAwaitExpression(holder) || ts.isParenthesizedExpression(holder))
    holder = holder.parent
  if (ts.isPropertyAccessExpression(holder)) return [holder.name.text]
  if (!ts.isVariableDeclaration(holder)) return []
  if (ts.isIdentifier(holder.name)) return membersOf(holder.name, syntax)
  return ts.isObjectBindingPattern(holder.name)
    ? holder.name.elements.map(({ propertyName, name }) => (propertyName ?? name).getText())
    : []
}

/** What is read of a whole module that was given one name. */
function membersOf(local: ts.Identifier, syntax: ts.SourceFile): readonly string[] {
  return [...walk(syntax)].flatMap((node) => {
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === local.text)
      return [node.name.text]
    return ts.isQualifiedName(node) && node.left.getText() === local.text ? [node.right.text] : []
  })
}

function elementsOf(
  node: ts.Node | undefined,
): readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] {
  return node !== undefined && (ts.isNamedImports(node) || ts.isNamedExports(node))
    ? [...node.elements]
    : []
}

function sourceNames(node: ts.Node | undefined): readonly string[] {
  return elementsOf(node).map(({ propertyName, name }) => (propertyName ?? name).text)
}

function isExported(statement: ts.Statement): boolean {
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  )
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText())
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  return isNamed && statement.name !== undefined ? [statement.name.text] : []
}
