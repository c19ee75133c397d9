import type { Address } from '../../messaging/address.ts'
import { numberedLabels, numberedLines, type Choice, type Outbound, shownWithButtons } from '../../messaging/outbound.ts'
import { splitText } from '../../messaging/split-text.ts'

/** Longest text of one message. Zalo says characters and refuses (-210) what is longer; counted in UTF-16 units it always fits. */
export const maxText = 2000
/** More, or longer titles, are not known to pass: then the numbered lines alone are shown. */
const mostButtons = 5
const longestTitle = 100

/**
 * A tapped button comes back as a text the person said, which is its payload. With this before it, it is told from what is
 * typed; whether it is genuine the store sees by its signature.
 */
const payloadMark = '#tusoi:'

/** What a text says that is a tapped button. */
export function payloadOf(text: string): string | undefined {
  const payload = text.startsWith(payloadMark) ? text.slice(payloadMark.length) : ''
  return payload === '' ? undefined : payload
}

export interface Request {
  readonly path: string
  readonly payload: Readonly<Record<string, unknown>>
}

/**
 * The requests that show one message, to be sent in this order: plain text, cut where it is too long, choices always as
 * lines with their numbers, and as buttons too under the last part where the account has them.
 *
 * https://developers.zalo.me/docs/official-account/tin-nhan/tin-tu-van/gui-tin-tu-van-dang-van-ban
 */
export function composeMessages(to: Address, message: Outbound, hasButtons: boolean): readonly Request[] {
  const choices = message.choices ?? []
  const lines = message.isByDigits === true ? numberedLines(choices) : numberedLabels(choices)
  const whole = [message.text, lines.join('\n')].filter((part) => part.trim() !== '').join('\n\n')
  const isGroup = to.kind === 'group'
  const text = isGroup ? withoutMentions(whole.normalize('NFC')) : whole.normalize('NFC')
  if (text.trim() === '') return []
  const texts = splitText(text, maxText)
  const recipient = isGroup ? { group_id: to.chat } : { user_id: to.chat }
  const path = isGroup ? '/v3.0/oa/group/message' : '/v3.0/oa/message/cs'
  return texts.map((part, index) => {
    const isLast = index === texts.length - 1
    const attachment = isLast && hasButtons && !isGroup ? buttons(choices, shownWithButtons(message).labels) : {}
    return { path, payload: { recipient, message: { text: part, ...attachment } } }
  })
}

/** In a group `[@id]` names a person, and the group's id everybody: what people wrote must not. */
function withoutMentions(text: string): string {
  return text.replaceAll('[@', '[ @')
}

/** `oa.query.hide` sends the payload without showing it. */
function buttons(choices: readonly Choice[], titles: readonly string[]): { attachment?: object } {
  if (choices.length === 0 || choices.length > mostButtons || titles.some((title) => title.length > longestTitle)) return {}
  const list = choices.map(({ label, payload }, index) => ({
    title: titles[index] ?? label,
    type: 'oa.query.hide',
    payload: payloadMark + payload,
  }))
  return { attachment: { type: 'template', payload: { buttons: list } } }
}

/** An approved template, with what stands in its places: never a word of the message, which may be private. */
export interface Template {
  readonly id: string
  readonly data: Readonly<Record<string, string>>
}

export function composeTemplate(to: Address, { id, data }: Template): Request {
  return { path: '/v3.0/oa/message/template', payload: { user_id: to.chat, template_id: id, template_data: data } }
}
