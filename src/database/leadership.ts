import type { Database, Queryable, Session } from './database.ts'
import { sql } from './statement.ts'

/** One instance at a time does what must not be done twice; the others stand by. */
export interface Leadership {
  isHeld(): boolean
  release(): Promise<void>
}

interface LeadershipOptions {
  /**
   * How often one that stands by asks, and one that leads makes sure of its connection; 2000 unless
   * told.
   */
  readonly everyMs?: number
  readonly onChange?: (isHeld: boolean) => void
}

/**
 * Seeks the advisory lock of `key` on a connection of its own until `release`; the first try is
 * over when this returns. Losing the connection loses the lead at once, and it is sought again. The
 * embedded database has one process: it leads.
 */
export async function seekLeadership(
  database: Database,
  key: string,
  options: LeadershipOptions = {},
): Promise<Leadership> {
  const seeker = new Seeker(database, key, options)
  await seeker.start()
  return seeker
}

/**
 * Which of these keys' locks some session holds, of this process or another. An instance holds the
 * lock of its own name as long as it lives, so this tells the living from the dead.
 */
export async function heldKeys(
  database: Queryable,
  keys: readonly string[],
): Promise<readonly string[]> {
  const rows = await database.query(sql<{ key: string }>('held-keys', { isIdempotent: true })`
    SELECT key FROM unnest(${keys}::text[]) key WHERE EXISTS (
      SELECT 1 FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (l.classid::bigint << 32 | l.objid::bigint) = hashtextextended(key, 0))`)
  return rows.map(({ key }) => key)
}

class Seeker implements Leadership {
  readonly #database: Database
  readonly #key: string
  readonly #everyMs: number
  readonly #onChange: (isHeld: boolean) => void
  #session: Session | undefined
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> = Promise.resolve()
  #held = false
  #ended = false

  constructor(
    database: Database,
    key: string,
    { everyMs = 2000, onChange = () => undefined }: LeadershipOptions,
  ) {
    this.#database = database
    this.#key = key
    this.#everyMs = everyMs
    this.#onChange = onChange
  }

  isHeld(): boolean {
    return this.#held
  }

  async start(): Promise<void> {
    this.#round = this.#seekOrConfirm()
    await this.#round
    if (this.#ended) return
    this.#timer = setTimeout(() => void this.start(), this.#everyMs)
    this.#timer.unref()
  }

  async release(): Promise<void> {
    this.#ended = true
    clearTimeout(this.#timer)
    await this.#round
    await this.#drop()
  }

  async #seekOrConfirm(): Promise<void> {
    try {
      const session = await this.#connected()
      // A lead that was confirmed before the answer came too late is no lead: a silent line may
      // hide that it was lost.
      const answered = await withinTime(
        this.#held ? session.run('SELECT 1') : this.#ask(session),
        this.#everyMs,
      )
      if (answered === 'late') await this.#drop()
    } catch {
      await this.#drop()
    }
  }

  async #connected(): Promise<Session> {
    if (this.#session !== undefined) return this.#session
    const session = await this.#database.openSession()
    this.#session = session
    session.onLost(() => {
      if (this.#session === session) this.#forget()
    })
    return session
  }

  async #ask(session: Session): Promise<void> {
    const [row] = await session.run<{ isHeld: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS "isHeld"',
      [this.#key],
    )
    if (this.#session === session) this.#set(row?.isHeld === true)
  }

  async #drop(): Promise<void> {
    const session = this.#session
    this.#forget()
    if (session === undefined) return
    const unlocked = session
      .run('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [this.#key])
      .catch(() => undefined)
    await withinTime(unlocked, this.#everyMs)
    await session.close()
  }

  #forget(): void {
    this.#session = undefined
    this.#set(false)
  }

  #set(isHeld: boolean): void {
    if (this.#held === isHeld) return
    this.#held = isHeld
    this.#onChange(isHeld)
  }
}

async function withinTime(work: Promise<unknown>, ms: number): Promise<'in time' | 'late'> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => {
      resolve('late')
    }, ms)
  })
  try {
    return await Promise.race([work.then(() => 'in time' as const), late])
  } finally {
    clearTimeout(timer)
  }
}
