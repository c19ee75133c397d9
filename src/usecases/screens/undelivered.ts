// A group notice that did not arrive: why, and its text to pass on.
import { message, type Moment } from '../../conversation/turn.ts'
import { defaultMonth } from '../../domain/timeline-rules.ts'
import type { Outbound } from '../../messaging/outbound.ts'

interface UndeliveredNotice {
  readonly rule: string | null
  /** As the outbox keeps it. */
  readonly reason: string
  readonly text: string
}

type Why = 'gone' | 'quota' | 'unreachable' | 'rejected'

const reasons: readonly (readonly [RegExp, Why])[] = [
  [/^(?:blocked|deactivated|kicked|chatNotFound|neverStarted|groupGone|botGone)$/u, 'gone'],
  [/^(?:throttled|rejected .*quota)|quota/iu, 'quota'],
  [/^(?:unreachable|released|resend|waited)/u, 'unreachable'],
]

export function whyOf(reason: string): Why {
  return reasons.find(([pattern]) => pattern.test(reason))?.[1] ?? 'rejected'
}

/** The explanation, and the notice as the group was to have it: open to be forwarded. */
export function undeliveredScreen(
  { rule, reason, text }: UndeliveredNotice,
  { t }: Moment,
): readonly [Outbound, Outbound] {
  const action = defaultMonth.find(({ id }) => id === rule)?.action
  const what =
    action === undefined ? t('reminders.secretary.notice') : t(`meeting.actions.${action}`)
  return [
    message([
      t('reminders.undelivered.intro', {
        what,
        why: t(`reminders.undelivered.why.${whyOf(reason)}`),
      }),
    ]),
    { text },
  ]
}
