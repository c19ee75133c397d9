// Which setting is being asked for, as part of where the person is.
import type { Snapshot } from '../../../store/snapshot.ts'
import type { Turn } from '../../turn.ts'

/**
 * Out of a setting, where one was asked; whatever else is being asked waits, and is said to wait
 * (converse.ts).
 */
export function leaving(snapshot: Snapshot): Turn['changes'] {
  const { at } = snapshot.account.conversation.focus
  return at === 'setting' || at === 'confirmSetting' || at === 'confirmHandover'
    ? [focusing(snapshot, null)]
    : []
}

export function focusing({ account }: Snapshot, of: string | null): Turn['changes'][number] {
  const focus = of === null ? ({ at: 'nothing' } as const) : ({ at: 'setting', of } as const)
  return { kind: 'converse', conversation: { ...account.conversation, focus } }
}
