// The one picture beside a summary, as data: what is withheld comes here as words, never as a
// number.

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
  readonly remedies: Readonly<Record<'due' | 'done', Figure>> | null
}

export interface PictureHead {
  readonly name: string
  /**
   * Shares of the whole bar and the places of their levels, best first; null: no figures may be
   * shown.
   */
  readonly parts:
    | readonly {
        readonly share: number
        readonly text: string
        readonly levels: readonly number[]
      }[]
    | null
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
  readonly remedies: Readonly<Record<'title' | 'due' | 'done' | 'none', string>>
  /** `levels`: their names, best first. */
  readonly heads: {
    readonly title: string
    readonly levels: readonly string[]
    readonly rows: readonly PictureHead[]
  }
}
