// A word of command typed whole and alone: back, skip, pause and so on.
import { isSame, wordsOfEach } from './folded-words.ts'
import { type Fillers, numberOf, politeWords, readingsOf } from './polite-words.ts'

export const controlKinds = [
  'back',
  'skip',
  'pause',
  'resume',
  'help',
  'submit',
  'edit',
  'keep',
  'why',
  'paper',
  'here',
] as const
export type ControlKind = (typeof controlKinds)[number]
/** The words of each control in the person's language. `edit` may be followed by a number. */
export type ControlWords = Readonly<Record<ControlKind, readonly string[]>>
type Control =
  | { readonly kind: Exclude<ControlKind, 'edit'> }
  | { readonly kind: 'edit'; readonly number: number | null }

/**
 * The control that was typed, whole and alone, or null. Try the choices of an open question first:
 * its labels win.
 */
export function readControl(
  typed: string,
  words: ControlWords,
  fillers: Fillers = politeWords,
): Control | null {
  for (const said of readingsOf(typed, fillers)) {
    for (const kind of controlKinds) {
      for (const entry of wordsOfEach(words[kind])) {
        if (kind !== 'edit' && isSame(said, entry)) return { kind }
        const number = kind === 'edit' ? numberAfter(said, entry, fillers) : undefined
        if (number !== undefined) return { kind: 'edit', number }
      }
    }
  }
  return null
}

/**
 * Null: nothing follows the words. Undefined: these are not the words, or something else follows.
 */
function numberAfter(
  said: readonly string[],
  entry: readonly string[],
  fillers: Fillers,
): number | null | undefined {
  if (!isSame(said.slice(0, entry.length), entry)) return undefined
  const rest = said.slice(entry.length)
  return rest.length === 0 ? null : numberOf(rest, fillers)
}
