// One program at a time, started anew when asked. Used by dev.mjs.
import { spawn } from 'node:child_process'
import { clearTimeout, setTimeout } from 'node:timers'

/** A program that was asked to stop and has not is killed then (ms). */
const stopWithinMs = 15_000

/**
 * Keeps `command` running, never twice at once: a restart waits until the old one has ended, and
 * several asked for meanwhile are one. `args` is asked for at each start. What ends by itself stays
 * down until the next restart; `onEnd` is told of it.
 */
export function supervise({ command, args, env, onEnd = () => undefined }) {
  let child
  let ended = Promise.resolve()
  let isStopped = false
  let restarting

  const start = () => {
    const one = spawn(command, args(), {
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      // In a group of its own: Ctrl-C at the terminal comes to the supervisor, which asks once.
      detached: true,
    })
    child = one
    ended = new Promise((resolve) => {
      const over = (code) => {
        if (child === one) {
          child = undefined
          onEnd(code)
        }
        resolve(code)
      }
      one.once('error', () => over(null))
      one.once('exit', over)
    })
  }

  const end = async () => {
    const one = child
    // From here on its end is asked for, and no news.
    child = undefined
    if (one === undefined) return
    one.kill('SIGTERM')
    const late = setTimeout(() => one.kill('SIGKILL'), stopWithinMs)
    await ended
    clearTimeout(late)
  }

  return {
    restart() {
      restarting ??= end().then(() => {
        restarting = undefined
        if (!isStopped) start()
      })
      return restarting
    },
    /** Resolves when nothing runs any more; nothing is started after it. */
    async stop() {
      isStopped = true
      await restarting
      await end()
    },
  }
}
