/** The border with Zalo: of everything it sends, only the fields used here. */
import { z } from 'zod'
import { opaqueId } from '../../messaging/opaque-id.ts'

/**
 * Ids are text; those that came as numbers were made text before parsing where a number cannot hold
 * them (`parseKeepingIds`).
 */
const id = z.union([z.string(), z.int().transform(String)]).pipe(z.string().regex(opaqueId))
const optionalId = id.optional().catch(undefined)
/** Milliseconds since 1970, as text by the documentation. */
const milliseconds = z.union([z.string().regex(/^\d{1,16}$/), z.int().min(0).transform(String)])
const code = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,9}$/)
    .transform(Number),
])

const Party = z.object({ id: optionalId, group_id: optionalId }).optional().catch(undefined)

/**
 * {"event_name": "user_send_text", "app_id": "50554360515256678",
 *  "sender": {"id": "5510185758261927916"}, "recipient": {"id": "1646843870823903717"},
 *  "message": {"text": "Helo", "msg_id": "e2a641af6661713b2874"},
 *  "timestamp": "1717061839659", "user_id_by_app": "3611371994410983884"}
 *
 * {"event_name": "follow", "oa_id": "1646843870823903717",
 *  "follower": {"id": "5510185758261927916"},
 *  "source": "oa_profile", "app_id": "…", "timestamp": "1717061839659"}
 *
 * A group's id is seen as `recipient.id`, `recipient.group_id`, `message.conversation_id` and
 * `group_id`.
 *
 * https://developers.zalo.me/docs/official-account/webhook/tin-nhan/su-kien-nguoi-dung-gui-tin-nhan
 */
export const Event = z.object({
  event_name: z.string(),
  timestamp: milliseconds.optional().catch(undefined),
  oa_id: optionalId,
  sender: Party,
  recipient: Party,
  follower: Party,
  group_id: optionalId,
  group_name: z.string().optional().catch(undefined),
  message: z
    .object({ text: z.string().optional(), msg_id: optionalId, conversation_id: optionalId })
    .optional(),
})
export type Event = z.infer<typeof Event>

/** What the signature is made with, of a body whose rest may be anything. */
export const Stamp = z.object({ timestamp: milliseconds })

/**
 * {"error": -216, "message": "Access token is invalid"}; `message` may quote what was sent, so it
 * is not read.
 */
export const Envelope = z.object({ error: code, data: z.unknown().optional() })

/**
 * {"message_id": "…", "user_id": "…", "quota": {"quota_type": "reply", "remain": "7", "total": "8",
 * "expired_date": "…"}}
 *
 * https://developers.zalo.me/docs/official-account/tin-nhan/tin-tu-van/gui-tin-tu-van-dang-van-ban
 */
export const SentMessage = z.object({
  // Only kept, and cleaned there: Zalo said success, and a message sent twice is worse than an odd
  // id.
  message_id: z.union([z.string().min(1), z.int().transform(String)]),
  quota: z
    .object({
      quota_type: z.string().regex(/^[a-z_]{1,40}$/),
      remain: z.coerce.number().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
})

/**
 * {"access_token": "…", "refresh_token": "…", "expires_in": "90000"}
 *
 * https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new
 */
export const Granted = z.object({
  // The first goes into a header, the second into a form: nothing but printable ASCII is a token.
  access_token: z.string().regex(/^[\x21-\x7e]{1,4000}$/),
  refresh_token: z.string().regex(/^[\x21-\x7e]{1,4000}$/),
  /** Seconds, as text by the documentation. */
  expires_in: z.coerce.number().positive().max(31_536_000),
})
export type Granted = z.infer<typeof Granted>

/**
 * {"error": -14014, "error_name": "Invalid refresh token", "error_description": "…"}, mostly with
 * HTTP 200.
 */
export const Denied = z.object({ error: code })
