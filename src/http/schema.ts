import { z } from 'zod'
import { opaqueId } from '../messaging/opaque-id.ts'

const chat = z.string().regex(/^[mtg]:[\x21-\x7E]{1,100}$/)
/**
 * Longer than the service takes, so that its own refusal can be seen; shorter than the body may be.
 */
const text = z.string().min(1).max(20_000)

/** Body of `POST /play/say`: `{"person":"m:7","chat":"m:7","text":"/start"}`. */
export const sayBody = z.object({ person: chat, chat, text })

/** Body of `POST /play/press`: `{"person":"m:7","chat":"m:7","messageId":"…","payload":"…"}`. */
export const pressBody = z.object({
  person: chat,
  chat,
  messageId: z.string().regex(opaqueId),
  payload: z.string().min(1).max(64),
})

/** Body of `POST /play/attach`: `{"person":"m:7","chat":"m:7","what":"photo"}`. */
export const attachBody = z.object({
  person: chat,
  chat,
  what: z.enum(['photo', 'file', 'voice', 'video', 'sticker']),
})

/** Body of `POST /play/clock`: `{"advance":"day"}`. */
export const clockBody = z.object({ advance: z.enum(['hour', 'day', 'next']) })

/** Body of `POST /play/fresh`: `{}`. */
export const freshBody = z.object({})
