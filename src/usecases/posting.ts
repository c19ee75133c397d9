// The terms a job posts under, and the words it speaks in.
import type { App } from '../app.ts'
import type { Moment } from '../conversation/turn.ts'
import type { Posting } from '../store/reminders.ts'

/** What is queued and claimed at one moment of a job. */
export function postingOf({ keyring, id, tally }: App, now: Date): Posting {
  return { keyring, now, id, ...(tally && { tally }) }
}

/**
 * The moment as the screens of the conversation take it, in somebody's language; through `bot`,
 * where an invitation depends on it.
 */
export function speaking(app: App, language: 'vi' | 'en', now: Date, bot?: string): Moment {
  const quickOffer = bot === undefined ? 'onRequest' : (app.quickOffer?.(bot) ?? 'onRequest')
  return { now, t: app.words[language], library: app.library, code: app.code, quickOffer }
}
