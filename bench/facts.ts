// What a measured process says of itself.

export interface Facts {
  readonly rssBytes: number
  /** The most seen since the last question; looked at every 100 ms. */
  readonly peakRssBytes: number
  /** Processor time so far, ms. */
  readonly cpuMs: number
  /** Round trips to the database so far, by the kind of statement. */
  readonly statements: Readonly<Record<string, number>>
}

/** Begins to watch this process. */
export function watchFacts(statements: ReadonlyMap<string, number>): () => Facts {
  let peak = 0
  const look = (): number => {
    const { rss } = process.memoryUsage()
    peak = Math.max(peak, rss)
    return rss
  }
  setInterval(look, 100).unref()
  return () => {
    const rssBytes = look()
    const { user, system } = process.cpuUsage()
    const facts = { rssBytes, peakRssBytes: peak, cpuMs: (user + system) / 1000, statements: Object.fromEntries(statements) }
    peak = 0
    return facts
  }
}

/** Statements between two looks: all, and those of each kind. */
export function statementsBetween(before: Facts, after: Facts): { readonly total: number; readonly byKind: Readonly<Record<string, number>> } {
  const entries = Object.entries(after.statements).map(([kind, count]) => [kind, count - (before.statements[kind] ?? 0)] as const)
  return { total: entries.reduce((sum, [, count]) => sum + count, 0), byKind: Object.fromEntries(entries.filter(([, count]) => count > 0)) }
}
