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
    const facts = {
      rssBytes,
      peakRssBytes: peak,
      cpuMs: (user + system) / 1000,
      statements: Object.fromEntries(statements),
    }
    peak = 0
    return facts
  }
}

export interface Statements {
  readonly total: number
  readonly byKind: Readonly<Record<string, number>>
}

/** Statements between two looks. */
export function statementsBetween(before: Facts, after: Facts): Statements {
  const entries = Object.entries(after.statements).map(
    ([kind, count]) => [kind, count - (before.statements[kind] ?? 0)] as const,
  )
  const total = entries.reduce((sum, [, count]) => sum + count, 0)
  return { total, byKind: Object.fromEntries(entries.filter(([, count]) => count > 0)) }
}
