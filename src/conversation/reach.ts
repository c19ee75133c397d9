// What each meaning touches, so that a chat which was linked again is closed by one rule
// (domain/link-reach.ts): a new meaning does not compile until it says so.
import type { Reach } from '../domain/link-reach.ts'
import type { Snapshot } from '../store/snapshot.ts'
import type { Tables } from '../store/tables.ts'
import type { Intent } from './intent.ts'

export const reaches: Readonly<Record<Intent['kind'], Reach>> = {
  enterCode: 'everybody',
  askForCode: 'everybody',
  confirmLink: 'everybody',
  help: 'everybody',
  schedule: 'everybody',
  manifestations: 'everybody',
  whoLooked: 'everybody',
  language: 'everybody',
  cancel: 'everybody',
  groupSchedule: 'everybody',
  groupHelp: 'everybody',
  bindGroup: 'everybody',
  groupMistake: 'everybody',
  groupWords: 'everybody',
  groupStanding: 'everybody',
  groupRenamed: 'everybody',
  groupMigrated: 'everybody',
  chatStanding: 'everybody',
  refuseAttachment: 'everybody',
  staleButton: 'everybody',
  olderButton: 'everybody',
  editedMessage: 'everybody',
  unclear: 'everybody',
  ignore: 'everybody',
  answerConsent: 'anew',
  beginConsent: 'anew',
  goBackInConsent: 'anew',
  openSheet: 'anew',
  postponeSheet: 'anew',
  answerStep: 'anew',
  answerQuick: 'anew',
  chooseQuick: 'anew',
  goBack: 'anew',
  editItem: 'anew',
  pauseSheet: 'anew',
  submitSheet: 'anew',
  listRemedies: 'anew',
  tendRemedy: 'anew',
  answerRemedy: 'anew',
  myData: 'past',
  // A sheet on paper clears what was answered elsewhere; a word with a name cannot be taken back.
  objectChat: 'person',
  withdraw: 'person',
  erase: 'person',
  takePaper: 'person',
  beginVoice: 'person',
  answerVoice: 'person',
  preferHere: 'person',
  paperConsent: 'person',
  declareAbsence: 'person',
  endAbsence: 'person',
  // Some of it a plain member may ask as well: it is the branch’s, and what was given to do.
  summary: 'office',
  report: 'office',
  register: 'office',
  attendanceRegister: 'office',
  minutes: 'office',
  plan: 'office',
  participation: 'office',
  remindUnfinished: 'office',
  branchRemedies: 'office',
  readVoices: 'office',
  invite: 'office',
  groupCode: 'office',
  meeting: 'office',
  answerMeeting: 'office',
  agenda: 'office',
  reviewRotation: 'office',
  answerReviewRotation: 'office',
  settings: 'office',
  answerSetting: 'office',
  attendance: 'office',
  tasks: 'office',
  tendTask: 'office',
  answerTask: 'office',
  settlePaper: 'office',
  scoreMeeting: 'office',
  pressScore: 'office',
  answerScore: 'office',
  meetingCourse: 'office',
  paperSheets: 'office',
  paperPress: 'office',
  answerPaperCodes: 'office',
  settleDelivery: 'office',
}

/**
 * The looks a chat may take beside its snapshot. What is open to one linked again finds nothing
 * from elsewhere either: not the words of last month, which would tell a guess that it was right.
 */
export function tablesFor({ account, remedies }: Snapshot, tables: Tables): Tables {
  if (account.relink === null) return tables
  return {
    ...tables,
    textsBefore: () => Promise.resolve([]),
    openTaskCount: () => Promise.resolve(0),
    remedy: (_memberId, remedyId) =>
      Promise.resolve(remedies.find(({ id }) => id === remedyId) ?? null),
  }
}
