/** The methods of the Bot API that the service and the yardstick bot use, done on the world. */
import { apiError, tooMany, type ApiError } from './api-error.ts'
import type { Button } from './chat-log.ts'
import type { SentFile } from '../standin/multipart.ts'
import { arrayOf, numberOf, recordOf, stringOf, type Params } from '../standin/params.ts'
import { refusalFor } from './refusal.ts'
import type { LimitKeeper } from './limits.ts'
import type { LongPoll } from './long-poll.ts'
import type { Updates } from './updates.ts'
import type { WebhookDelivery } from './webhook-delivery.ts'
import type { World } from './world.ts'

export type Answer = { readonly ok: true; readonly result: unknown } | ApiError

export interface Platform {
  readonly world: World
  readonly updates: Updates
  readonly longPoll: LongPoll
  readonly webhook: WebhookDelivery
  readonly limits: LimitKeeper | undefined
  readonly now: () => Date
}

export interface Caller {
  /** Registers what to do when the caller hangs up. */
  readonly onGone: (gone: () => void) => void
}

type Method = (params: Params, platform: Platform, caller: Caller) => Answer | Promise<Answer>

/** Telegram's own limits: text in UTF-16 units, `callback_data` in bytes. */
const maxText = 4096
const maxData = 64
const maxCaption = 1024

const methods: Readonly<Record<string, Method>> = {
  getMe: (_, { world }) => {
    const { id, username } = world.bot
    const rights = {
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    }
    return done({ id, is_bot: true, first_name: username, username, ...rights })
  },
  sendMessage,
  sendDocument: (params, platform) => sendFile(params, platform, 'document'),
  sendPhoto: (params, platform) => sendFile(params, platform, 'photo'),
  editMessageText,
  editMessageReplyMarkup: (params, platform) => edit(params, platform, undefined),
  deleteMessage: (params, platform) => {
    const message = platform.world.logs
      .get(numberOf(params['chat_id']) ?? 0)
      ?.find(numberOf(params['message_id']) ?? 0)
    if (!message) return apiError(400, 'Bad Request: message to delete not found')
    message.isDeleted = true
    return done(true)
  },
  sendChatAction: () => done(true),
  answerCallbackQuery: (params, { world }) => {
    world.answeredPresses.set(
      stringOf(params['callback_query_id']) ?? '',
      stringOf(params['text']) ?? '',
    )
    return done(true)
  },
  setMyCommands: (params, { world }) => {
    const scope = JSON.stringify(params['scope'] ?? { type: 'default' })
    const commands = arrayOf(params['commands']).map(recordOf)
    const menu = commands.map((one) => ({
      command: stringOf(one['command']) ?? '',
      description: stringOf(one['description']) ?? '',
    }))
    world.menus.set(`${scope} ${stringOf(params['language_code']) ?? ''}`.trim(), menu)
    return done(true)
  },
  getUpdates: (params, { updates, longPoll, webhook }, { onGone }) => {
    if (webhook.webhook)
      return apiError(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      )
    allow(params, updates)
    const request = {
      offset: numberOf(params['offset']) ?? 0,
      limit: numberOf(params['limit']) ?? 100,
      timeoutSeconds: numberOf(params['timeout']) ?? 0,
    }
    return longPoll.fetch(request, onGone)
  },
  setWebhook: (params, { updates, longPoll, webhook }) => {
    const url = stringOf(params['url']) ?? ''
    allow(params, updates)
    if (url !== '') longPoll.interrupt()
    webhook.set(
      url === ''
        ? undefined
        : {
            url,
            secret: stringOf(params['secret_token']),
            maxConnections: numberOf(params['max_connections']) ?? 40,
          },
    )
    return done(true)
  },
  deleteWebhook: (params, { updates, webhook }) => {
    webhook.set(undefined)
    if (params['drop_pending_updates'] === true) updates.confirmBelow(Infinity)
    return done(true)
  },
  getWebhookInfo: (_, { updates, webhook }) =>
    done({
      url: webhook.webhook?.url ?? '',
      pending_update_count: updates.pending.size,
      last_error_message: webhook.lastError,
    }),
}

/** Does what a call asks for. */
export function perform(
  method: string,
  params: Params,
  platform: Platform,
  caller: Caller,
): Answer | Promise<Answer> {
  const found = Object.hasOwn(methods, method) ? methods[method] : undefined
  return found ? found(params, platform, caller) : apiError(404, 'Not Found: method not found')
}

