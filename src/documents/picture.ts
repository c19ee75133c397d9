// The one picture beside a summary: data in, PNG out. What is withheld comes here as words, never as a number.
import { createRequire } from 'node:module'
import { pictureSvg } from './picture-svg.ts'

/** A number as it is drawn and as it is read. */
export interface Figure {
  readonly value: number
  readonly text: string
}

export interface PictureMonth {
  readonly month: string
  /** Under January; else empty. */
  readonly year: string
  /** Null: there was no round. */
  readonly percent: number | null
  readonly percentText: string
  /** Null: there are no counts of it. */
  readonly remedies: Readonly<Record<'created' | 'done' | 'overdue', Figure>> | null
}

export interface PictureHead {
  readonly name: string
  /** Shares of the whole bar and the places of their levels, best first; null: no figures may be shown. */
  readonly parts: readonly { readonly share: number; readonly text: string; readonly levels: readonly number[] }[] | null
  /** The row in words; without figures it stands in place of the bar. */
  readonly words: string
}

export interface SummaryPicture {
  readonly kind: 'picture'
  readonly title: string
  readonly branch: string
  readonly note: string
  readonly months: readonly PictureMonth[]
  readonly participation: { readonly title: string; readonly none: string }
  readonly remedies: Readonly<Record<'title' | 'created' | 'done' | 'overdue' | 'none', string>>
  /** `levels`: their names, best first. */
  readonly heads: { readonly title: string; readonly levels: readonly string[]; readonly rows: readonly PictureHead[] }
}

const folder = '@expo-google-fonts/be-vietnam-pro'
const weights = ['400Regular/BeVietnamPro_400Regular', '600SemiBold/BeVietnamPro_600SemiBold']

/** Closed months never change, and are asked for again: the last ones drawn, 0.2 MB each. */
const kept = new Map<string, Promise<Uint8Array>>()
const mostKept = 16

/** As PNG, 1200 pixels wide. The same bytes for the same data: no font of the system is looked at. */
export function drawPicture(picture: SummaryPicture): Promise<Uint8Array> {
  const key = JSON.stringify(picture)
  const drawn = kept.get(key) ?? draw(picture)
  kept.delete(key)
  kept.set(key, drawn)
  drawn.catch(() => kept.delete(key))
  for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest)
  return drawn
}

async function draw(picture: SummaryPicture): Promise<Uint8Array> {
  const { renderAsync } = await import('@resvg/resvg-js')
  const { resolve } = createRequire(import.meta.url)
  const fontFiles = weights.map((weight) => resolve(`${folder}/${weight}.ttf`))
  // Off the main thread: it takes 0.2 s, longer than a reply to somebody else may wait.
  const image = await renderAsync(pictureSvg(picture), {
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: 'Be Vietnam Pro' },
  })
  return new Uint8Array(image.asPng())
}
