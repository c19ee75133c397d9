import type { Database, Queryable } from '../../src/database/database.ts'

/** The kind of a statement: turns are put together of fragments, and their names are hashes. */
function kindOf(name: string): string {
  return /^turn-[0-9a-f]{24}$/u.test(name) ? 'turn-write' : name
}

/**
 * The same database, and how often each kind of statement went to it. A transaction's BEGIN and
 * COMMIT travel with others.
 */
export function countStatements(database: Database): {
  readonly database: Database
  readonly counts: ReadonlyMap<string, number>
} {
  const counts = new Map<string, number>()
  const count = (name: string): void => {
    const kind = kindOf(name)
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const counting =
    (queryable: Queryable): Queryable['query'] =>
    (statement) => {
      count(statement.name)
      return queryable.query(statement)
    }
  const counted: Database = {
    kind: database.kind,
    get prisma() {
      return database.prisma
    },
    query: counting(database),
    transact: (work) =>
      database.transact((transaction) =>
        work({
          query: counting(transaction),
          finish: (statement) => {
            count(statement.name)
            return transaction.finish(statement)
          },
        }),
      ),
    openSession: () => database.openSession(),
    close: () => database.close(),
  }
  return { database: counted, counts }
}
