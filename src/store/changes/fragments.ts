// Every change and what writes it: exhaustive, so a new kind does not compile until it is written.
// What only sets columns of the account is written with the account's own update (account.ts).
import type { Change, ChangeOf } from '../change.ts'
import { chainParameter, chainSql, stranger } from '../audit-chain.ts'
import type { Fragment } from '../turns/writing.ts'
import * as account from './account.ts'
import * as agenda from './agenda.ts'
import * as attendance from './attendance.ts'
import * as branchTask from './branch-task.ts'
import type { ChangeContext } from './context.ts'
import * as group from './group.ts'
import * as meeting from './meeting.ts'
import * as meetingScore from './meeting-score.ts'
import * as paperSheet from './paper-sheet.ts'
import * as person from './person.ts'
import * as relink from './relink.ts'
import * as remedy from './remedy.ts'
import * as reviewee from './reviewee.ts'
import * as setting from './setting.ts'
import * as handover from './handover.ts'
import * as sheet from './sheet.ts'

type Write<K extends Change['kind']> = (
  change: ChangeOf<K>,
  context: ChangeContext,
) => readonly Fragment[]

const writers: { readonly [K in Change['kind']]: Write<K> } = {
  converse: () => [],
  preferHere: account.preferHere,
  takeSheet: account.takeSheet,
  speak: account.speak,
  preferQuick: person.preferQuick,
  countWrongCode: () => [],
  countGroupCode: account.countGroupCode,
  linkAccount: account.linkAccount,
  offerObjection: account.offerObjection,
  endRelink: relink.endRelink,
  consent: account.consent,
  reach: person.reach,
  answer: sheet.answer,
  moveAssessment: sheet.moveAssessment,
  clearSheet: sheet.clearSheet,
  putRemedy: remedy.putRemedy,
  withdrawRemedy: remedy.withdrawRemedy,
  moveRemedy: remedy.moveRemedy,
  planRemedy: remedy.planRemedy,
  addVoice: remedy.addVoice,
  dropVoice: remedy.dropVoice,
  countRefusedText: sheet.countRefusedText,
  // All of a turn's rows follow one another in one fragment (auditFragments).
  audit: () => [],
  setMeetingRule: meeting.setMeetingRule,
  dropRuleMeetings: meeting.dropRuleMeetings,
  setMeeting: meeting.setMeeting,
  setRotation: reviewee.setRotation,
  putOffReview: reviewee.putOffReview,
  setBranchType: agenda.setBranchType,
  putAgenda: agenda.putAgenda,
  putCourse: agenda.putCourse,
  markAttendance: attendance.markAttendance,
  draftTasks: branchTask.draftTasks,
  confirmTasks: branchTask.confirmTasks,
  dropTaskDrafts: branchTask.dropTaskDrafts,
  moveTask: branchTask.moveTask,
  markPapers: meetingScore.markPapers,
  scoreMeeting: meetingScore.scoreMeeting,
  putAbsence: attendance.putAbsence,
  endAbsence: attendance.endAbsence,
  recordPaper: paperSheet.recordPaper,
  enterCodes: paperSheet.enterCodes,
  clearCodes: paperSheet.clearCodes,
  changeSetting: setting.changeSetting,
  undoSetting: setting.undoSetting,
  offerHandover: handover.offerHandover,
  endHandover: handover.endHandover,
  acceptHandover: handover.acceptHandover,
  moveRoundClose: meeting.moveRoundClose,
  issueCode: group.issueCode,
  bindGroup: group.bindGroup,
  renameGroup: group.renameGroup,
  removeGroup: group.removeGroup,
  restoreGroup: group.restoreGroup,
  migrateGroup: group.migrateGroup,
  noteReminded: meeting.noteReminded,
  dropPrompts: person.dropPrompts,
  settleUnknown: person.settleUnknown,
  eraseMember: person.eraseMember,
}

export function fragmentsOf<K extends Change['kind']>(
  change: ChangeOf<K>,
  context: ChangeContext,
): readonly Fragment[] {
  const write: Write<K> = writers[change.kind]
  return write(change, context)
}

/** The rows a turn leaves in the audit's chain, in their order, where the turn is held. */
export function auditFragments(
  changes: readonly Change[],
  { now, keyring, snapshot }: ChangeContext,
): readonly Fragment[] {
  const rows = changes.flatMap((change) =>
    change.kind === 'audit'
      ? [
          {
            actor: change.isStranger === true ? stranger : (snapshot.member?.id ?? stranger),
            deed: change.deed,
            branchId: change.branchId,
            subjectMemberId: change.subjectMemberId ?? null,
            isAllowed: change.isAllowed,
          },
        ]
      : [],
  )
  if (rows.length === 0) return []
  const parameter = chainParameter(rows, { keyring, now })
  return [
    (bind) =>
      chainSql(
        `(CASE WHEN EXISTS (SELECT 1 FROM held) THEN ${bind(parameter)}::jsonb
          ELSE '[]'::jsonb END)`,
      ),
  ]
}
