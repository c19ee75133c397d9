import { clearTimeout, setTimeout } from 'node:timers'

interface Condition {
  readonly isSo: () => boolean
  readonly met: () => void
}

/**
 * Conditions somebody waits for, looked at again whenever something happened; never by sleeping.
 */
export class Conditions {
  private waiting: Condition[] = []

  until(isSo: () => boolean, waitMs: number): Promise<void> {
    if (isSo()) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((one) => one !== condition)
        reject(new Error(`not so within ${String(waitMs)} ms: ${String(isSo)}`))
      }, waitMs)
      const condition: Condition = {
        isSo,
        met: () => {
          clearTimeout(timer)
          resolve()
        },
      }
      this.waiting.push(condition)
    })
  }

  check(): void {
    if (this.waiting.length === 0) return
    const met = this.waiting.filter(({ isSo }) => isSo())
    if (met.length === 0) return
    this.waiting = this.waiting.filter((one) => !met.includes(one))
    for (const one of met) one.met()
  }
}
