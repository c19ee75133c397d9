/** The methods of the Zalo Bot API that the service uses, done on the world. */
import { stringOf, type Params } from '../standin/params.ts'
import { done, refuse, type Answer } from './answer.ts'
import type { Delivery } from './delivery.ts'
import type { Manners } from './manners.ts'
import { postWebhook } from './post-webhook.ts'
import type { Stage } from './stage.ts'
import type { World } from './world.ts'

export interface Platform {
  readonly world: World
  readonly stage: Stage
  readonly delivery: Delivery
  readonly manners: Manners
  readonly now: () => Date
}

export interface Caller {
  /** Registers what to do when the caller hangs up. */
  readonly onGone: (gone: () => void) => void
}

type Method = (params: Params, platform: Platform, caller: Caller) => Answer | Promise<Answer>

/** In UTF-16 units, the strictest reading of "2000 characters". */
const maxText = 2000

const methods: Readonly<Record<string, Method>> = {
  getMe: (_, { world }) => {
    const { id, accountName, displayName } = world.bot
    return done({
      id,
      account_name: accountName,
      account_type: 'BASIC',
      can_join_groups: true,
      display_name: displayName,
    })
  },
  sendMessage,
  sendPhoto,
  sendChatAction: () => done(),
  getUpdates: (params, { delivery }, { onGone }) => {
    if (delivery.webhook) return refuse(400, 'Bad Request: a webhook is set')
    return delivery.fetch(Number(params['timeout'] ?? 30), onGone)
  },
  setWebhook,
  deleteWebhook: (_, { delivery, now }) => {
    if (!delivery.webhook) return refuse(400, 'Bad Request')
    delivery.webhook = undefined
    return done({ url: '', updated_at: now().getTime() })
  },
  getWebhookInfo: (_, { delivery, now }) =>
    delivery.webhook
      ? done({ url: delivery.webhook.url, updated_at: now().getTime() })
      : refuse(404, 'Not Found'),
}

/** Does what a call asks for. */
export function perform(
  method: string,
  params: Params,
  platform: Platform,
  caller: Caller,
): Answer | Promise<Answer> {
  const found = Object.hasOwn(methods, method) ? methods[method] : undefined
  return found ? found(params, platform, caller) : refuse(404, 'Not Found')
}

/** A picture of an address, with what stands under it; people see both. */
function sendPhoto(params: Params, platform: Platform): Answer {
  const photo = stringOf(params['photo']) ?? ''
  const caption = stringOf(params['caption']) ?? ''
  if (!URL.canParse(photo) || caption.length > maxText)
    return refuse(400, 'Bad Request: photo must be an address')
  return sendMessage(
    { ...params, text: caption === '' ? photo : `${photo}\n${caption}`.slice(0, maxText) },
    platform,
  )
}

function sendMessage(params: Params, { world, stage, manners, delivery, now }: Platform): Answer {
  const chat = stringOf(params['chat_id']) ?? ''
  const text = stringOf(params['text']) ?? ''
  if (text.trim() === '' || text.length > maxText)
    return refuse(400, 'Bad Request: text must have 1 to 2000 characters')
  if (!isReachable(chat, world)) return refuse(404, 'Not Found: chat not found')
  if (!world.spend(now())) return refuse(429, 'Quota exceeded')
  const messageId = world.newMessageId()
  world.log(chat).add(messageId, text)
  if (manners.echoes) delivery.deliver(stage.echo(chat, messageId, text))
  return done({ message_id: messageId, date: now().getTime() })
}

function isReachable(chat: string, world: World): boolean {
  return world.people.get(chat)?.standing === 'known' || world.groups.get(chat)?.hasBot === true
}

/**
 * Zalo looks at the address at once, with a body that is no event here, and keeps it whatever it
 * finds.
 */
async function setWebhook(params: Params, { delivery, now }: Platform): Promise<Answer> {
  const [url, secret] = [stringOf(params['url']) ?? '', stringOf(params['secret_token']) ?? '']
  if (!URL.canParse(url) || secret.length < 8 || secret.length > 256)
    return refuse(400, 'Bad Request')
  delivery.webhook = { url, secret }
  const status = await postWebhook(delivery.webhook, Buffer.from('{"event_name":"webhook.verify"}'))
  const ok = status >= 200 && status <= 299
  const outcome = ok ? 'webhook.ok' : status === 0 ? 'webhook.err.conn' : 'webhook.http.other'
  return done({
    url,
    updated_at: now().getTime(),
    verification: { ok, status_code: status, outcome, latency_ms: 1, hint: '' },
  })
}
