import type { PlaygroundEntry, PlaygroundLedger } from './entry.ts'

export type EntryListener = (entry: PlaygroundEntry) => void

export interface Conversations {
  all(): Promise<readonly PlaygroundEntry[]>
  find(id: string): Promise<PlaygroundEntry | undefined>
  append(entry: PlaygroundEntry): Promise<void>
  /** Gives the entry as changed; undefined when there is none of that id. */
  change(
    id: string,
    change: (entry: PlaygroundEntry) => PlaygroundEntry,
  ): Promise<PlaygroundEntry | undefined>
  clear(): Promise<void>
  /** Called after every append and change. Returns how to stop. */
  subscribe(listener: EntryListener): () => void
}

/** All entries in memory, written through to the ledger first: what a phone shows has been kept. */
export function openConversations(ledger: PlaygroundLedger): Conversations {
  const listeners = new Set<EntryListener>()
  const inTurn = createTurns()
  let entries: Map<string, PlaygroundEntry> | undefined

  const load = async () => {
    entries ??= new Map((await ledger.all()).map((entry) => [entry.id, entry]))
    return entries
  }
  const keep = (known: Map<string, PlaygroundEntry>, entry: PlaygroundEntry) => {
    known.set(entry.id, entry)
    for (const listener of listeners) listener(entry)
  }
  return {
    all: async () => inTurn(async () => [...(await load()).values()]),
    find: async (id) => inTurn(async () => (await load()).get(id)),
    append: async (entry) =>
      inTurn(async () => {
        const known = await load()
        await ledger.append(entry)
        keep(known, entry)
      }),
    change: async (id, change) =>
      inTurn(async () => {
        const known = await load()
        const before = known.get(id)
        if (before === undefined) return undefined
        const after = change(before)
        await ledger.update(after)
        keep(known, after)
        return after
      }),
    clear: async () =>
      inTurn(async () => {
        await ledger.clear()
        entries = new Map()
      }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Runs one piece of work after the other; a failed one does not stop the next. */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return async (work) => {
    const mine = last.then(work, work)
    last = mine
    return mine
  }
}
