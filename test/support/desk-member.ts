// A member who sends the month's sheet quickly, and whose own words are easily known again.
import type { Desk, Seen } from './desk.ts'
import { askedBy, plainAnswer } from './walk.ts'

/** In everything a member writes here, and nowhere else. */
export const canary = /hoàng yến/u
const words: Readonly<Record<string, string>> = {
  cause: 'Quên cho chim hoàng yến ăn',
  measure: 'Cho chim hoàng yến ăn đúng giờ',
  text: 'Thả chim hoàng yến về rừng',
}
const mostPrompts = 30

/** A reminder may come in between: each begins with a greeting, no answer does. */
export function isReply({ text }: Seen): boolean {
  return !text.startsWith('Kính gửi đồng chí')
}

/** What to type to the newest message; undefined: nothing is asked any more. */
function answerTo({ text, choices }: Seen, admits: boolean): string | undefined {
  const count = /số câu trong tin này: (\d+)/u.exec(text)?.[1]
  if (count !== undefined)
    return [admits ? '2' : '1', ...Array<string>(Number(count) - 1).fill('1')].join(' ')
  const asked = askedBy(choices.map(({ payload }) => payload))
  if (asked.kind === 'review') return 'gửi'
  if (asked.kind !== 'step') return undefined
  const part = asked.step.slice(asked.step.lastIndexOf('.') + 1)
  const written = asked.step.startsWith('voice') ? undefined : words[part]
  if (written !== undefined) return written
  if (part === 'due') return '1'
  const plain = plainAnswer(asked.step)
  const offered: readonly string[] = asked.choices
  return 'say' in plain ? plain.say : String(offered.indexOf(plain.press) + 1)
}

/** `admits`: one head needs effort, with a remedy. */
export async function fillsSheet(desk: Desk, who: string, admits: boolean): Promise<void> {
  let seen = await desk.types(who, 'phiếu nhanh')
  for (let prompt = 0; prompt < mostPrompts; prompt += 1) {
    const last = seen.findLast(isReply)
    if (last?.text.startsWith('Đã ghi nhận phiếu') === true) return
    const typed = last && answerTo(last, admits)
    if (typed === undefined)
      throw new Error(`${who} does not know what to answer to: ${last?.text ?? 'nothing'}`)
    seen = await desk.types(who, typed)
  }
  throw new Error(`${who} is asked without end`)
}
