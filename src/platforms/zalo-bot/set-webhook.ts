import type { Call, CallLimits } from './call.ts'
import type { OnEvent } from './event.ts'
import { faultOf, type ZaloBotFault } from './fault.ts'
import { SetWebhook } from './schema.ts'

/** As long as Zalo takes them; undefined: it would take none. */
export function fitSecret(secret = ''): string | undefined {
  return secret.length < 8 || secret.length > 256 ? undefined : secret
}

export async function setWebhook(
  { call, onEvent }: { readonly call: Call; readonly onEvent: OnEvent },
  url: string,
  secret: string,
  limits: CallLimits,
): Promise<ZaloBotFault | undefined> {
  const reply = await call('setWebhook', { url, secret_token: secret }, limits)
  const told = SetWebhook.safeParse(reply.kind === 'ok' ? reply.result : undefined)
  if (told.success && !told.data.verification.ok)
    onEvent({ code: 'webhookUnverified', outcome: wordOf(told.data.verification.outcome) })
  return faultOf(reply, 'setWebhook')
}

/** `webhook.err.tls`, and nothing that could be more than a word. */
function wordOf(outcome = ''): string {
  return /^[\w.]{1,40}$/.test(outcome) ? outcome : 'unknown'
}
