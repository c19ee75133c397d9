// The agenda of a meeting: lines with time boxes, the standard one of a branch's type, and what
// editing does to it.
import { fold } from './folded-words.ts'
import { minutesOf as clockMinutes, type LocalTime, timeOfMinutes } from './local-time.ts'
import type { Localised } from './questionnaire.ts'

/**
 * Whose content a branch's meetings have (HD 42, part 4; domain.md §3.6). Armed forces are not
 * served.
 */
export const branchTypes = [
  'residential',
  'office',
  'stateEnterprise',
  'privateEnterprise',
  'school',
] as const
export type BranchType = (typeof branchTypes)[number]

/**
 * What a line is for; `other` is whatever a secretary adds. A `thematic` one is only in the
 * standard of a thematic meeting.
 */
export const agendaParts = [
  'opening',
  'politics',
  'report',
  'thematic',
  'discussion',
  'selfReview',
  'measures',
  'tasks',
  'score',
  'adoption',
  'other',
] as const
export type AgendaPart = (typeof agendaParts)[number]

export interface AgendaLine {
  readonly part: AgendaPart
  readonly title: Localised
  readonly minutes: number
}

/** All in minutes but `lines` and `title`, which count lines and characters. */
interface AgendaRules {
  /**
   * Together; what a competent committee sets for a small branch may be less (HD 42), so that
   * falling short is only said.
   */
  readonly atLeast: { readonly regular: number; readonly thematic: number }
  readonly atMost: number
  readonly line: { readonly from: number; readonly to: number }
  readonly selfReview: { readonly from: number; readonly to: number }
  readonly lines: number
  readonly title: number
}

interface StandardAgenda {
  readonly id: BranchType
  readonly name: Localised
  readonly lines: readonly AgendaLine[]
}

/** `agenda.yaml` */
export interface StandardAgendas {
  readonly version: string
  readonly sources: readonly Localised[]
  readonly reviewStatus: string
  readonly mark: Localised
  readonly rules: AgendaRules
  readonly types: readonly StandardAgenda[]
}

/** Of a meeting: `lines` as its secretary made them; null: nothing was changed. */
interface AgendaSubject {
  readonly type: BranchType
  readonly kind: 'regular' | 'thematic'
  readonly lines: readonly AgendaLine[] | null
}

export type AgendaNote =
  | { readonly kind: 'short'; readonly minutes: number; readonly atLeast: number }
  | { readonly kind: 'noSelfReview'; readonly from: number; readonly to: number }
  | {
      readonly kind: 'selfReview'
      readonly minutes: number
      readonly from: number
      readonly to: number
    }

interface Agenda {
  readonly lines: readonly AgendaLine[]
  readonly minutes: number
  readonly isStandard: boolean
  /** Where it does not keep to the rules, for the secretary to judge. */
  readonly notes: readonly AgendaNote[]
}

export function minutesOf(lines: readonly AgendaLine[]): number {
  return lines.reduce((sum, { minutes }) => sum + minutes, 0)
}

/** The lines that the data give a meeting of this kind; an unknown type has those of the first. */
export function standardLines(
  { types }: StandardAgendas,
  { type, kind }: Omit<AgendaSubject, 'lines'>,
): readonly AgendaLine[] {
  const standard = types.find(({ id }) => id === type) ?? types[0]
  return (standard?.lines ?? []).filter(({ part }) => part !== 'thematic' || kind === 'thematic')
}

/** The agenda of a meeting as it stands: its own, else the standard one of the branch's type. */
export function agendaOf(standard: StandardAgendas, subject: AgendaSubject): Agenda {
  const lines = subject.lines ?? standardLines(standard, subject)
  return {
    lines,
    minutes: minutesOf(lines),
    isStandard: subject.lines === null,
    notes: notesOn(lines, subject.kind, standard.rules),
  }
}

/**
 * Where lines fall short of the rules: 90 minutes, 120 with a thematic part, 15 to 30 of them for
 * self-review (domain.md §3.6).
 */
export function notesOn(
  lines: readonly AgendaLine[],
  kind: AgendaSubject['kind'],
  rules: AgendaRules,
): readonly AgendaNote[] {
  const { from, to } = rules.selfReview
  const minutes = minutesOf(lines)
  const atLeast = rules.atLeast[kind]
  const own = minutesOf(lines.filter(({ part }) => part === 'selfReview'))
  const review: readonly AgendaNote[] =
    own === 0
      ? [{ kind: 'noSelfReview', from, to }]
      : own < from || own > to
        ? [{ kind: 'selfReview', minutes: own, from, to }]
        : []
  return [...(minutes < atLeast ? [{ kind: 'short', minutes, atLeast } as const] : []), ...review]
}

/** When each line begins, where the meeting begins in time. */
export function agendaTimes(
  lines: readonly AgendaLine[],
  startsAt: LocalTime,
): readonly LocalTime[] {
  return lines.map((_, index) =>
    timeOfMinutes(clockMinutes(startsAt) + minutesOf(lines.slice(0, index))),
  )
}

/** When the last line is planned to end. */
export function agendaEnd(lines: readonly AgendaLine[], startsAt: LocalTime): LocalTime {
  return timeOfMinutes(clockMinutes(startsAt) + minutesOf(lines))
}

