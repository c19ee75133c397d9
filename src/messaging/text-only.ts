// A message on a platform that has neither buttons nor long texts: what cannot be pressed is typed.
import { cleanText } from './clean-text.ts'
import { numberedLabels, numberedLines, type Outbound } from './outbound.ts'
import { splitText } from './split-text.ts'

const gap = '\n\n'
/** The least of a question that stands above its choices when both together are too long. */
const leastQuestion = 200

/**
 * The texts that show one message, to be sent in this order, each of at most `maxText` UTF-16
 * units; none when there is nothing to show. Choices become lines under the text, in one message
 * with it or, where that is too long, with its end.
 */
export function textOnlyParts(message: Outbound, maxText: number): readonly string[] {
  return partsOf(cleanText(message.text).trim(), choiceLines(message), maxText)
}

function partsOf(text: string, lines: string, maxText: number): readonly string[] {
  if (lines === '') return text === '' ? [] : splitText(text, maxText)
  const room = maxText - gap.length - lines.length
  if (text === '' || room < Math.min(leastQuestion, text.length))
    return [text, lines].flatMap((part) => partsOf(part, '', maxText))
  const parts = splitText(text, maxText, room)
  return parts.map((part, index) => (index === parts.length - 1 ? part + gap + lines : part))
}

/** A number a line, as typed. A single choice has none: it is shown as what to type. */
function choiceLines({ choices = [], isByDigits }: Outbound): string {
  if (isByDigits === true) return numberedLines(choices).map(cleanText).join('\n')
  const labels = numberedLabels(choices).map(cleanText)
  return labels.length === 1 ? `→ “${labels.join('')}”` : labels.join('\n')
}
