// What is typed behind `/caidat`: words or numbers of its lists.
import { fold } from '../../../domain/folded-words.ts'
import type { SettingsPerson } from '../../../store/tables.ts'
import { itemsOf } from '../../screens/settings.ts'
import { type Desk, type ItemId, itemWords } from '../../screens/settings-desk.ts'
import type { Moment } from '../../turn.ts'

/** The longest run of words that names an item, or its number in the list; and what follows. */
export function readItem(
  desk: Desk,
  argument: string,
  moment: Moment,
): { readonly item: ItemId | null; readonly rest: string } {
  const words = argument.trim().split(/\s+/u)
  for (let length = Math.min(words.length, 5); length > 0; length -= 1) {
    const head = fold(words.slice(0, length).join(' '))
    const named = (Object.entries(itemWords) as [ItemId, string][]).find(
      ([, each]) => each === head,
    )?.[0]
    if (named !== undefined) return { item: named, rest: words.slice(length).join(' ') }
  }
  const listed = /^\d{1,2}$/u.test(words[0] ?? '')
    ? itemsOf(desk, moment)[Number(words[0]) - 1]
    : undefined
  return { item: listed ?? null, rest: words.slice(1).join(' ') }
}

/** The first number of what was typed, and what stands behind it. */
export function readNumber(text: string): {
  readonly number: number | null
  readonly rest: string
} {
  const [, digits, rest = ''] = /^\s*(\d{1,3})[.)]?(?:\s+(.*))?$/su.exec(text) ?? []
  return digits === undefined ? { number: null, rest: text } : { number: Number(digits), rest }
}

/** By number of the list or by name. */
export function personTyped(
  people: readonly SettingsPerson[],
  text: string,
): SettingsPerson | undefined {
  const { number } = readNumber(text)
  if (number !== null) return people[number - 1]
  const named = people.filter(({ name }) => fold(name) === fold(text))
  return named.length === 1 ? named[0] : undefined
}
