// What the log of a live service has, read back.
import { expect } from 'vitest'

export type LogLine = Readonly<Record<string, unknown>>

export function linesOf(logged: readonly string[]): readonly LogLine[] {
  return logged.map((line) => JSON.parse(line) as LogLine)
}

/** Every reply that arrived has the turn it answers, and nothing of `secrets` is anywhere. */
export function expectTraced(logged: readonly string[], secrets: readonly string[]): void {
  const lines = linesOf(logged)
  const turns = new Set(lines.filter(({ msg }) => msg === 'turn.done').map(({ turn }) => turn))
  const replies = lines.filter(({ msg, class: what }) => msg === 'send.sent' && what === 'reply')
  expect(replies.length).toBeGreaterThan(0)
  expect(replies.filter(({ turn }) => !turns.has(turn))).toEqual([])
  for (const secret of secrets) {
    expect(secret).not.toBe('')
    expect(logged.filter((line) => line.includes(secret))).toEqual([])
  }
}
