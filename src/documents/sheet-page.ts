// What stands on a member's sheet on paper, and the size of its page.

/** `number`: null where it is only asked. `takes`: a letter of its group's choices, words, or neither. */
export interface PaperQuestion {
  readonly number: number | null
  readonly text: string
  readonly takes: 'code' | 'words' | 'nothing'
}

/** Questions with one lead before them, which says what can be chosen; empty: none. */
export interface PaperGroup {
  readonly lead: string
  readonly questions: readonly PaperQuestion[]
}

/** `code`: as it is read out, `7KMQ 2RTB`. */
export interface SheetPage {
  readonly heading: string
  readonly name: string
  readonly how: string
  readonly groups: readonly PaperGroup[]
  readonly code: string
  /** Of the strip: what it is, the line that is signed, and where. */
  readonly strip: {
    readonly title: string
    readonly consent: string
    readonly sign: string
    readonly date: string
  }
}

export interface PaperSheets {
  readonly kind: 'sheets'
  readonly title: string
  readonly madeAt: Date
  readonly pages: readonly SheetPage[]
}

export function pointsOf(millimetres: number): number {
  return (millimetres / 25.4) * 72
}

/** In points. The margin is what a home printer can keep. */
export const sheetPage = {
  width: pointsOf(148),
  height: pointsOf(210),
  margin: pointsOf(5),
  letters: 14,
  qrSide: pointsOf(18),
} as const

/** `3. `; nothing before a question without a number. */
export function numberedAs({ number }: PaperQuestion): string {
  return number === null ? '' : `${String(number)}. `
}

/** Where a letter is written. */
const blank = '____'

/** With room for a letter where there is one to write. */
export function askedOf({ text, takes }: PaperQuestion): string {
  return takes === 'code' ? `${text} ${blank}` : text
}

/** The numbers to be handed in, each with room for its letter. */
export function stripNumbers({ groups }: SheetPage): string {
  const coded = groups.flatMap(({ questions }) => questions).filter(({ takes }) => takes === 'code')
  return coded
    .flatMap(({ number }) => number ?? [])
    .map((number) => `${String(number)}:\u00a0${blank}`)
    .join(' ')
}
