// What every part of the picture is drawn with: measures, colours, words, boxes.
import { plainText } from './plain-text.ts'

export const width = 1200
export const side = 48
export const right = 40
/** Left of the columns: the names of the rows under them. */
export const gutter = 212
export const font = 'Be Vietnam Pro'
/**
 * A phone shows the picture 390 pixels wide, a third of this: nothing is smaller than 32, which is
 * 10 there.
 */
export const size = { title: 50, section: 42, text: 36, small: 32 } as const
/** Told apart by lightness too, for whoever sees no colours and for a printer that has none. */
export const ink = {
  text: '#1A1A1A',
  quiet: '#4D4D4D',
  line: '#B8B8B8',
  track: '#E9ECEF',
  dark: '#0B4F8A',
  middle: '#5F9ED1',
  light: '#F2B233',
}
/** Best level first; a scale of two or three takes the ends and the middle. */
export const shades = [ink.dark, '#3F83BF', '#9CC9EC', '#F7D488', ink.light] as const
export const lineHeight = 46

export type Option = Readonly<Record<string, unknown>>

/** One part of the picture, `height` pixels high. */
export interface Part {
  readonly height: number
  /** Axes, bars and words, where the part begins at `top`; its grid is the `index`-th. */
  readonly at: (
    top: number,
    index: number,
  ) => {
    readonly grids: readonly Option[]
    readonly xAxes: readonly Option[]
    readonly yAxes: readonly Option[]
    readonly series: readonly Option[]
    readonly graphics: readonly Option[]
  }
}

interface Writing {
  readonly points?: number
  readonly bold?: boolean
  readonly fill?: string
}

export function words(
  text: string,
  x: number,
  y: number,
  { points = size.text, bold = false, fill = ink.text }: Writing = {},
): Option {
  const lines = text.split('\n').map(plainText).join('\n')
  const style = {
    text: lines,
    fontFamily: font,
    fontSize: points,
    fontWeight: bold ? 600 : 400,
    fill,
    lineHeight: points * 1.25,
  }
  return { type: 'text', x, y, style, silent: true }
}

export function box(x: number, y: number, wide: number, high: number, fill: string): Option {
  return { type: 'rect', shape: { x, y, width: wide, height: high }, style: { fill }, silent: true }
}

const swatchSize = 28
export const afterSwatch = 42

export function swatch(fill: string, x: number, y: number): Option {
  return box(x, y + 6, swatchSize, swatchSize, fill)
}

/** Lines of at most so many letters, two at most; what does not fit is left out with dots. */
export function wrapped(text: string, letters: number): readonly string[] {
  const lines: string[] = ['']
  for (const word of plainText(text).split(/ +/u)) {
    const last = lines.at(-1) ?? ''
    if (last === '' || last.length + 1 + word.length <= letters)
      lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
    else lines.push(word)
  }
  const cut = (line: string): string =>
    line.length > letters ? `${line.slice(0, letters - 1).trimEnd()}…` : line
  const [first = '', second, third] = lines
  if (second === undefined) return [cut(first)]
  return [
    cut(first),
    third === undefined ? cut(second) : cut(`${second} ${third}`.padEnd(letters + 1, '…')),
  ]
}
