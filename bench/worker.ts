// Each program of the bench runs in a process of its own, so that its memory and its processor time
// are its own. Parent and child talk by calls: one message out, one back.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a child offers: one argument each, plain data both ways. */
export type Calls<C> = { readonly [N in keyof C]: (argument: never) => Promise<unknown> }

interface Question {
  readonly id: number
  readonly name: string
  readonly argument: unknown
}

type Word =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly told: unknown }

export interface Worker<C extends Calls<C>> {
  readonly pid: number
  ask<N extends keyof C & string>(
    name: N,
    ...given: Parameters<C[N]>
  ): Promise<Awaited<ReturnType<C[N]>>>
  /** Hears what the child says unasked, instead of whoever heard it before. */
  hear(listener: (told: unknown) => void): void
  /** Lets the child finish, at most 15 s. */
  stop(): Promise<void>
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** Starts a program of the bench, named relative to `from` (an import.meta.url). */
export function startWorker<C extends Calls<C>>(
  file: string,
  from: string,
  execArgv: readonly string[] = [],
): Worker<C> {
  const child = fork(fileURLToPath(new URL(file, from)), {
    execArgv: [...execArgv],
    serialization: 'advanced',
  })
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let listener: (told: unknown) => void = () => undefined
  const ended = new Promise<void>((resolve) =>
    child.once('exit', (code) => {
      for (const { reject } of waiting.values())
        reject(new Error(`${file} ended with ${String(code)}`))
      resolve()
    }),
  )
  child.on('message', (word: Word) => {
    if ('told' in word) {
      listener(word.told)
      return
    }
    const one = waiting.get(word.id)
    waiting.delete(word.id)
    if ('error' in word) one?.reject(new Error(`${file}: ${word.error}`))
    else one?.resolve(word.value)
  })
  return {
    pid: child.pid ?? 0,
    ask: (name, ...[argument]) =>
      new Promise((resolve, reject) => {
        waiting.set((asked += 1), { resolve: resolve as Waiting['resolve'], reject })
        child.send({ id: asked, name, argument } satisfies Question)
      }),
    hear: (next) => {
      listener = next
    },
    stop: async () => {
      if (child.connected) child.disconnect()
      const killed = setTimeout(() => child.kill('SIGKILL'), 15_000)
      await ended
      clearTimeout(killed)
    },
  }
}

/** In the child: answers calls until the parent lets go; `stop` then ends what was started. */
export function serveCalls(calls: object, stop: () => Promise<void>): void {
  process.on('message', ({ id, name, argument }: Question) => {
    const call = (calls as Partial<Record<string, (argument: unknown) => Promise<unknown>>>)[name]
    Promise.resolve(call?.(argument)).then(
      (value) => process.send?.({ id, value } satisfies Word),
      (error: unknown) => process.send?.({ id, error: textOf(error) } satisfies Word),
    )
  })
  process.once('disconnect', () => {
    void stop().finally(() => process.exit(0))
  })
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** In the child: says something unasked. */
export function tell(told: unknown): void {
  process.send?.({ told } satisfies Word)
}
