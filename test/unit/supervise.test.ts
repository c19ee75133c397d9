// What `npm run dev` rests on: one program at a time, and a clean end.
import { mkdtempSync, readFileSync, rmSync, watch } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { supervise, type Supervised } from '../../scripts/supervise.mjs'

const after: (() => unknown)[] = []
afterEach(async () => {
  for (const step of after.splice(0).toReversed()) await step()
})

/** Notes its start and its end in a file; `ends`: by itself, with this code. */
function program(file: string, ends?: number): readonly string[] {
  const note = (word: string): string =>
    `fs.appendFileSync(${JSON.stringify(file)}, '${word} ' + process.argv.slice(1).join() + ';')`
  const code = [
    `const fs = require('node:fs')`,
    `process.on('SIGTERM', () => { ${note('end')}; process.exit(0) })`,
    note('start'),
    ends === undefined ? 'setInterval(() => {}, 1000)' : `process.exit(${String(ends)})`,
  ]
  return ['-e', code.join('\n'), '--']
}

function stage(ends?: number, first: string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-supervise-'))
  after.push(() => {
    rmSync(folder, { recursive: true })
  })
  const file = join(folder, 'notes')
  const codes: (number | null)[] = []
  let told = (): void => undefined
  const ended = new Promise<void>((resolve) => (told = resolve))
  const starts: string[] = []
  const supervised: Supervised = supervise({
    command: process.execPath,
    args: () => {
      starts.push(first.join())
      return [...program(file, ends), ...first.splice(0)]
    },
    onEnd: (code) => {
      codes.push(code)
      told()
    },
  })
  after.push(() => supervised.stop())
  const notes = (): string => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return ''
    }
  }
  /** Resolves once the notes say so. */
  const until = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!notes().includes(text)) return
        watcher.close()
        resolve()
      }
      const watcher = watch(folder, look)
      look()
    })
  return { supervised, notes, until, codes, ended, starts }
}

it('starts anew only when the old one has ended, and gives the first start its arguments', async () => {
  const { supervised, notes, until, codes } = stage(undefined, ['--fresh'])
  await supervised.restart()
  await until('start --fresh;')
  await Promise.all([supervised.restart(), supervised.restart()])
  await until('end --fresh;start ;')
  await supervised.stop()
  expect([notes(), codes]).toEqual(['start --fresh;end --fresh;start ;end ;', []])
})

it('leaves down what ended by itself until it is asked again', async () => {
  const { supervised, notes, codes, ended } = stage(3)
  await supervised.restart()
  await ended
  expect([notes(), codes]).toEqual(['start ;', [3]])
})

it('starts nothing once it was stopped', async () => {
  const { supervised, starts } = stage()
  await supervised.stop()
  await supervised.restart()
  expect(starts).toEqual([])
})
