import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts a process's time in hundredths of a second (USER_HZ). */
const msPerTick = 10

/**
 * Processor time of the backends that serve this database on this machine, ms; 0 where they cannot
 * be seen.
 */
export function backendsMs(url: string | undefined): number {
  if (url === undefined || process.platform !== 'linux') return 0
  const database = new URL(url).pathname.slice(1)
  const times = readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .map((pid) => timeOf(pid, database))
  return times.reduce((sum, ms) => sum + ms, 0)
}

function timeOf(pid: string, database: string): number {
  try {
    // PostgreSQL titles its backends "postgres: user database client state".
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(` ${database} `)) return 0
    // The second field is the name in brackets, which may hold anything; utime and stime are the
    // 14th and the 15th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) * msPerTick
  } catch {
    // It ended while we looked.
    return 0
  }
}
