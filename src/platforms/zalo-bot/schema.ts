/**
 * The border with the Zalo Bot API: of everything it sends, only the fields used here.
 * https://docs.zaloplatforms.com/docs/BOT
 */
import { z } from 'zod'
import { opaqueId } from '../../messaging/opaque-id.ts'

/**
 * Ids are opaque: text without spaces, or a number (the long ones are text already, see
 * `parseKeepingIds`).
 */
const id = z.union([z.string(), z.int().transform(String)]).pipe(z.string().regex(opaqueId))
const optionalText = z.string().optional().catch(undefined)
const optionalFlag = z.boolean().optional().catch(undefined)
const place = z.int().min(0).optional().catch(undefined)

const User = z.object({ id, display_name: optionalText, name: optionalText, is_bot: optionalFlag })
export type User = z.infer<typeof User>

/** `PRIVATE` or `GROUP`; older copies of the documentation leave it out. */
const Chat = z.object({ id, chat_type: optionalText })
type Chat = z.infer<typeof Chat>

/**
 * Where a mention stands in the text, in UTF-16 units. Not documented for bots; the names are those
 * of Zalo's other products.
 */
const Mention = z.object({
  type: optionalText,
  offset: place,
  pos: place,
  length: place,
  len: place,
  uid: id.optional().catch(undefined),
  user_id: id.optional().catch(undefined),
})
export type Mention = z.infer<typeof Mention>

const mentions = z.array(Mention).max(50).optional().catch(undefined)

/**
 * {"event_name": "message.text.received", "message": {
 *   "from": {"id": "6ede9afa66b88fe6d6a9", "display_name": "Hoa", "is_bot": false},
 *   "chat": {"id": "zgr-0123456789abcdef0123", "chat_type": "GROUP"},
 *   "text": "@Bot Tự Soi /lichhop", "message_id": "2d758cb5e222177a4e35", "date": 1750316131602}}
 *
 * The date is in ms, in some copies in seconds. Photos, stickers and voices hold URLs, which are
 * not read.
 */
export const Update = z.object({
  event_name: z.string().max(100),
  message: z.object({
    message_id: id,
    from: User,
    chat: Chat,
    date: z.unknown().optional(),
    text: optionalText,
    mentions,
    entities: mentions,
  }),
})
export type Update = z.infer<typeof Update>
export type Message = Update['message']

/** A body that is the event itself, as live callbacks are. */
export const BareBody = z.looseObject({ event_name: z.string() })

const code = z.coerce.number().int().positive().optional().catch(undefined)

/**
 * {"ok": true, "result": {…}, "error_code": 0} or {"ok": false, "description": "Request timeout",
 * "error_code": 408}. Webhook calls come in it too, in the documented shape. Of testWebhook the
 * code's name was seen as `errorCode`.
 */
export const Envelope = z.object({
  ok: z.boolean().optional().catch(undefined),
  result: z.unknown().optional(),
  error_code: code,
  errorCode: code,
  description: z
    .string()
    .transform((words) => words.slice(0, 500))
    .catch(''),
})

/** {"message_id": "82599fa32f56d00e8941", "date": 1749632637199} */
export const SentMessage = z.object({ message_id: id })

/**
 * {"id": "1459232241454765289", "account_name": "bot.VDKyGxQvc", "display_name": "Bot Tự Soi"}; the
 * last not always.
 */
export const Me = z.object({
  id: id.optional().catch(undefined),
  account_name: optionalText,
  display_name: optionalText,
})

/**
 * {"url": "https://…", "verification": {"ok": false, "outcome": "webhook.err.tls", "hint": "…"}};
 * the address is kept all the same.
 */
export const SetWebhook = z.object({
  verification: z.object({ ok: z.boolean(), outcome: optionalText }),
})
