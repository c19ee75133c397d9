/** The bot account itself: its ids and names, and where its messages go. */
import type { Call, CallLimits } from './call.ts'
import type { OnEvent } from './event.ts'
import { faultOf, ZaloBotFault } from './fault.ts'
import { isNoWebhook } from './report-failures.ts'
import { Me } from './schema.ts'
import { fitSecret, setWebhook } from './set-webhook.ts'

interface AccountOptions {
  readonly call: Call
  readonly token: string
  readonly deadlineMs: number
  readonly webhookSecret: string | undefined
  readonly onEvent: OnEvent
}

interface Account {
  readonly ownIds: ReadonlySet<string>
  readonly ownNames: readonly string[]
  /**
   * What polling needs and `announce` may have failed to get: our names, and no webhook. Says
   * nothing if it fails again.
   */
  readonly prepare: (signal: AbortSignal) => Promise<void>
  announce(url: string | undefined): Promise<void>
}

/** See `Platform` for what the methods promise. */
export function createAccount({
  call,
  token,
  deadlineMs,
  webhookSecret,
  onEvent,
}: AccountOptions): Account {
  // The digits before the colon are taken for the bot's id until getMe has told it.
  const ownIds = new Set(token.split(':').slice(0, 1))
  let ownNames: readonly string[] | undefined
  let isWebhookGone = false

  async function learnNames(limits: CallLimits): Promise<ZaloBotFault | undefined> {
    const reply = await call('getMe', {}, limits)
    const me = Me.safeParse(reply.kind === 'ok' ? reply.result : undefined)
    if (!me.success) return faultOf(reply, 'getMe') ?? new ZaloBotFault('unreachable', 'getMe')
    const { id, display_name: shown, account_name: account } = me.data
    if (id !== undefined) ownIds.add(id)
    ownNames = [shown, account]
      .filter((name) => name !== undefined && name.trim() !== '')
      .map(String)
    return undefined
  }

  async function removeWebhook(limits: CallLimits): Promise<ZaloBotFault | undefined> {
    const reply = await call('deleteWebhook', {}, limits)
    isWebhookGone =
      reply.kind === 'ok' || (reply.kind === 'refused' && isNoWebhook('deleteWebhook', reply))
    return isWebhookGone ? undefined : faultOf(reply, 'deleteWebhook')
  }

  async function pointAt(url: string, limits: CallLimits): Promise<ZaloBotFault | undefined> {
    const secret = fitSecret(webhookSecret)
    if (secret === undefined) return new ZaloBotFault('unfitWebhookSecret', 'setWebhook')
    isWebhookGone = false
    return setWebhook({ call, onEvent }, url, secret, limits)
  }

  return {
    ownIds,
    get ownNames() {
      return ownNames ?? []
    },
    async prepare(signal) {
      if (ownNames === undefined) await learnNames({ deadlineMs, signal })
      if (!isWebhookGone) await removeWebhook({ deadlineMs, signal })
    },
    async announce(url) {
      const limits = { deadlineMs }
      const stranger = await learnNames(limits)
      if (stranger?.code === 'tokenRefused') throw stranger
      const fault = url === undefined ? await removeWebhook(limits) : await pointAt(url, limits)
      // A webhook still standing is taken away before the first fetch; one not set nobody would set
      // again.
      if (fault && (url !== undefined || fault.code === 'tokenRefused')) throw fault
    },
  }
}
