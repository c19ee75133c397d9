import { AsyncLocalStorage } from 'node:async_hooks'
import { messages } from '@electric-sql/pglite'
import type { PGlite, QueryOptions } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { lockDataDir } from './data-dir-lock.ts'
import type { ConnectOptions, Database, Session, Transaction } from './database.ts'
import { ensureWritable, openEmbeddedDirectory } from './embedded-directory.ts'
import { toThrown } from './failure.ts'
import { PrismaClient } from './generated/client.ts'
import type { Statement } from './statement.ts'
import { parsers, toWire } from './wire.ts'

/**
 * Opens the embedded database of `dataDir` for this process alone, making it at the first start
 * (about 4 s).
 */
export async function connectEmbedded({
  dataDir,
  log = () => undefined,
}: ConnectOptions): Promise<Database> {
  ensureWritable(dataDir)
  const lock = lockDataDir(dataDir)
  try {
    const pglite = await openEmbeddedDirectory(dataDir, log)
    return await embeddedDatabase(pglite, () => {
      lock.release()
    })
  } catch (error) {
    lock.release()
    throw error
  }
}

/**
 * A Database on an open PGlite; `onClose` is called when it has been closed. Tests give one that
 * lives in memory.
 */
export async function embeddedDatabase(
  pglite: PGlite,
  onClose: () => void = () => undefined,
): Promise<Database> {
  await pglite.exec(`SET TIME ZONE 'UTC'`)
  return new EmbeddedDatabase(pglite, onClose)
}

type Runner = Pick<PGlite, 'query'>

class EmbeddedDatabase implements Database {
  readonly kind = 'embedded'
  #prisma: PrismaClient | undefined
  readonly #pglite: PGlite
  readonly #onClose: () => void
  readonly #types: QueryOptions
  readonly #inside = new AsyncLocalStorage<true>()

  constructor(pglite: PGlite, onClose: () => void) {
    this.#pglite = pglite
    this.#onClose = onClose
    this.#types = { parsers, serializers: sentAsIs(pglite) }
  }

  /** As on PostgreSQL: made when it is first asked for. */
  get prisma(): PrismaClient {
    this.#prisma ??= new PrismaClient({
      adapter: new PrismaPGlite(this.#pglite),
      errorFormat: 'minimal',
    })
    return this.#prisma
  }

  async query<Row>(statement: Statement<Row>): Promise<Row[]> {
    // There is one connection: it would wait for the transaction that waits for it.
    if (this.#inside.getStore() === true)
      throw new Error(`"${statement.name}" was sent past the transaction around it`)
    return this.#run<Row>(this.#pglite, statement)
  }

  async transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.#pglite.transaction((open) =>
        this.#inside.run(true, () => work(this.#transaction(open))),
      )
    } catch (error) {
      // Of PGlite's own, only its COMMIT's error comes here unturned.
      throw error instanceof messages.DatabaseError ? toThrown('commit', error) : error
    }
  }

  /** PGlite commits when the work is done; there is no round trip for `finish` to save. */
  #transaction(open: Runner): Transaction {
    let isOpen = true
    const query = async <Row>(statement: Statement<Row>): Promise<Row[]> => {
      if (!isOpen) throw new Error(`"${statement.name}" came after the end of its transaction`)
      return this.#run<Row>(open, statement)
    }
    const finish = <Row>(statement: Statement<Row>): Promise<Row[]> => {
      const sent = query(statement)
      isOpen = false
      return sent
    }
    return { query, finish }
  }

  openSession(): Promise<Session> {
    // There is one connection: what a session would hold for itself, this process holds.
    return Promise.resolve({
      run: async <Row>(text: string, values: Parameters<Session['run']>[1] = []) =>
        (await this.#pglite.query<Row>(text, values.map(toWire), this.#types)).rows,
      script: async (text) => {
        await this.#pglite.exec(text)
      },
      onLost: () => undefined,
      close: () => Promise.resolve(),
    })
  }

  async close(): Promise<void> {
    await this.#prisma?.$disconnect()
    if (!this.#pglite.closed) await this.#pglite.close()
    this.#onClose()
  }

  async #run<Row>(runner: Runner, { name, text, values }: Statement<Row>): Promise<Row[]> {
    try {
      return (await runner.query<Row>(text, values.map(toWire), this.#types)).rows
    } catch (error) {
      throw toThrown(name, error)
    }
  }
}

/** For every type PGlite would turn itself: toWire has done it, the same way as for PostgreSQL. */
function sentAsIs(pglite: PGlite): NonNullable<QueryOptions['serializers']> {
  return Object.fromEntries(
    Object.keys(pglite.serializers).map((oid) => [oid, (value: string) => value]),
  )
}
