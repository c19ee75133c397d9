// Where the tone mark of oa, oe and uy stands when nothing follows them: “hòa, khỏe, ủy” or “hoà,
// khoẻ, uỷ”. Offices differ (domain reference §6.2); everywhere else both ways of writing are one.

/** `ủy`, `hòa` (the tool of HD 05-HD/VPTW) or `uỷ`, `hoà` (some offices): a branch chooses. */
export const toneMarks = ['ủy', 'uỷ'] as const
export type ToneMark = (typeof toneMarks)[number]

/**
 * What a syllable may begin with. Not q: in “quý” the u belongs to it, and the mark stands on the y
 * in both styles.
 */
const onset = '(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|[bcdđghklmnprstvx])?'
/** A whole syllable of Vietnamese: a word that only looks like the end of one is left alone. */
const onFirst = new RegExp(
  `(?<!\\p{L})(?<start>${onset})(?<first>[òóỏõọ](?=[ae])|[ùúủũụ](?=y))(?<second>[aey])(?!\\p{L})`,
  'giu',
)
const [marked, markedY] = ['[àáảãạèéẻẽẹ]', '[ỳýỷỹỵ]']
const onSecond = new RegExp(
  `(?<!\\p{L})(?<start>${onset})(?<first>o(?=${marked})|u(?=${markedY}))(?<second>${marked}|${markedY})(?!\\p{L})`,
  'giu',
)
/** The five tone marks by themselves; the hat of â, ê, ô and the horn are none of them. */
const marks = /[\u0300\u0301\u0303\u0309\u0323]/u

function moveMark(from: string, to: string): { readonly bare: string; readonly marked: string } {
  const apart = from.normalize('NFD')
  const mark = marks.exec(apart)?.[0] ?? ''
  return { bare: apart.replace(mark, '').normalize('NFC'), marked: (to + mark).normalize('NFC') }
}

/**
 * The text in one style, NFC. Turning a text of one style there and back gives it as it was; case
 * is kept, letter by letter.
 */
export function placeToneMarks(text: string, style: ToneMark): string {
  const composed = text.normalize('NFC')
  if (style === 'uỷ')
    return composed.replace(onFirst, (_, start: string, first: string, second: string) => {
      const { bare, marked } = moveMark(first, second)
      return start + bare + marked
    })
  return composed.replace(onSecond, (_, start: string, first: string, second: string) => {
    const { bare, marked } = moveMark(second, first)
    return start + marked + bare
  })
}
