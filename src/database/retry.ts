/**
 * How often and how long: four tries within about two seconds, so that a webhook is still answered
 * in time.
 */
interface Patience {
  readonly tries: number
  readonly baseMs: number
  readonly capMs: number
  readonly wait: (ms: number) => Promise<void>
  /** From 0 to below 1. */
  readonly chance: () => number
}

const patience: Patience = {
  tries: 4,
  baseMs: 50,
  capMs: 1000,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  chance: Math.random,
}

/**
 * Full jitter: many callers that failed together do not come back together. `attempt` counts from
 * 1.
 */
function backOffMs(attempt: number, { baseMs, capMs, chance }: Patience): number {
  return Math.ceil(chance() * Math.min(capMs, baseMs * 4 ** (attempt - 1)))
}

/**
 * Runs `work` until it succeeds, its error may not be repeated, or the tries are used up; then
 * throws that error.
 * `mayRepeat` is told the error and the number of the try that failed.
 */
export async function repeatWhile<T>(
  work: () => Promise<T>,
  mayRepeat: (error: unknown, attempt: number) => boolean,
  how: Patience = patience,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= how.tries || !mayRepeat(error, attempt)) throw error
      await how.wait(backOffMs(attempt, how))
    }
  }
}
