// Two choices that are a yes and a no: beside their labels the plain words are heard, in every
// language.
import type { Labelled } from '../domain/choice-text.ts'
import { languages } from '../i18n/translator.ts'
import type { Moment } from './turn.ts'

/** The yes first. “Có ạ”, “vâng”, “không” answer any question that is put this way. */
export function yesNo(
  yes: string,
  no: string,
  { library: { words } }: Moment,
): readonly Labelled[] {
  const heard = (key: 'answers.yes' | 'answers.no') =>
    languages.flatMap((language) => words[language](key).split('|'))
  return [
    { label: yes, also: heard('answers.yes') },
    { label: no, also: heard('answers.no') },
  ]
}
