// Every change and what writes it: exhaustive, so a new kind does not compile until it is written.
import type { Change } from '../change.ts'
import type { Fragment } from '../turns/writing.ts'
import * as account from './account.ts'
import type { ChangeContext } from './context.ts'
import * as group from './group.ts'
import * as meeting from './meeting.ts'
import * as person from './person.ts'
import * as remedy from './remedy.ts'
import * as sheet from './sheet.ts'

export function fragmentsOf(change: Change, context: ChangeContext): readonly Fragment[] {
  switch (change.kind) {
    case 'converse':
    case 'unlinkAccount':
      return []
    case 'speak':
      return account.speak(change, context)
    case 'countWrongCode':
      return account.countWrongCode(change)
    case 'linkAccount':
      return account.linkAccount(change, context)
    case 'consent':
      return account.consent(change, context)
    case 'reach':
      return person.reach(change, context)
    case 'answer':
      return sheet.answer(change, context)
    case 'moveAssessment':
      return sheet.moveAssessment(change, context)
    case 'clearSheet':
      return sheet.clearSheet(change)
    case 'putRemedy':
      return remedy.putRemedy(change, context)
    case 'withdrawRemedy':
      return remedy.withdrawRemedy(change, context)
    case 'moveRemedy':
      return remedy.moveRemedy(change, context)
    case 'addVoice':
      return remedy.addVoice(change, context)
    case 'dropVoice':
      return remedy.dropVoice(change)
    case 'countRefusedText':
      return sheet.countRefusedText(change)
    case 'audit':
      return person.audit(change, context)
    case 'setMeetingRule':
      return meeting.setMeetingRule(change, context)
    case 'dropRuleMeetings':
      return meeting.dropRuleMeetings(change)
    case 'setMeeting':
      return meeting.setMeeting(change, context)
    case 'moveRoundClose':
      return meeting.moveRoundClose(change)
    case 'issueCode':
      return group.issueCode(change, context)
    case 'bindGroup':
      return group.bindGroup(change, context)
    case 'renameGroup':
      return group.renameGroup(change, context)
    case 'removeGroup':
      return group.removeGroup(change, context)
    case 'restoreGroup':
      return group.restoreGroup(change)
    case 'migrateGroup':
      return group.migrateGroup(change, context)
    case 'noteReminded':
      return meeting.noteReminded(change)
    case 'dropPrompts':
      return person.dropPrompts(change, context)
    case 'settleUnknown':
      return person.settleUnknown(change, context)
    case 'eraseMember':
      return person.eraseMember(change, context)
    case 'publishCheckpoint':
      return meeting.publishCheckpoint(change)
  }
}
