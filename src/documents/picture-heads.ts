// The month head by head: a bar of levels each, and the same in words.
import {
  afterSwatch,
  box,
  ink,
  lineHeight,
  type Option,
  type Part,
  right,
  shades,
  side,
  size,
  swatch,
  width,
  words,
  wrapped,
} from './picture-ink.ts'
import type { PictureHead, SummaryPicture } from './summary-picture.ts'

function shadeOf(level: number, levels: number): string {
  const place = levels < 2 ? 0 : Math.round((level * (shades.length - 1)) / (levels - 1))
  return shades[place] ?? ink.track
}

/** Dark enough for white figures. */
function isDark(shade: string | undefined): boolean {
  return shade === shades[0] || shade === shades[1]
}

const barTop = 54
const barHeight = 52
const gap = 34
const rowLetters = 64
const stripe = 14
const room = width - side - right

function rowHeight({ parts, words: text }: PictureHead): number {
  return (
    barTop +
    barHeight +
    gap +
    (parts === null ? 0 : 10 + wrapped(text, rowLetters).length * size.small * 1.25)
  )
}

/**
 * A part of the bar. Levels that share a number share the part, in stripes: how many chose which is
 * not told.
 */
function partGraphics(
  at: number,
  wide: number,
  figure: string,
  fills: readonly string[],
  top: number,
): readonly Option[] {
  const count = fills.length === 1 ? 1 : Math.max(fills.length, Math.round(wide / stripe))
  const stripes = Array.from({ length: count }, (_, place) =>
    box(
      at + (place * wide) / count,
      top,
      wide / count,
      barHeight,
      fills[place % fills.length] ?? ink.track,
    ),
  )
  const inner = figure.length * 23 + 20
  if (inner + 8 > wide) return stripes
  const onWhite = [
    box(at + 8, top + 5, inner, barHeight - 10, '#FFFFFF'),
    words(figure, at + 18, top + 4, { bold: true }),
  ]
  if (fills.length > 1) return [...stripes, ...onWhite]
  return [
    ...stripes,
    words(figure, at + 18, top + 4, { bold: true, fill: isDark(fills[0]) ? '#FFFFFF' : ink.text }),
  ]
}

/**
 * One row: its name, its bar, and the same in words; without figures the words stand in the bar's
 * place.
 */
function headGraphics(
  { name, parts, words: text }: PictureHead,
  levels: number,
  top: number,
): readonly Option[] {
  const title = words(name, side, top, { bold: true })
  const barAt = top + barTop
  if (parts === null)
    return [
      title,
      box(side, barAt, room, barHeight, ink.track),
      words(text, side + 18, barAt + 4, { fill: ink.quiet }),
    ]
  const sums = parts.map((_, place) =>
    parts.slice(0, place).reduce((sum, { share }) => sum + share, 0),
  )
  const drawn = parts.flatMap(({ share, text: figure, levels: of }, place) =>
    partGraphics(
      side + (sums[place] ?? 0) * room,
      share * room,
      figure,
      of.map((level) => shadeOf(level, levels)),
      barAt,
    ),
  )
  const gaps = sums
    .slice(1)
    .map((sum) => box(side + sum * room - 3, barAt, 6, barHeight, '#FFFFFF'))
  const lines = wrapped(text, rowLetters).join('\n')
  return [
    title,
    ...drawn,
    ...gaps,
    words(lines, side, barAt + barHeight + 8, { points: size.small }),
  ]
}

interface Key {
  readonly x: number
  readonly line: number
  readonly level: string
}

/** Colours and what they stand for, in as many lines as they need. */
function keysOf(levels: readonly string[]): readonly Key[] {
  let [x, line] = [side, 0]
  return levels.map((level) => {
    const wide = afterSwatch + level.length * 17.5 + gap
    if (x > side && x + wide > width) [x, line] = [side, line + 1]
    const at = { x, line, level }
    x += wide
    return at
  })
}

export function heads({ heads: { title, levels, rows } }: SummaryPicture): Part {
  const keys = keysOf(levels)
  const keysTop = 66
  const rowsTop = keysTop + ((keys.at(-1)?.line ?? 0) + 1) * lineHeight + 22
  const rowAt = (place: number): number =>
    rowsTop + rows.slice(0, place).reduce((sum, row) => sum + rowHeight(row), 0)
  return {
    height: rowAt(rows.length),
    at: (top) => ({
      grids: [],
      xAxes: [],
      yAxes: [],
      series: [],
      graphics: [
        words(title, side, top, { points: size.section, bold: true }),
        ...keys.flatMap(({ x, line, level }, place) => [
          swatch(shadeOf(place, levels.length), x, top + keysTop + line * lineHeight),
          words(level, x + afterSwatch, top + keysTop + line * lineHeight, { points: size.small }),
        ]),
        ...rows.flatMap((row, place) => headGraphics(row, levels.length, top + rowAt(place))),
      ],
    }),
  }
}
