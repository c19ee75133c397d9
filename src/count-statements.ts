import type { Database, Transaction } from './database/database.ts'

/** The same database, telling `count` of every statement it is given. */
export function countStatements(database: Database, count: (statements: number) => void): Database {
  const counting = (transaction: Transaction): Transaction => ({
    query: (statement) => {
      count(1)
      return transaction.query(statement)
    },
    finish: (statement) => {
      count(1)
      return transaction.finish(statement)
    },
  })
  return {
    kind: database.kind,
    // Made on its first use, which costs memory: asking for it here would make it.
    get prisma() {
      return database.prisma
    },
    query: (statement) => {
      count(1)
      return database.query(statement)
    },
    transact: (work) => database.transact((transaction) => work(counting(transaction))),
    openSession: () => database.openSession(),
    close: () => database.close(),
  }
}
