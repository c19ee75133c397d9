// The words a roster may use: headings, roles and statuses, in English or Vietnamese, with or
// without accents, in any case.
import { bareLetters } from './bare-letters.ts'

export const rosterColumns = [
  'branch_code',
  'branch_name',
  'parent_code',
  'parent_name',
  'full_name',
  'role',
  'status',
  'member_ref',
] as const
export type RosterColumn = (typeof rosterColumns)[number]

export type RosterRole = 'secretary' | 'deputy' | 'committee' | 'member'
export type RosterStatus = 'official' | 'probationary' | 'exempt'

type Words<T extends string> = Readonly<Record<T, readonly string[]>>

const headings: Words<RosterColumn> = {
  branch_code: ['branch code', 'ma chi bo'],
  branch_name: ['branch name', 'ten chi bo', 'chi bo'],
  parent_code: ['parent code', 'ma cap tren', 'ma to chuc cap tren', 'ma dang bo', 'ma dang uy'],
  parent_name: [
    'parent name',
    'ten cap tren',
    'ten to chuc cap tren',
    'cap tren truc tiep',
    'ten dang bo',
    'dang bo',
  ],
  full_name: ['full name', 'ho va ten', 'ho ten', 'ho va ten khai sinh'],
  role: ['role', 'chuc vu', 'chuc vu dang', 'vai tro', 'chuc vu trong chi bo'],
  status: ['status', 'loai dang vien', 'tinh trang', 'trang thai', 'dien dang vien'],
  member_ref: [
    'member ref',
    'ma dang vien',
    'ma so',
    'so hieu',
    'ma so dang vien',
    'so hieu dang vien',
  ],
}

const roles: Words<RosterRole> = {
  secretary: ['secretary', 'bi thu', 'bi thu chi bo'],
  deputy: ['deputy', 'deputy secretary', 'pho bi thu', 'pho bi thu chi bo'],
  committee: ['committee', 'committee member', 'chi uy vien', 'chi uy', 'cap uy vien'],
  member: ['member', 'dang vien'],
}

const statuses: Words<RosterStatus> = {
  official: ['official', 'chinh thuc', 'dang vien chinh thuc'],
  probationary: ['probationary', 'du bi', 'dang vien du bi'],
  exempt: [
    'exempt',
    'mien',
    'mien sinh hoat',
    'duoc mien sinh hoat',
    'dang vien mien sinh hoat',
    'mien cong tac va sinh hoat dang',
  ],
}

/**
 * Kinds of upper organisations by how their names begin. A guess, used for nothing but showing the
 * tree.
 */
const kinds: Words<'cell' | 'provincialCommittee' | 'communeCommittee'> = {
  cell: ['to dang'],
  provincialCommittee: ['tinh uy', 'thanh uy', 'dang bo tinh', 'dang bo thanh pho'],
  communeCommittee: [
    'dang uy xa',
    'dang uy phuong',
    'dang uy dac khu',
    'dang bo xa',
    'dang bo phuong',
    'dang bo dac khu',
  ],
}

export function readHeading(text: string): RosterColumn | undefined {
  return readWord(headings, text)
}

export function readRole(text: string): RosterRole | undefined {
  return readWord(roles, text)
}

export function readStatus(text: string): RosterStatus | undefined {
  return readWord(statuses, text)
}

/** The kind of an organisation without members of its own. */
export function guessKind(
  name: string,
): 'cell' | 'provincialCommittee' | 'communeCommittee' | 'grassrootsCommittee' {
  const folded = fold(name)
  return (
    find(kinds, (word) => folded === word || folded.startsWith(`${word} `)) ?? 'grassrootsCommittee'
  )
}

function readWord<T extends string>(words: Words<T>, text: string): T | undefined {
  const folded = fold(text)
  return find(words, (word) => word === folded)
}

function find<T extends string>(words: Words<T>, fits: (word: string) => boolean): T | undefined {
  return (Object.keys(words) as T[]).find((key) => words[key].some(fits))
}

function fold(text: string): string {
  return bareLetters(text)
    .replace(/[\s_*.:-]+/g, ' ')
    .trim()
}
