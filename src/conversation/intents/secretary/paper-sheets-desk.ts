// What every step with sheets on paper begins with and ends in.
import type { Focus } from '../../../domain/conversation.ts'
import type { Change } from '../../../store/change.ts'
import type { PaperLine, PaperSheetSource } from '../../../store/sheet-sources.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { Office } from '../../office.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'

/** What stands before this turn once the right was asked. */
export interface Desk {
  readonly snapshot: Snapshot
  readonly allowed: Extract<Office, { isAllowed: true }>
  readonly source: PaperSheetSource
  readonly moment: Moment
}

export function refuse(text: string): Turn {
  return answerWith(message([text]))
}

export function focusing({ account }: Snapshot, focus: Focus): Change {
  return { kind: 'converse', conversation: { ...account.conversation, focus } }
}

/** The office's row, about one member where it is about one: they see it among those who looked. */
export function auditOf({ allowed }: Desk, lines: readonly PaperLine[]): readonly Change[] {
  const [only, ...others] = lines
  const subject = only === undefined || others.length > 0 ? {} : { subjectMemberId: only.memberId }
  return allowed.audit.map((row) => (row.kind === 'audit' ? { ...row, ...subject } : row))
}
