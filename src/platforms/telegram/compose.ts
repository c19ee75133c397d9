import type { Opts } from 'telegraf/types'
import type { Address } from '../../messaging/address.ts'
import {
  type Attachment,
  type Choice,
  type Outbound,
  shownWithButtons,
} from '../../messaging/outbound.ts'
import { splitText } from '../../messaging/split-text.ts'

/** Longest text of one message, in UTF-16 units. https://core.telegram.org/bots/api#sendmessage */
export const maxText = 4096
/** Longest text under a file. https://core.telegram.org/bots/api#senddocument */
export const maxCaption = 1024

/**
 * The requests that show one message, to be sent in this order: plain text, cut where it is too
 * long, choices under the last part.
 */
export function composeMessages(to: Address, message: Outbound): readonly Opts<'sendMessage'>[] {
  const shown = shownWithButtons(message)
  const texts = splitText(shown.text, maxText)
  return texts.map((text, index) => ({
    chat_id: chatId(to.chat),
    text,
    link_preview_options: { is_disabled: true },
    ...(to.thread === undefined ? {} : { message_thread_id: Number(to.thread) }),
    ...(message.isProtected === true ? { protect_content: true } : {}),
    ...(index === texts.length - 1 ? keyboard(message.choices ?? [], shown.labels) : {}),
  }))
}

type Upload =
  | { readonly method: 'sendDocument'; readonly payload: Opts<'sendDocument'> }
  | { readonly method: 'sendPhoto'; readonly payload: Opts<'sendPhoto'> }

/**
 * The file of a message, sent after its text. A document is made to be printed or opened by another
 * program, which Telegram's protection forbids; a picture is protected like the words it shows.
 */
export function composeUpload(
  to: Address,
  { kind, fileName, bytes, alt }: Attachment,
  isProtected: boolean,
): Upload {
  const file = { source: Buffer.from(bytes), filename: fileName }
  const common = {
    chat_id: chatId(to.chat),
    caption: splitText(alt, maxCaption)[0] ?? '',
    ...(to.thread === undefined ? {} : { message_thread_id: Number(to.thread) }),
  }
  if (kind === 'document') return { method: 'sendDocument', payload: { ...common, document: file } }
  return {
    method: 'sendPhoto',
    payload: { ...common, photo: file, ...(isProtected ? { protect_content: true } : {}) },
  }
}

/** One choice a row: labels are long, and fingers may be old. */
function keyboard(
  choices: readonly Choice[],
  labels: readonly string[],
): Pick<Opts<'sendMessage'>, 'reply_markup'> {
  if (choices.length === 0) return {}
  const rows = choices.map(({ label, payload }, index) => [
    { text: labels[index] ?? label, callback_data: payload },
  ])
  return { reply_markup: { inline_keyboard: rows } }
}

type Edit =
  | { readonly method: 'editMessageText'; readonly payload: Opts<'editMessageText'> }
  | { readonly method: 'editMessageReplyMarkup'; readonly payload: Opts<'editMessageReplyMarkup'> }

/**
 * The edit that takes the keyboard off the pressed message: with its text where that fits, else the
 * keyboard alone.
 */
export function composeEdit(
  to: Address,
  { messageId, text }: NonNullable<Outbound['replaces']>,
): Edit {
  const target = { chat_id: chatId(to.chat), message_id: Number(messageId) }
  if (text.trim() !== '' && text.length <= maxText) {
    return {
      method: 'editMessageText',
      payload: { ...target, text, link_preview_options: { is_disabled: true } },
    }
  }
  return {
    method: 'editMessageReplyMarkup',
    payload: { ...target, reply_markup: { inline_keyboard: [] } },
  }
}

/**
 * Ids are text everywhere else; the Bot API's have at most 52 bits and are sent as the numbers they
 * are.
 */
export function chatId(chat: string): number | string {
  const number = Number(chat)
  return Number.isSafeInteger(number) ? number : chat
}
