/** The border with the Bot API: of everything it sends, only the fields used here. */
import { z } from 'zod'
import { opaqueId } from '../../messaging/opaque-id.ts'

/**
 * Chat and user ids have at most 52 significant bits, so a safe integer holds them; anything else
 * is refused.
 */
const id = z.int()
const unixSeconds = z.int().min(0).max(4_102_444_800)

const User = z.object({
  id,
  is_bot: z.boolean().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
})
export type User = z.infer<typeof User>

const Chat = z.object({
  id,
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
  title: z.string().optional(),
})
export type Chat = z.infer<typeof Chat>

/**
 * {"text": "1. Làm tốt", "callback_data": "a1:3f…"}
 * https://core.telegram.org/bots/api#inlinekeyboardbutton
 */
const Button = z.object({ text: z.string(), callback_data: z.string().optional() })

/**
 * Loose, because what a message holds is told by which key is there: `photo`, `voice`, `sticker` …
 *
 * {"message_id": 7, "date": 1795000000, "chat": {"id": -1001, "type": "supergroup", "title": "Chi
 * bộ 1"},
 *  "from": {"id": 42, "is_bot": false, "first_name": "Hoa", "language_code": "vi"},
 *  "is_topic_message": true, "message_thread_id": 3, "text": "/lichhop@tusoi_bot"}
 *
 * https://core.telegram.org/bots/api#message
 */
const Message = z.looseObject({
  message_id: z.int(),
  date: unixSeconds.optional(),
  chat: Chat,
  from: User.optional(),
  text: z.string().optional(),
  is_topic_message: z.boolean().optional(),
  message_thread_id: z.int().optional(),
  new_chat_title: z.string().optional(),
  migrate_to_chat_id: id.optional(),
  reply_markup: z
    .object({ inline_keyboard: z.array(z.array(Button)) })
    .optional()
    .catch(undefined),
})
export type Message = z.infer<typeof Message>

/**
 * {"id": "4382", "from": {"id": 42, …}, "data": "a1:3f…", "message": {"message_id": 7, "date": 0,
 * "chat": {…}}}
 *
 * `message` is absent for inline messages and has `date: 0` when it is too old to be reached.
 * https://core.telegram.org/bots/api#callbackquery
 */
const CallbackQuery = z.object({
  id: z.string().regex(opaqueId),
  from: User,
  message: Message.optional(),
  data: z.string().optional(),
})
export type CallbackQuery = z.infer<typeof CallbackQuery>

const Standing = z.object({ status: z.string(), is_member: z.boolean().optional() })
export type Standing = z.infer<typeof Standing>

/**
 * {"chat": {…}, "from": {…}, "date": 1795000000,
 *  "old_chat_member": {"status": "member", "user": {…}},
 *  "new_chat_member": {"status": "kicked", "user": {…}}}
 *
 * https://core.telegram.org/bots/api#chatmemberupdated
 */
const ChatMemberUpdated = z.object({
  chat: Chat,
  from: User,
  date: unixSeconds.optional(),
  old_chat_member: Standing.optional(),
  new_chat_member: Standing,
})
export type ChatMemberUpdated = z.infer<typeof ChatMemberUpdated>

/**
 * {"update_id": 10001, "message": {…}}, with exactly one of the kinds; kinds not named here are not
 * for us.
 *
 * https://core.telegram.org/bots/api#update
 */
export const Update = z.object({
  update_id: z.int(),
  message: Message.optional(),
  edited_message: Message.optional(),
  callback_query: CallbackQuery.optional(),
  my_chat_member: ChatMemberUpdated.optional(),
})
export type Update = z.infer<typeof Update>

/** The kinds of update asked for; everything else Telegram then keeps to itself. */
export const allowedUpdates = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
] as const

/** What every update has, even one whose rest cannot be read: enough to confirm it. */
const NumberedUpdate = z.looseObject({ update_id: z.int() })
export type NumberedUpdate = z.infer<typeof NumberedUpdate>

/**
 * The updates of one `getUpdates`, each to be parsed alone, so that a strange one does not hold up
 * the others.
 */
export const UpdateBatch = z.array(NumberedUpdate)

/**
 * {"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 5", "parameters":
 * {"retry_after": 5}}
 *
 * https://core.telegram.org/bots/api#making-requests,
 * https://core.telegram.org/bots/api#responseparameters
 */
export const Refusal = z.object({
  error_code: z.int(),
  description: z.string().catch(''),
  parameters: z
    .object({
      retry_after: z.number().min(0).optional().catch(undefined),
      migrate_to_chat_id: id.optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})

/** {"message_id": 8, "date": …, "chat": {…}} https://core.telegram.org/bots/api#sendmessage */
export const SentMessage = z.object({ message_id: z.int() })

/** {"id": 1, "is_bot": true, "username": "tusoi_bot"} https://core.telegram.org/bots/api#getme */
export const Me = z.object({ username: z.string() })
