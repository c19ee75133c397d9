import type { Address } from '../../messaging/address.ts'
import {
  numberedLabels,
  numberedLines,
  type Choice,
  type Outbound,
  shownWithButtons,
} from '../../messaging/outbound.ts'
import { splitText } from '../../messaging/split-text.ts'

/**
 * Longest text of one message. Zalo says characters and refuses (-210) what is longer; counted in
 * UTF-16 units it always fits.
 */
export const maxText = 2000
/** More, or longer titles, are not known to pass: then the numbered lines alone are shown. */
const mostButtons = 5
const longestTitle = 100

/**
 * A tapped button comes back as a text the person said, which is its payload. With this before it,
 * it is told from what is typed; whether it is genuine the store sees by its signature.
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
  /** The same in words alone, where the picture is refused. */
  readonly inWords?: Request
}

/**
 * The requests that show one message, to be sent in this order: plain text, cut where it is too
 * long, choices always as lines with their numbers, and as buttons too under the last part where
 * the account has them.
 *
 * https://developers.zalo.me/docs/official-account/tin-nhan/tin-tu-van/gui-tin-tu-van-dang-van-ban
 */
export function composeMessages(
  to: Address,
  message: Outbound,
  hasButtons: boolean,
): readonly Request[] {
  const words = wordsOf(to, message)
  const texts = words === '' ? [] : splitText(words, maxText)
  const { path, recipient, isGroup } = targetOf(to)
  const requests = texts.map((part, index): Request => {
    const isLast = index === texts.length - 1
    const attachment =
      isLast && hasButtons && !isGroup
        ? buttons(message.choices ?? [], shownWithButtons(message).labels)
        : {}
    return { path, payload: { recipient, message: { text: part, ...attachment } } }
  })
  const url = message.attachment?.url
  return url === undefined ? requests : withPicture(to, message, url, { words, requests })
}

/** A message in words: whole, and as it is sent. */
interface Said {
  readonly words: string
  readonly requests: readonly Request[]
}

function targetOf(to: Address): {
  readonly path: string
  readonly recipient: object
  readonly isGroup: boolean
} {
  const isGroup = to.kind === 'group'
  const recipient = isGroup ? { group_id: to.chat } : { user_id: to.chat }
  return { path: isGroup ? '/v3.0/oa/group/message' : '/v3.0/oa/message/cs', recipient, isGroup }
}

function wordsOf(to: Address, message: Outbound): string {
  const choices = message.choices ?? []
  const lines = message.isByDigits === true ? numberedLines(choices) : numberedLabels(choices)
  return sayable(
    to,
    [message.text, lines.join('\n')].filter((part) => part.trim() !== '').join('\n\n'),
  )
}

function sayable(to: Address, text: string): string {
  const said = (to.kind === 'group' ? withoutMentions(text) : text).normalize('NFC')
  return said.trim() === '' ? '' : said
}

/**
 * The picture, which Zalo fetches from its address, always with what can be seen in it. What is
 * said with it stands beside it where both fit, for each message may cost money; a message has one
 * attachment, so that its choices are lines then and no buttons.
 *
 * https://developers.zalo.me/docs/official-account/tin-nhan/tin-tu-van/gui-tin-tu-van-dinh-kem-hinh-anh
 */
function withPicture(
  to: Address,
  { attachment }: Outbound,
  url: string,
  { words, requests }: Said,
): readonly Request[] {
  const alt = sayable(to, attachment?.alt ?? '')
  const both = [alt, words].filter((part) => part !== '').join('\n\n')
  const isOne = both.length <= maxText
  const text = isOne ? both : (splitText(alt, maxText)[0] ?? '')
  const { path, recipient } = targetOf(to)
  const media = {
    type: 'template',
    payload: { template_type: 'media', elements: [{ media_type: 'image', url }] },
  }
  const picture: Request = {
    path,
    payload: { recipient, message: { ...(text === '' ? {} : { text }), attachment: media } },
    ...(text === '' ? {} : { inWords: { path, payload: { recipient, message: { text } } } }),
  }
  return isOne ? [picture] : [...requests, picture]
}

/** In a group `[@id]` names a person, and the group's id everybody: what people wrote must not. */
function withoutMentions(text: string): string {
  return text.replaceAll('[@', '[ @')
}

/** `oa.query.hide` sends the payload without showing it. */
function buttons(choices: readonly Choice[], titles: readonly string[]): { attachment?: object } {
  if (
    choices.length === 0 ||
    choices.length > mostButtons ||
    titles.some((title) => title.length > longestTitle)
  )
    return {}
  const list = choices.map(({ label, payload }, index) => ({
    title: titles[index] ?? label,
    type: 'oa.query.hide',
    payload: payloadMark + payload,
  }))
  return { attachment: { type: 'template', payload: { buttons: list } } }
}

/**
 * An approved template, with what stands in its places: never a word of the message, which may be
 * private.
 */
export interface Template {
  readonly id: string
  readonly data: Readonly<Record<string, string>>
}

export function composeTemplate(to: Address, { id, data }: Template): Request {
  return {
    path: '/v3.0/oa/message/template',
    payload: { user_id: to.chat, template_id: id, template_data: data },
  }
}