/**
 * Numbers are those of the list shown, from 1. `at` null: before the conclusions, where there are
 * such.
 */
export type AgendaEdit =
  | {
      readonly kind: 'add'
      readonly title: string
      readonly minutes: number
      readonly at: number | null
    }
  | { readonly kind: 'remove'; readonly number: number }
  | { readonly kind: 'move'; readonly number: number; readonly to: number }
  | { readonly kind: 'rename'; readonly number: number; readonly title: string }
  | { readonly kind: 'minutes'; readonly number: number; readonly minutes: number }

export type AgendaRefusal =
  | { readonly reason: 'noSuchLine'; readonly number: number; readonly total: number }
  | { readonly reason: 'minutes'; readonly from: number; readonly to: number }
  | { readonly reason: 'tooLong'; readonly minutes: number; readonly atMost: number }
  | { readonly reason: 'tooManyLines'; readonly atMost: number }
  | { readonly reason: 'lastLine' }
  | { readonly reason: 'noTitle' }
  | { readonly reason: 'titleTooLong'; readonly atMost: number }

type EditedAgenda =
  | { readonly ok: true; readonly lines: readonly AgendaLine[] }
  | { readonly ok: false; readonly refusal: AgendaRefusal }

/** All of the edits, one after another, or none of them. */
export function editAgenda(
  lines: readonly AgendaLine[],
  edits: readonly AgendaEdit[],
  rules: AgendaRules,
): EditedAgenda {
  let edited = lines
  for (const edit of edits) {
    const refusal = refusalOf(edited, edit, rules)
    if (refusal !== null) return { ok: false, refusal }
    edited = applied(edited, edit)
  }
  const minutes = minutesOf(edited)
  // Only what makes it longer is refused: an agenda too long by other rules can still be cut line
  // by line.
  if (minutes > rules.atMost && minutes > minutesOf(lines))
    return { ok: false, refusal: { reason: 'tooLong', minutes, atMost: rules.atMost } }
  return { ok: true, lines: edited }
}

function refusalOf(
  lines: readonly AgendaLine[],
  edit: AgendaEdit,
  rules: AgendaRules,
): AgendaRefusal | null {
  const total = lines.length
  const numbers = [
    ...('number' in edit ? [edit.number] : []),
    ...('to' in edit ? [edit.to] : []),
    // A new line may also come last.
    ...(edit.kind === 'add' && edit.at !== null && edit.at !== total + 1 ? [edit.at] : []),
  ]
  const wrong = numbers.find((number) => !Number.isInteger(number) || number < 1 || number > total)
  if (wrong !== undefined) return { reason: 'noSuchLine', number: wrong, total }
  if (edit.kind === 'add' && total >= rules.lines)
    return { reason: 'tooManyLines', atMost: rules.lines }
  if (edit.kind === 'remove' && total === 1) return { reason: 'lastLine' }
  return (
    ('minutes' in edit ? refusedMinutes(edit.minutes, rules) : null) ??
    ('title' in edit ? refusedTitle(edit.title, rules) : null)
  )
}

function refusedMinutes(
  minutes: number,
  { line: { from, to } }: AgendaRules,
): AgendaRefusal | null {
  return Number.isInteger(minutes) && minutes >= from && minutes <= to
    ? null
    : { reason: 'minutes', from, to }
}

function refusedTitle(title: string, { title: atMost }: AgendaRules): AgendaRefusal | null {
  if (!/[\p{L}\p{N}]/u.test(title)) return { reason: 'noTitle' }
  return Array.from(title).length > atMost ? { reason: 'titleTooLong', atMost } : null
}

const closing: readonly AgendaPart[] = ['tasks', 'score', 'adoption']

/** A part for self-review that was taken out and put in again is one. */
function partOf(title: string): AgendaPart {
  return /(?:^| )(?:tu soi|tu kiem diem|tu phe binh|self review)(?: |$)/u.test(fold(title))
    ? 'selfReview'
    : 'other'
}

/** What a secretary types stands in every language as it is. */
function applied(lines: readonly AgendaLine[], edit: AgendaEdit): readonly AgendaLine[] {
  const at = 'number' in edit ? edit.number - 1 : 0
  switch (edit.kind) {
    case 'add': {
      const { minutes, title } = edit
      const conclusions = lines.findIndex(({ part }) => closing.includes(part))
      const place = edit.at === null ? (conclusions < 0 ? lines.length : conclusions) : edit.at - 1
      return lines.toSpliced(place, 0, {
        part: partOf(title),
        title: { vi: title, en: title },
        minutes,
      })
    }
    case 'remove':
      return lines.toSpliced(at, 1)
    case 'move':
      return lines.toSpliced(at, 1).toSpliced(edit.to - 1, 0, ...lines.slice(at, at + 1))
    case 'rename':
      return lines.map((line, index) =>
        index === at ? { ...line, title: { vi: edit.title, en: edit.title } } : line,
      )
    case 'minutes':
      return lines.map((line, index) => (index === at ? { ...line, minutes: edit.minutes } : line))
  }
}
