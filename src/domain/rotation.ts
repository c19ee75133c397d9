// Which questions come in which month. No chance and no clock: the same member and month always
// give the same answer.
import type { Manifestation } from './questionnaire.ts'

/**
 * Asked of a member in one month; 18 manifestations of groups I and II then come round in six
 * months.
 */
export const manifestationsPerMonth = 3

/**
 * Group III is never asked item by item: such a record would be dangerous and its answer worth
 * nothing (domain brief §2.1).
 */
export function isAskedByItem(manifestation: Manifestation): boolean {
  return manifestation.group !== 'III'
}

/**
 * The manifestations a member is asked about in one month.
 *
 * The member's seed shuffles each group, the groups are then dealt in turn, so that a month touches
 * both, and the row is cut in threes which take turns. That all 18 come in *any* six consecutive
 * months leaves no freedom but the order: the threes must repeat after six months. `index` is from
 * `periodIndex` (period.ts); one that is no whole number is refused.
 */
export function pickManifestations(
  memberSeed: string,
  index: number,
  all: readonly Manifestation[],
): readonly Manifestation[] {
  if (!Number.isInteger(index)) throw new RangeError('a period index is a whole number')
  const asked = all.filter(isAskedByItem)
  const dealt = interleave(
    shuffle(
      asked.filter(({ group }) => group === 'I'),
      `${memberSeed}|I`,
    ),
    shuffle(
      asked.filter(({ group }) => group === 'II'),
      `${memberSeed}|II`,
    ),
  )
  const hands = Math.ceil(dealt.length / manifestationsPerMonth)
  // Members begin at different hands: those with two of group I meet those with two of group II in
  // the same month.
  const start = modulo(index + hash(`${memberSeed}|start`), hands) * manifestationsPerMonth
  return dealt.slice(start, start + manifestationsPerMonth)
}

/**
 * Which of `count` wordings of a question is used in a month: never the same two months running
 * when there are two or more. The same for every member, so that a branch's numbers add up answers
 * to one question; each question begins elsewhere.
 */
export function pickWording(questionKey: string, index: number, count: number): number {
  if (count < 1) throw new RangeError('a question has at least one wording')
  return modulo(hash(questionKey) + index, count)
}

function interleave<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  const length = Math.max(first.length, second.length)
  return Array.from({ length }, (_, at) => [
    ...first.slice(at, at + 1),
    ...second.slice(at, at + 1),
  ]).flat()
}

/** Fisher–Yates told as "draw one of what is left". */
function shuffle<T>(items: readonly T[], seed: string): readonly T[] {
  const left = [...items]
  return items.flatMap((_, step) => left.splice(hash(`${seed}|${String(step)}`) % left.length, 1))
}

/**
 * FNV-1a over UTF-16 units, then mixed as MurmurHash3 does: without that, seeds that differ at the
 * end give like orders.
 */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1)
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor
}
