/** The bot account itself: its name, where its updates go, its command menus. */
import type { MenuCommand, MenuScope } from '../../messaging/platform.ts'
import type { Call } from './call.ts'
import { faultOf, TelegramFault } from './fault.ts'
import { setMenu } from './menu.ts'
import { allowedUpdates, Me } from './schema.ts'

interface AccountOptions {
  readonly call: Call
  readonly deadlineMs: number
  readonly webhookSecret: string | undefined
  /** How many webhook calls Telegram may have under way at once, 1 to 100. */
  readonly maxConnections: number
}

interface Account {
  readonly username: string | undefined
  /** Learns the user name if it is not yet known; says nothing if that fails. */
  readonly introduce: (signal: AbortSignal) => Promise<void>
  announce(url: string | undefined): Promise<void>
  setMenu(scope: MenuScope, language: 'vi' | 'en', commands: readonly MenuCommand[]): Promise<void>
  startLink(code: string): string | undefined
}

/** See `Platform` for what the methods promise. */
export function createAccount({
  call,
  deadlineMs,
  webhookSecret,
  maxConnections,
}: AccountOptions): Account {
  let username: string | undefined
  const limits = { deadlineMs }

  async function learnName(signal?: AbortSignal): Promise<TelegramFault | undefined> {
    const reply = await call('getMe', {}, signal ? { deadlineMs, signal } : limits)
    if (reply.kind !== 'ok') return faultOf(reply, 'getMe')
    const me = Me.safeParse(reply.result)
    if (!me.success) return new TelegramFault('unreachable', 'getMe')
    username = me.data.username
    return undefined
  }

  /** https://core.telegram.org/bots/api#setwebhook */
  async function pointAt(url: string | undefined): Promise<TelegramFault | undefined> {
    if (url === undefined)
      return faultOf(
        await call('deleteWebhook', { drop_pending_updates: false }, limits),
        'deleteWebhook',
      )
    if (webhookSecret === undefined || webhookSecret === '')
      return new TelegramFault('noWebhookSecret', 'setWebhook')
    const payload = {
      url,
      secret_token: webhookSecret,
      allowed_updates: allowedUpdates,
      max_connections: maxConnections,
    }
    return faultOf(await call('setWebhook', payload, limits), 'setWebhook')
  }

  return {
    get username() {
      return username
    },
    async introduce(signal) {
      if (username === undefined) await learnName(signal)
    },
    async announce(url) {
      const fault = (await learnName()) ?? (await pointAt(url))
      if (fault) throw fault
    },
    setMenu: (scope, language, commands) =>
      setMenu({ call, deadlineMs }, scope, language, commands),
    startLink(code) {
      const isPayload = /^[A-Za-z0-9_-]{1,64}$/.test(code)
      return username === undefined || !isPayload
        ? undefined
        : `https://t.me/${username}?start=${code}`
    },
  }
}
