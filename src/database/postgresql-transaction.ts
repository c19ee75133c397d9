import type pg from 'pg'
import type { Transaction } from './database.ts'
import { fateOf, toThrown } from './failure.ts'
import { DatabaseProblem } from './problem.ts'
import { repeatWhile } from './retry.ts'
import type { Statement } from './statement.ts'
import { pgTypes, toWire } from './wire.ts'

/** Marks an attempt that PostgreSQL certainly undid: the whole may run again. */
class Undone extends Error {}

/**
 * One transaction on a connection from `take`: BEGIN leaves with the first statement, COMMIT with
 * `finish`. Repeated as a whole after a deadlock, a serialization failure or a connection lost
 * before COMMIT was sent.
 */
export async function runTransaction<T>(
  take: () => Promise<pg.PoolClient>,
  work: (transaction: Transaction) => Promise<T>,
  onRepeat: (cause: unknown, attempt: number) => void,
): Promise<T> {
  const mayRepeat = (error: unknown, attempt: number): boolean => {
    if (!(error instanceof Undone)) return false
    onRepeat(error.cause, attempt)
    return true
  }
  try {
    return await repeatWhile(async () => attempt(await take(), work), mayRepeat)
  } catch (error) {
    // The tries are used up. A lost connection is told as what it is: nothing of it was kept.
    throw error instanceof Undone ? toThrownUndone(error.cause) : error
  }
}

function toThrownUndone(cause: unknown): Error {
  if (fateOf(cause) === 'undone') return toThrown('transaction', cause)
  return new DatabaseProblem('unreachable', [
    'The connection to PostgreSQL was lost before a commit.',
    'Nothing of that transaction was kept.',
    'Check that the server runs and stays up.',
  ])
}

async function attempt<T>(
  client: pg.PoolClient,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const open = new OpenTransaction(client)
  try {
    const result = await work(open)
    await open.commit()
    return result
  } catch (error) {
    await open.undo()
    throw open.undoneBy === undefined ? error : new Undone('undone', { cause: open.undoneBy })
  } finally {
    client.release(open.isLost)
  }
}

class OpenTransaction implements Transaction {
  /** Why PostgreSQL undid it, where that was not the work's own fault. */
  undoneBy: unknown
  isLost = false
  #isOpen = true
  #committed: Promise<void> | undefined
  readonly #client: pg.PoolClient

  constructor(client: pg.PoolClient) {
    this.#client = client
    // Not awaited: it is in the pipe before the first statement, which fails with it.
    this.#client.query('BEGIN').catch(() => undefined)
  }

  async query<Row>(statement: Statement<Row>): Promise<Row[]> {
    this.#refuseAfterEnd(statement.name)
    try {
      return await this.#send(statement)
    } catch (error) {
      const fate = fateOf(error)
      this.isLost ||= fate === 'unknown'
      // COMMIT has not been sent, so a lost connection is a roll-back too.
      if (fate !== 'refused') this.undoneBy = error
      throw toThrown(statement.name, error)
    }
  }

  async finish<Row>(statement: Statement<Row>): Promise<Row[]> {
    this.#refuseAfterEnd(statement.name)
    const sent = this.#send(statement)
    const [rows] = await Promise.allSettled([sent, this.commit()])
    if (rows.status === 'rejected') {
      // COMMIT was already behind it: after an answer of PostgreSQL that was a roll-back, without
      // one nobody knows.
      if (fateOf(rows.reason) === 'undone') this.undoneBy = rows.reason
      throw toThrown(statement.name, rows.reason)
    }
    await this.commit()
    return rows.value
  }

  /** Sends COMMIT once; whoever asks again is given the same answer. */
  commit(): Promise<void> {
    this.#isOpen = false
    this.#committed ??= this.#commitOnce()
    return this.#committed
  }

  async undo(): Promise<void> {
    if (!this.#isOpen || this.isLost) return
    this.#isOpen = false
    await this.#client.query('ROLLBACK').catch(() => {
      this.isLost = true
    })
  }

  async #commitOnce(): Promise<void> {
    const { command } = await this.#client.query('COMMIT').catch((error: unknown) => {
      const fate = fateOf(error)
      this.isLost ||= fate === 'unknown'
      if (fate === 'undone') this.undoneBy = error
      throw toThrown('commit', error)
    })
    // COMMIT of a transaction in which a statement had failed is answered 'ROLLBACK', without an
    // error.
    if (command !== 'COMMIT')
      throw new Error(
        'A transaction was committed in which a statement had failed: nothing of it was kept',
      )
  }

  #refuseAfterEnd(name: string): void {
    if (!this.#isOpen) throw new Error(`"${name}" came after the end of its transaction`)
  }

  async #send<Row>({ name, text, values }: Statement<Row>): Promise<Row[]> {
    const { rows } = await this.#client.query({
      name,
      text,
      values: values.map(toWire),
      types: pgTypes,
    })
    return rows as Row[]
  }
}
