// What the operator may word in a paper, and which fields each wording may hold
// (templates/README.md lists them all).

/**
 * `frame`: fields of the title, headings and free lines. `inserts`: what the assistant puts in.
 * `texts`: its sentences.
 */
export interface PaperShape {
  readonly frame: readonly string[]
  readonly inserts: readonly string[]
  readonly texts: Readonly<Record<string, readonly string[]>>
}

/**
 * Texts that papers of v0.1.0 had. An operator's folder may still word them: they are passed over,
 * and the service starts.
 */
export const goneTexts: readonly string[] = [
  'notYetCheckpoint',
  'remedies',
  'of',
  'share',
  'noneDue',
  'remediesOfSpan',
  'columnCreated',
  'columnInProgress',
  'columnOverdue',
  'reviewOverdue',
]

/** Words that stand in every paper. */
export const commonTexts = {
  party: [],
  draft: [],
  number: ['symbol'],
  placeAndDate: ['place', 'year'],
  noPlace: [],
  month: ['month', 'year'],
  quarter: ['quarter', 'year'],
  year: ['year'],
  date: ['day', 'month', 'year'],
  recipients: [],
  onBehalf: [],
  secretary: [],
  deputy: [],
  footer: [],
} as const satisfies PaperShape['texts']

/**
 * Those that say that a paper is a draft of self-assessments: they may be worded otherwise and not
 * left out.
 */
export const requiredTexts: readonly (keyof typeof commonTexts)[] = ['party', 'draft', 'footer']

const missing = {
  fewRespondents: [],
  shownEarly: [],
  fewOwners: [],
  roundOpen: [],
  noRound: [],
} as const
const remedies = { doneOfDue: ['due', 'done', 'percent', 'mark'] } as const
const taskTexts = { who: [], what: [], due: [], noTasks: [] } as const

export const reportShape = {
  frame: ['branch', 'span'],
  inserts: ['participation', 'content', 'remedies', 'voices', 'rotation', 'tasks', 'proposals'],
  texts: {
    ...missing,
    ...remedies,
    noTasks: [],
    open: [],
    roster: ['members', 'exempt', 'expected', 'took', 'percent', 'before'],
    before: ['percent'],
    states: ['onPaper', 'entered', 'late', 'inProgress', 'notBegun'],
    rosterOfSpan: ['months', 'expected', 'took', 'percent'],
    columnMonth: [],
    columnExpected: [],
    columnTook: [],
    columnPercent: [],
    columnDue: [],
    columnDone: [],
    columnShare: [],
    content: ['count'],
    contentOfSpan: [],
    row: ['name', 'figures'],
    months: ['figures', 'months'],
    withheld: [],
    contentNote: [],
    remediesByMonth: [],
    remediesWithheld: [],
    years: [],
    voices: ['count'],
    voicesWithheld: [],
    noVoices: [],
    turnsNow: ['names'],
    turnsNext: ['names'],
    noTurnsNow: [],
    noTurnsNext: [],
    tasks: ['total', 'done', 'open', 'overdue'],
    remindUnfinished: [],
    reachMark: [],
    readVoices: [],
    raiseTopic: ['topic'],
    noSteps: [],
  },
} as const satisfies PaperShape

export const minutesShape = {
  frame: ['branch', 'kind', 'time', 'weekday', 'date', 'place', 'month', 'year'],
  inserts: ['attendance', 'agenda', 'rotation', 'tasks'],
  texts: {
    ...taskTexts,
    regular: [],
    thematic: [],
    noPlace: [],
    members: ['members', 'official', 'probationary', 'exempt', 'temporary'],
    present: ['present', 'expected', 'percent'],
    excused: ['count', 'names'],
    unexcused: ['count', 'names'],
    noneExcused: [],
    noneUnexcused: [],
    unmarked: ['count', 'names'],
    notTaken: [],
    agendaItem: ['number', 'title', 'minutes'],
    noAgenda: [],
    reviewees: ['names'],
    noReviewees: [],
    tasks: [],
    writer: [],
    chair: [],
  },
} as const satisfies PaperShape

export const planShape = {
  frame: ['branch', 'span'],
  inserts: ['remedies', 'content', 'measures', 'tasks'],
  texts: {
    ...missing,
    ...remedies,
    ...taskTexts,
    content: ['count'],
    row: ['name', 'figures'],
    contentNote: [],
    columnHead: [],
    columnMeasure: [],
    columnWho: [],
    columnDue: [],
    tasks: [],
  },
} as const satisfies PaperShape

export const paperShapes = { report: reportShape, minutes: minutesShape, plan: planShape } as const
export type PaperName = keyof typeof paperShapes
export type ShapeOf<P extends PaperName> = (typeof paperShapes)[P]

export type BodyItem<Insert extends string = string> =
  | { readonly heading: string }
  | { readonly text: string }
  /** So many dotted lines to write on. */
  | { readonly dots: number }
  | { readonly insert: Insert }

export interface PaperTemplate<S extends PaperShape = PaperShape> {
  /** Of the kind of paper, `BC` in `Số 05-BC/CB`; behind the stroke stands the branch's own. */
  readonly symbol: string
  readonly type: string
  readonly about: string
  readonly body: readonly BodyItem<S['inserts'][number]>[]
  /** One a line; the last is what the branch keeps. */
  readonly recipients: readonly string[]
  readonly texts: { readonly [K in keyof S['texts']]: string }
}

export type CommonTexts = { readonly [K in keyof typeof commonTexts]: string }
export type PaperTemplates = { readonly [P in PaperName]: PaperTemplate<ShapeOf<P>> } & {
  readonly common: CommonTexts
}

const field = /\{\{(?<name>[^{}]*)\}\}/gu

/** Fields a wording names that it may not. */
export function unknownFields(text: string, known: readonly string[]): readonly string[] {
  return [...text.matchAll(field)].flatMap(({ groups }) => {
    const name = groups?.['name'] ?? ''
    return known.includes(name) ? [] : [name]
  })
}

/** Puts values into their places. A value is never read as a wording itself. */
export function fillFields(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(field, (whole, name: string) => values[name] ?? whole)
}

/** A wording that ends in … is dotted from there to the margin: room to write. */
export function roomAfter(text: string): { readonly text: string; readonly hasRoom: boolean } {
  const hasRoom = /…\s*$/u.test(text)
  return { text: hasRoom ? text.replace(/[\s…]+$/u, '') : text, hasRoom }
}