/** A file that came along, with its caption as the text. */
function sendFile(params: Params, platform: Platform, field: 'document' | 'photo'): Answer {
  const file = params[field] as SentFile | undefined
  const caption = stringOf(params['caption']) ?? ''
  if (!Buffer.isBuffer(file?.bytes) || file.bytes.length === 0)
    return apiError(400, 'Bad Request: file must be non-empty')
  if (caption.length > maxCaption) return apiError(400, 'Bad Request: message caption is too long')
  return show(params, caption, platform, file)
}

function sendMessage(params: Params, platform: Platform): Answer {
  const text = stringOf(params['text'])?.trim() ?? ''
  return textFault(text) ?? show(params, text, platform)
}

function show(params: Params, text: string, platform: Platform, file?: SentFile): Answer {
  const { world, limits, now } = platform
  const chat = numberOf(params['chat_id'])
  const refusal = refusalFor(chat, world)
  if (chat === undefined || refusal) return refusal ?? apiError(400, 'Bad Request: chat not found')
  const buttons = buttonsOf(params)
  const fault = buttonFault(buttons)
  if (fault) return fault
  const retryAfter = limits?.retryAfter(chat, chat < 0, performance.now())
  if (retryAfter !== undefined) return tooMany(retryAfter)
  const messageId = world.newMessageId()
  const thread = numberOf(params['message_thread_id'])
  world.log(chat).add({
    messageId,
    text,
    buttons,
    isProtected: params['protect_content'] === true,
    thread,
    ...(file && { file }),
  })
  return done({
    message_id: messageId,
    date: Math.floor(now().getTime() / 1000),
    chat: { id: chat, type: chat < 0 ? world.group(chat).type : 'private' },
    text,
  })
}

function editMessageText(params: Params, platform: Platform): Answer {
  const text = stringOf(params['text'])?.trim() ?? ''
  return textFault(text) ?? edit(params, platform, text)
}

function edit(params: Params, { world }: Platform, text: string | undefined): Answer {
  const chat = numberOf(params['chat_id'])
  const refusal = refusalFor(chat, world)
  if (refusal) return refusal
  const message = world.logs.get(chat ?? 0)?.find(numberOf(params['message_id']) ?? 0)
  if (!message || message.isDeleted) return apiError(400, 'Bad Request: message to edit not found')
  const buttons = buttonsOf(params)
  if (buttonFault(buttons)) return apiError(400, 'Bad Request: BUTTON_DATA_INVALID')
  if (
    (text ?? message.text) === message.text &&
    JSON.stringify(buttons) === JSON.stringify(message.buttons)
  ) {
    return apiError(
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same',
    )
  }
  if (text !== undefined && text !== message.text) message.texts = [...message.texts, text]
  message.text = text ?? message.text
  message.buttons = buttons
  message.everyButton = [...message.everyButton, ...buttons]
  return done({ message_id: message.messageId, text: message.text })
}

function buttonsOf(params: Params): readonly Button[] {
  const rows = arrayOf(recordOf(params['reply_markup'])['inline_keyboard'])
  return rows
    .flatMap((row) => arrayOf(row).map(recordOf))
    .map((one) => ({
      label: stringOf(one['text']) ?? '',
      data: stringOf(one['callback_data']) ?? '',
    }))
}

function textFault(text: string): ApiError | undefined {
  if (text === '') return apiError(400, 'Bad Request: message text is empty')
  return text.length > maxText ? apiError(400, 'Bad Request: message is too long') : undefined
}

function buttonFault(buttons: readonly Button[]): ApiError | undefined {
  const isBad = buttons.some(
    ({ label, data }) => label === '' || data === '' || Buffer.byteLength(data) > maxData,
  )
  return isBad ? apiError(400, 'Bad Request: BUTTON_DATA_INVALID') : undefined
}

function allow(params: Params, updates: Updates): void {
  const kinds = params['allowed_updates']
  if (Array.isArray(kinds))
    updates.allowed =
      kinds.length === 0 ? undefined : new Set(kinds.filter((kind) => typeof kind === 'string'))
}

function done(result: unknown): Answer {
  return { ok: true, result }
}
