// What a secretary types of a resolution: “3 – Rà soát hộ nghèo – 20/12”, who, what and by when,
// one task a line.
import { longestTask, mostTaskLines } from './branch-task.ts'
import { fold } from './folded-words.ts'
import type { LocalDate } from './local-date.ts'
import { type DueDateRefusal, parseDueDate } from './typed-date.ts'

/** Whom a line may name, in the order of the list: numbers count from 1. */
interface Nameable {
  readonly memberId: string
  readonly name: string
}

/** `others`: who is responsible beside members, in the words typed: “chi ủy”. */
export interface TaskLine {
  readonly what: string
  readonly others: string | null
  readonly memberIds: readonly string[]
  readonly dueOn: LocalDate
}

export type TaskLineFault =
  | { readonly code: 'shape' }
  | { readonly code: 'nobody' }
  | { readonly code: 'nothing' }
  | { readonly code: 'tooLong'; readonly limit: number }
  | { readonly code: 'whoTooLong'; readonly limit: number }
  | { readonly code: 'noSuchNumber'; readonly number: number; readonly total: number }
  | { readonly code: 'severalNames'; readonly name: string }
  | { readonly code: DueDateRefusal; readonly typed: string }

export type TypedTaskLines =
  | { readonly ok: true; readonly tasks: readonly TaskLine[] }
  | { readonly ok: false; readonly line: number; readonly fault: TaskLineFault }
  | {
      readonly ok: false
      readonly line: null
      readonly fault:
        { readonly code: 'tooMany'; readonly limit: number } | { readonly code: 'shape' }
    }

/** Longer than this no list shows who it is. */
const longestWho = 60
const shownOfDate = 40

interface Parts {
  readonly who: string
  readonly what: string
  readonly due: string
}

/** All of the lines, or the first that cannot be taken. Empty lines and bullets are passed over. */
export function readTaskLines(
  typed: string,
  people: readonly Nameable[],
  today: LocalDate,
): TypedTaskLines {
  const lines = typed
    .normalize('NFC')
    .split(/\r?\n/u)
    .map(withoutBullet)
    .filter((line) => line !== '')
  if (lines.length === 0) return { ok: false, line: null, fault: { code: 'shape' } }
  if (lines.length > mostTaskLines)
    return { ok: false, line: null, fault: { code: 'tooMany', limit: mostTaskLines } }
  const read = lines.map((line) => readTaskLine(line, people, today))
  const wrong = read.findIndex(isFault)
  const fault = read[wrong]
  if (fault !== undefined && isFault(fault)) return { ok: false, line: wrong + 1, fault }
  return { ok: true, tasks: read.flatMap((each) => (isFault(each) ? [] : [each])) }
}

function isFault(each: TaskLine | TaskLineFault): each is TaskLineFault {
  return 'code' in each
}

/** “- ”, “+ ”, “1. ” before a name are of the list and not of the line; “1 – …” is who. */
function withoutBullet(line: string): string {
  return line
    .trim()
    .replace(/^(?:[-–—•*+]\s+|\d{1,2}[.)]\s+(?=[\p{L}\d]))/u, '')
    .trim()
}

function readTaskLine(
  line: string,
  people: readonly Nameable[],
  today: LocalDate,
): TaskLine | TaskLineFault {
  const parts = partsOf(line, today)
  if (parts === null) return { code: 'shape' }
  const { who, what, due } = parts
  if (what === '') return { code: 'nothing' }
  if (who === '') return { code: 'nobody' }
  if (Array.from(what).length > longestTask) return { code: 'tooLong', limit: longestTask }
  if (Array.from(who).length > longestWho * 2) return { code: 'whoTooLong', limit: longestWho * 2 }
  const date = parseDueDate(due, today)
  if (!date.ok) return { code: date.reason, typed: due.slice(0, shownOfDate) }
  const responsible = readWho(who, people)
  return 'code' in responsible ? responsible : { ...responsible, what, dueOn: date.date }
}

/**
 * Between signs with space around them; else between the first sign and the first after which a
 * date stands: “3-Rà soát-20-12”.
 */
function partsOf(line: string, today: LocalDate): Parts | null {
  const spaced = line.split(/\s+[-–—|;]+\s+|\s*[–—|;]\s*/u).map((part) => part.trim())
  if (spaced.length >= 3)
    return { who: spaced[0] ?? '', what: spaced.slice(1, -1).join(' – '), due: spaced.at(-1) ?? '' }
  const first = line.indexOf('-')
  if (first < 0) return null
  const rest = line.slice(first + 1)
  const places = [...rest.matchAll(/-/gu)].map(({ index }) => index)
  const at =
    places.find((place) => {
      const date = parseDueDate(rest.slice(place + 1), today)
      return date.ok || date.reason !== 'notADate'
    }) ?? places.at(-1)
  if (at === undefined) return null
  return {
    who: line.slice(0, first).trim(),
    what: rest.slice(0, at).trim(),
    due: rest.slice(at + 1).trim(),
  }
}

interface Who {
  readonly memberIds: readonly string[]
  readonly others: string | null
}

const addressing = /^(?:(?:đồng chí|đ\/c|đc|các đồng chí|comrade)\s+)/iu

/** Members by number or by name, several of them; what is neither stays as words. */
function readWho(who: string, people: readonly Nameable[]): Who | TaskLineFault {
  const parts = partsOfWho(who)
  const found = parts.map((part) => memberOf(part, people))
  const [fault] = found.flatMap((each) => (each === null || typeof each === 'string' ? [] : [each]))
  if (fault !== undefined) return fault
  const others = parts.filter((_, place) => found[place] === null)
  if (others.some((part) => Array.from(part).length > longestWho))
    return { code: 'whoTooLong', limit: longestWho }
  const memberIds = [...new Set(found.filter((each) => typeof each === 'string'))]
  if (memberIds.length + others.length === 0) return { code: 'nobody' }
  return { memberIds, others: others.length === 0 ? null : others.join(', ') }
}

/** “3 5” and “3, 5” are two, “3 và chi ủy” too. */
function partsOfWho(who: string): readonly string[] {
  return who
    .split(/\s*[,+&]\s*|\s+(?:và|va|and|cùng)\s+/iu)
    .flatMap((part) =>
      /^\d{1,3}(?:\s+\d{1,3})+$/u.test(part.trim()) ? part.trim().split(/\s+/u) : [part],
    )
    .map((part) => part.trim().replace(addressing, '').trim())
    .filter((part) => part !== '')
}

function memberOf(part: string, people: readonly Nameable[]): string | TaskLineFault | null {
  const number = /^(?:số\s+|so\s+)?(?<number>\d{1,4})$/iu.exec(part)?.groups?.['number']
  if (number !== undefined) {
    const person = people[Number(number) - 1]
    return (
      person?.memberId ?? { code: 'noSuchNumber', number: Number(number), total: people.length }
    )
  }
  const said = fold(part)
  const same = people.filter(({ name }) => fold(name) === said)
  const byEnd =
    said === '' ? [] : people.filter(({ name }) => ` ${fold(name)}`.endsWith(` ${said}`))
  const named = same.length > 0 ? same : byEnd
  if (named.length > 1) return { code: 'severalNames', name: part.slice(0, longestWho) }
  return named[0]?.memberId ?? null
}
