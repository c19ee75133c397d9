import { readRole, readStatus } from './roster-words.ts'
import type { RosterColumn, RosterRole, RosterStatus } from './roster-words.ts'

/** One row of a roster file as it stands there. */
export interface RawRow {
  /** As the person who opens the file counts, from 1. */
  readonly line: number
  readonly cells: readonly string[]
  /**
   * Indexes of cells whose value is lost: an error value, a number that the spreadsheet has
   * rounded.
   */
  readonly damaged?: readonly number[]
}

/** Where a row stands in the tree: its organisation, and the one above. */
export interface RosterPlace {
  readonly line: number
  readonly branchCode: string
  readonly branchName: string
  readonly parentCode: string | null
  readonly parentName: string | null
}

export interface RosterRow extends RosterPlace {
  readonly fullName: string
  readonly role: RosterRole
  readonly status: RosterStatus
  /** The office's own key for the person: repeating the import updates by it. */
  readonly memberRef: string
}

export type RosterReason =
  | 'noRows'
  | 'columnMissing'
  | 'columnRepeated'
  | 'missing'
  | 'tooLong'
  | 'badCharacter'
  | 'noLetter'
  | 'badCode'
  | 'unknownRole'
  | 'unknownStatus'
  | 'unreadable'
  | 'roundedNumber'
  | 'refRepeated'
  | 'secondSecretary'
  | 'nameDiffers'
  | 'parentDiffers'
  | 'codeDiffersByCase'
  | 'circle'

/** What is wrong where. Holds no text of the file, so it can be logged. */
export interface RosterFault {
  readonly line: number
  readonly column: RosterColumn | null
  readonly reason: RosterReason
  /** The row it contradicts. */
  readonly otherLine?: number
}

/** Longest name and longest key, in characters. */
const longestName = 120
const longestRef = 64

const organisationCode = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,31}$/u
/** Control characters, lone surrogates, and what turns the direction of text (F29). */
const badCharacter = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/u
/**
 * Zero-width characters and the soft hyphen travel along when a name is copied from a page; nobody
 * meant them.
 */
const unseen = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g
/** `3.07E+11`: a spreadsheet showed a long number like this and saved what it showed. */
const rounded = /^\d(?:[.,]\d+)?E\+?\d+$/i

const personColumns = ['full_name', 'role', 'status', 'member_ref'] as const

export interface ReadRow {
  readonly place: RosterPlace
  readonly member: RosterRow | null
}

export type Cell = (column: RosterColumn) => string

/** Text as it is kept: NFC, one space between words, none around. */
export function tidy(raw: string): string {
  return raw.replace(unseen, '').replace(/\s+/g, ' ').trim().normalize('NFC')
}

/**
 * One row. `member` is null where the row names an organisation and no person: that is how a level
 * above the branches gets its own parent. Null: something is missing or wrong, and has been told to
 * `fault`.
 */
export function readRow(
  line: number,
  cell: Cell,
  fault: (column: RosterColumn, reason: RosterReason) => void,
): ReadRow | null {
  const told: RosterReason[] = []
  const tell = (column: RosterColumn) => (reason: RosterReason) => {
    told.push(reason)
    fault(column, reason)
  }
  const name = (column: RosterColumn): string => checkName(cell(column), tell(column))
  const code = (column: RosterColumn): string => checkCode(cell(column), tell(column))
  const hasParent = cell('parent_code') !== '' || cell('parent_name') !== ''
  const place = {
    line,
    branchCode: code('branch_code'),
    branchName: name('branch_name'),
    parentCode: hasParent ? code('parent_code') : null,
    parentName: hasParent ? name('parent_name') : null,
  }
  const hasPerson = personColumns.some((column) => cell(column) !== '')
  const member = hasPerson
    ? { ...place, fullName: name('full_name'), ...readStanding(cell, tell) }
    : null
  return told.length === 0 ? { place, member } : null
}

/** The values for a wrong word are never used: the row is refused. */
function readStanding(
  cell: Cell,
  tell: (column: RosterColumn) => Tell,
): Pick<RosterRow, 'role' | 'status' | 'memberRef'> {
  const [role, status] = [readRole(cell('role')), readStatus(cell('status'))]
  if (!role) tell('role')(cell('role') === '' ? 'missing' : 'unknownRole')
  if (!status) tell('status')(cell('status') === '' ? 'missing' : 'unknownStatus')
  return {
    role: role ?? 'member',
    status: status ?? 'official',
    memberRef: checkRef(cell('member_ref'), tell('member_ref')),
  }
}

type Tell = (reason: RosterReason) => void

function checkName(name: string, tell: Tell): string {
  if (name === '') tell('missing')
  else if (badCharacter.test(name)) tell('badCharacter')
  else if (Array.from(name).length > longestName) tell('tooLong')
  else if (!/\p{L}/u.test(name)) tell('noLetter')
  return name
}

function checkCode(code: string, tell: Tell): string {
  if (code === '') tell('missing')
  else if (rounded.test(code)) tell('roundedNumber')
  else if (!organisationCode.test(code)) tell('badCode')
  return code
}

function checkRef(ref: string, tell: Tell): string {
  if (ref === '') tell('missing')
  else if (badCharacter.test(ref)) tell('badCharacter')
  else if (Array.from(ref).length > longestRef) tell('tooLong')
  else if (rounded.test(ref)) tell('roundedNumber')
  return ref
}
