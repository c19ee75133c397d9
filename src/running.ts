import type { Log } from './log.ts'

type Stop = () => Promise<void>

/** What was started, newest last; stopped from the end. */
export class Running {
  readonly #stops: Stop[] = []
  add(stop: Stop): void {
    this.#stops.push(stop)
  }
  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) await stop()
  }
}

/** npm passes on what the terminal has sent to both: within this time (ms) it is one signal. */
const sameSignalMs = 500

/** A second signal does not wait. */
export function listenForSignals(running: Running, log: Log): void {
  let stoppingSince: number | undefined
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > sameSignalMs) process.exit(1)
      return
    }
    stoppingSince = performance.now()
    log.write('service.stopping', { signal })
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.write('service.stopFailed', { error })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', onSignal)
  process.on('SIGINT', onSignal)
}
