// Blame laid on somebody else: a person and words of blame close together.
import {
  type AccusationLists,
  cover,
  endsBefore,
  lengthAt,
  type Phrases,
  sameSentence,
  type Token,
} from './screening-words.ts'

interface Person {
  readonly start: number
  readonly end: number
  /** By a name; otherwise by a title or an office only. */
  readonly isNamed: boolean
}

/** Words of blame farther from a name than this are taken as said of something else. */
const reach = { named: 10, unnamed: 5, denounced: 6 }

export function accuses(tokens: readonly Token[], lists: AccusationLists): boolean {
  if (tokens.some((_, at) => lengthAt(tokens, at, lists.matters) > 0)) return true
  const blame = findBlame(tokens, lists)
  return findPersons(tokens, lists).some((person) => isBlamed(person, tokens, blame, lists))
}

/**
 * Where words of blame begin and end, without those that are turned away ("chống tham ô", "không vi
 * phạm").
 */
interface Blame {
  readonly grave: ReadonlyMap<number, number>
  readonly any: ReadonlyMap<number, number>
}

function findBlame(tokens: readonly Token[], lists: AccusationLists): Blame {
  const neutral = cover(tokens, lists.neutral)
  const passed = new Set([
    ...cover(tokens, lists.connectors),
    ...cover(tokens, lists.grave),
    ...cover(tokens, lists.faults),
  ])
  const turnedAway = (at: number): boolean => {
    let before = at - 1
    while (sameSentence(tokens, before, at) && passed.has(before) && !neutral.has(before))
      before -= 1
    return sameSentence(tokens, before, at) && neutral.has(before)
  }
  const spans = (phrases: Phrases): readonly (readonly [number, number])[] =>
    tokens.flatMap((_, at) => {
      const length = lengthAt(tokens, at, phrases)
      return length > 0 && !turnedAway(at) ? [[at, at + length] as const] : []
    })
  const grave = spans(lists.grave)
  return { grave: new Map(grave), any: new Map([...spans(lists.faults), ...grave]) }
}

function findPersons(tokens: readonly Token[], lists: AccusationLists): readonly Person[] {
  const nobody = new Set([
    ...cover(tokens, lists.allowedNames),
    ...cover(tokens, lists.collectives),
  ])
  return tokens.flatMap((_, at) => {
    const person = nobody.has(at)
      ? null
      : (titledAt(tokens, at, lists) ?? fullNameAt(tokens, at, lists))
    return person === null || nobody.has(person.end - 1) ? [] : [person]
  })
}

function titledAt(tokens: readonly Token[], at: number, lists: AccusationLists): Person | null {
  const title = lengthAt(tokens, at, lists.titles)
  const end = at + title + lengthAt(tokens, at + title, lists.offices)
  if (end === at) return null
  const isFamilyName = lengthAt(tokens, end, lists.surnames) > 0
  const isName = isCapitalised(tokens[end]) && lengthAt(tokens, end, lists.notNames) === 0
  const isNamed = sameSentence(tokens, end, at) && (isName || (isFamilyName && title > 0))
  return { start: at, end: isNamed ? end + 1 : end, isNamed }
}

function fullNameAt(tokens: readonly Token[], at: number, lists: AccusationLists): Person | null {
  const looksLikeName =
    lengthAt(tokens, at, lists.surnames) > 0 &&
    isCapitalised(tokens[at]) &&
    isCapitalised(tokens[at + 1])
  if (
    !looksLikeName ||
    endsBefore(tokens, at, lists.placeWords) ||
    endsBefore(tokens, at, lists.selfIntroductions)
  )
    return null
  return { start: at, end: at + 2, isNamed: true }
}

function isBlamed(
  person: Person,
  tokens: readonly Token[],
  blame: Blame,
  lists: AccusationLists,
): boolean {
  const within = person.isNamed ? reach.named : reach.unnamed
  for (
    let at = person.end, speaksOfSelf = false;
    at <= person.end + within && sameSentence(tokens, at, person.start);
    at += 1
  ) {
    speaksOfSelf ||= lengthAt(tokens, at, lists.selfWords) > 0
    if (blame.grave.has(at) || (person.isNamed && !speaksOfSelf && blame.any.has(at))) return true
  }
  return isBlamedBefore(person, tokens, person.isNamed ? blame.any : blame.grave, lists)
}

/** "vi phạm của đồng chí A", "tố cáo ông B". */
function isBlamedBefore(
  { start }: Person,
  tokens: readonly Token[],
  blame: ReadonlyMap<number, number>,
  lists: AccusationLists,
): boolean {
  const isOwned =
    endsBefore(tokens, start, lists.belonging) &&
    [...blame.values()].some((end) => end < start && end >= start - 2)
  return (
    isOwned ||
    tokens.some((_, at) => {
      const isNear = at < start && at >= start - reach.denounced && sameSentence(tokens, at, start)
      return isNear && lengthAt(tokens, at, lists.denouncing) > 0
    })
  )
}

function isCapitalised(token: Token | undefined): boolean {
  return token !== undefined && /^\p{Lu}/u.test(token.raw)
}
