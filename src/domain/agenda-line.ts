// What a secretary types to change an agenda: “mục 3 20 phút”, “thêm mục Văn nghệ 10 phút”, “chuyển
// mục 5 lên 2”; several lines at once.
import type { AgendaEdit } from './agenda.ts'
import { fold } from './folded-words.ts'

export type AgendaRequest =
  | { readonly kind: 'show' }
  | { readonly kind: 'edit'; readonly edits: readonly AgendaEdit[] }
  | { readonly kind: 'standard' }
  | { readonly kind: 'undo' }
  /** The types of branch there are; `number`: the one that is chosen. */
  | { readonly kind: 'type'; readonly number: number | null }
  | { readonly kind: 'unclear' }

const item = '(?:mục|muc|dòng|dong|item|line)'
const minutes = '(?<minutes>\\d{1,6})\\s*(?:phút|phut|minutes?|mins?|p)'
const number = '(?<number>\\d{1,4})'

const timed = new RegExp(`^${item} ${number}\\s*[:=,]?\\s+${minutes}$`, 'iu')
/** “vào mục 2”, “at 2” */
const place = `(?:${item} )?(?:số )?`
const added = new RegExp(
  `^(?:thêm|them|add) ${item}\\s*:?\\s+(?<title>.*?)[\\s,:;(–-]{0,4}[\\s(]${minutes}\\)?` +
    `(?:[\\s,;]+(?:vào|vao|ở|o|làm|lam|at|as) ${place}(?<at>\\d{1,4}))?$`,
  'iu',
)
const removed = new RegExp(`^(?:bỏ|bo|xóa|xoá|xoa|remove|delete) ${item} ${number}$`, 'iu')
const moved = new RegExp(
  `^(?:chuyển|chuyen|dời|doi|move) ${item} ${number} ` +
    `(?:lên|len|xuống|xuong|tới|toi|đến|den|về|ve|vào|vao|thành|thanh|to) ${place}(?<to>\\d{1,4})$`,
  'iu',
)
const renamed = new RegExp(
  `^(?:đổi tên|doi ten|rename) ${item} ${number}\\s*[:–-]?\\s+(?<title>.+)$`,
  'iu',
)
const verbs =
  'thêm|them|add|bỏ|bo|xóa|xoá|xoa|remove|delete|chuyển|chuyen|dời|doi|move|đổi tên|doi ten|rename'
/** What is meant as a change of an agenda, whether or not it can be read. */
const meant = new RegExp(`^(?:${verbs}) ${item}\\s`, 'iu')

/** As typed after “đổi tên mục 3 thành”; “Thành phần” begins with a capital and is left. */
const intoWord = /^(?:thành|to)\s+/u

/**
 * A title is printed on papers: without signs that are not seen, some of which turn the reading
 * round.
 */
function tidy(title: string): string {
  return title.replace(/\s+/gu, ' ').replace(/\p{C}/gu, '').trim()
}

type Form = 'timed' | 'removed' | 'moved' | 'renamed' | 'added'

function readEdit(line: string): AgendaEdit | null {
  const forms: Readonly<Record<Form, RegExp>> = { timed, removed, moved, renamed, added }
  for (const [kind, form] of Object.entries(forms) as readonly [Form, RegExp][]) {
    const groups = form.exec(line)?.groups
    if (groups !== undefined) return editOf(kind, groups)
  }
  return null
}

function editOf(kind: Form, groups: Readonly<Record<string, string | undefined>>): AgendaEdit {
  const of = (name: string): number => Number(groups[name])
  const title = tidy(groups['title'] ?? '')
  switch (kind) {
    case 'timed':
      return { kind: 'minutes', number: of('number'), minutes: of('minutes') }
    case 'removed':
      return { kind: 'remove', number: of('number') }
    case 'moved':
      return { kind: 'move', number: of('number'), to: of('to') }
    case 'renamed':
      return { kind: 'rename', number: of('number'), title: title.replace(intoWord, '') }
    case 'added':
      return {
        kind: 'add',
        title,
        minutes: of('minutes'),
        at: groups['at'] === undefined ? null : of('at'),
      }
  }
}

const shows = [
  'chuong trinh',
  'xem chuong trinh',
  'chuong trinh hop',
  'chuong trinh buoi hop',
  'agenda',
]
const standards = ['chuong trinh chuan', 'lay lai chuong trinh chuan', 'standard agenda']
const undos = ['hoan tac chuong trinh', 'undo agenda']

/** Null: nothing of an agenda. Of several lines each must be a change, or none is made. */
export function readAgendaRequest(typed: string): AgendaRequest | null {
  const text = typed.normalize('NFC').trim()
  const said = fold(text)
  if (shows.includes(said)) return { kind: 'show' }
  if (standards.includes(said)) return { kind: 'standard' }
  if (undos.includes(said)) return { kind: 'undo' }
  const type = /^(?:loai chi bo|doi loai chi bo|branch type)(?: (?<number>\d{1,2}))?$/u.exec(said)
  if (type !== null)
    return {
      kind: 'type',
      number: type.groups?.['number'] === undefined ? null : Number(type.groups['number']),
    }
  const lines = text
    .split('\n')
    .map(tidy)
    .filter((line) => line !== '')
  const edits = lines.map(readEdit)
  const read = edits.filter((edit) => edit !== null)
  if (lines.length > 0 && read.length === lines.length) return { kind: 'edit', edits: read }
  return lines.some((line, index) => edits[index] !== null || meant.test(line))
    ? { kind: 'unclear' }
    : null
}
