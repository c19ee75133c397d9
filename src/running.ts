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

/** A second signal does not wait. */
export function listenForSignals(running: Running, log: Log): void {
  let isStopping = false
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(1)
    isStopping = true
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
