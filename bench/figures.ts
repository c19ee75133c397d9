// What comes out: figures beside their aims, as a table and as JSON.
import { cpus, loadavg } from 'node:os'

export interface Figure {
  readonly part: string
  readonly what: string
  readonly value: number
  readonly unit: string
  readonly aim?: Aim
}

/** Issue 2, section 8. `yardstick`: the aim is what the plain wizard did in this run. */
export interface Aim {
  readonly atMost?: number
  readonly atLeast?: number
  readonly yardstick?: boolean
}

export interface Findings {
  readonly figures: readonly Figure[]
  /** What is wrong: something was lost or doubled. A slow figure is none. */
  readonly faults: readonly string[]
}

export interface Machine {
  readonly node: string
  readonly processor: string
  readonly cores: number
  /** Over one minute, before the first figure: above 0.5 somebody else was at work too. */
  readonly loadBefore: number
  readonly database: string
}

export function machineFacts(database: string): Machine {
  const processors = cpus()
  const processor = processors[0]?.model.trim() ?? 'unknown'
  return {
    node: process.version,
    processor,
    cores: processors.length,
    loadBefore: loadavg()[0] ?? 0,
    database,
  }
}

export function tableOf(machine: Machine, figures: readonly Figure[]): string {
  const rows = [['', 'figure', 'aim', ''], ...figures.map(cellsOf)]
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  const { node, processor, cores, loadBefore, database } = machine
  const head = `node ${node}, ${cores} × ${processor}, load before the start ${loadBefore.toFixed(1)}\n${database}, and PGlite`
  const lines = figures.flatMap((figure, index) => {
    const isFirst = figures[index - 1]?.part !== figure.part
    return [...(isFirst ? ['', figure.part] : []), `  ${line(rows[index + 1] ?? [])}`]
  })
  return [head, `\n  ${line(rows[0] ?? [])}`, ...lines].join('\n')
}

function cellsOf(figure: Figure): readonly string[] {
  return [figure.what, `${shown(figure.value)} ${figure.unit}`, aimText(figure), verdict(figure)]
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2)
}

function aimText({ aim, unit }: Figure): string {
  if (aim === undefined) return ''
  const mark = aim.yardstick === true ? ' (yardstick)' : ''
  return aim.atMost === undefined
    ? `≥ ${shown(aim.atLeast ?? 0)} ${unit}${mark}`
    : `≤ ${shown(aim.atMost)} ${unit}${mark}`
}

function verdict({ aim, value }: Figure): string {
  if (aim === undefined) return ''
  return value <= (aim.atMost ?? Infinity) && value >= (aim.atLeast ?? -Infinity) ? 'met' : 'missed'
}
