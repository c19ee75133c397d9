// Every intent and who decides it. A new intent does not compile until it stands here.
import type { Snapshot } from '../store/snapshot.ts'
import type { Tables } from '../store/tables.ts'
import type { Intent } from './intent.ts'
import * as answerConsent from './intents/consent/answer-consent.ts'
import * as bindGroup from './intents/group/bind-group.ts'
import * as groupTalk from './intents/group/group-talk.ts'
import * as confirmLink from './intents/linking/confirm-link.ts'
import * as enterCode from './intents/linking/enter-code.ts'
import * as absence from './intents/own/absence.ts'
import * as preferHere from './intents/own/prefer-here.ts'
import * as rights from './intents/own/rights-over-data.ts'
import * as schedule from './intents/own/schedule.ts'
import * as smallTalk from './intents/own/small-talk.ts'
import * as remedies from './intents/remedies/tend-remedy.ts'
import * as attendance from './intents/secretary/attendance.ts'
import * as delivery from './intents/secretary/settle-delivery.ts'
import * as invite from './intents/secretary/invite.ts'
import * as meeting from './intents/secretary/meeting.ts'
import * as participation from './intents/secretary/participation.ts'
import * as reviewRotation from './intents/secretary/review-rotation.ts'
import * as branchRemedies from './intents/secretary/branch-remedies.ts'
import * as attendanceRegister from './intents/secretary/attendance-register.ts'
import * as minutes from './intents/secretary/minutes.ts'
import * as plan from './intents/secretary/plan.ts'
import * as register from './intents/secretary/register.ts'
import * as report from './intents/secretary/report.ts'
import * as summary from './intents/secretary/summary.ts'
import * as voices from './intents/secretary/read-voices.ts'
import * as answerStep from './intents/sheet/answer-step.ts'
import * as openSheet from './intents/sheet/open-sheet.ts'
import * as quickSheet from './intents/sheet/quick-sheet.ts'
import * as sendSheet from './intents/sheet/send-sheet.ts'
import * as steerSheet from './intents/sheet/steer-sheet.ts'
import * as voice from './intents/voice/give-voice.ts'
import { type Moment, silence, type Turn } from './turn.ts'

/** The turn of an intent, when it needs no look beyond the snapshot; null when it does. */
function decideAtOnce(snapshot: Snapshot, intent: Intent, moment: Moment): Turn | null {
  switch (intent.kind) {
    case 'askForCode':
      return enterCode.askForCode(moment)
    case 'answerConsent':
      return answerConsent.turn(snapshot, intent, moment)
    case 'beginConsent':
      return answerConsent.beginConsent(snapshot, moment)
    case 'goBackInConsent':
      return answerConsent.goBack(snapshot, moment)
    case 'withdraw':
      return rights.withdraw(snapshot, intent, moment)
    case 'erase':
      return rights.erase(snapshot, intent, moment)
    case 'openSheet':
      return openSheet.turn(snapshot, moment)
    case 'postponeSheet':
      return steerSheet.postponeSheet(snapshot, moment)
    case 'answerQuick':
      return quickSheet.answer(snapshot, intent, moment)
    case 'chooseQuick':
      return quickSheet.choose(snapshot, intent, moment)
    case 'goBack':
      return steerSheet.goBack(snapshot, moment)
    case 'editItem':
      return steerSheet.editItem(snapshot, intent, moment)
    case 'pauseSheet':
      return steerSheet.pauseSheet(snapshot, moment)
    case 'submitSheet':
      return sendSheet.submitSheet(snapshot, moment)
    case 'takePaper':
      return sendSheet.takePaper(snapshot, moment)
    case 'listRemedies':
      return remedies.list(snapshot, intent, moment)
    case 'answerRemedy':
      return remedies.answer(snapshot, intent, moment)
    case 'beginVoice':
      return voice.begin(snapshot, moment)
    case 'answerVoice':
      return voice.answer(snapshot, intent, moment)
    default:
      return decideSmallTalk(snapshot, intent, moment)
  }
}

function decideSmallTalk(snapshot: Snapshot, intent: Intent, moment: Moment): Turn | null {
  switch (intent.kind) {
    case 'help':
      return smallTalk.help(snapshot, moment)
    case 'manifestations':
      return smallTalk.manifestations(snapshot, intent, moment)
    case 'language':
      return smallTalk.language(snapshot, intent, moment)
    case 'cancel':
      return smallTalk.cancel(snapshot, moment)
    case 'preferHere':
      return preferHere.turn(snapshot, intent, moment)
    case 'refuseAttachment':
      return smallTalk.refuseAttachment(snapshot, moment)
    case 'chatStanding':
      return smallTalk.chatStanding(snapshot, intent, moment)
    case 'staleButton':
      return smallTalk.staleButton(snapshot, moment)
    case 'unclear':
      return smallTalk.unclear(snapshot, moment)
    case 'editedMessage':
      return smallTalk.editedMessage(snapshot, moment)
    case 'groupCode':
      return bindGroup.giveCode(snapshot, moment)
    case 'groupSchedule':
      return groupTalk.schedule(snapshot, moment)
    case 'groupHelp':
      return groupTalk.help(moment)
    case 'groupMistake':
      return groupTalk.hint(snapshot, moment)
    case 'groupWords':
      return groupTalk.words(snapshot, intent, moment)
    case 'groupStanding':
      return groupTalk.standing(snapshot, intent, moment)
    case 'groupRenamed':
      return groupTalk.renamed(snapshot, intent, moment)
    case 'groupMigrated':
      return groupTalk.migrated(snapshot, intent, moment)
    case 'ignore':
      return silence
    default:
      return null
  }
}

/** The turn of an intent that draws up a paper; null when it is none. */
async function decidePaper(tables: Tables, snapshot: Snapshot, intent: Intent, moment: Moment): Promise<Turn | null> {
  switch (intent.kind) {
    case 'report':
      return report.turn(snapshot, intent, await report.load(tables, snapshot, intent, moment), moment)
    case 'register':
      return register.turn(snapshot, intent, await register.load(tables, snapshot, intent, moment), moment)
    case 'attendanceRegister':
      return attendanceRegister.turn(snapshot, intent, await attendanceRegister.load(tables, snapshot, intent, moment), moment)
    case 'minutes':
      return minutes.turn(snapshot, intent, await minutes.load(tables, snapshot, intent, moment), moment)
    case 'plan':
      return plan.turn(snapshot, intent, await plan.load(tables, snapshot, intent, moment), moment)
    default:
      return null
  }
}

/** Decides an intent, after the one look it may take. */
export async function decide(tables: Tables, snapshot: Snapshot, intent: Intent, moment: Moment): Promise<Turn> {
  switch (intent.kind) {
    case 'enterCode':
      return enterCode.turn(snapshot, intent, await enterCode.load(tables, snapshot, intent, moment.now), moment)
    case 'confirmLink':
      return confirmLink.turn(snapshot, intent, await confirmLink.load(tables, snapshot, intent, moment.now), moment)
    case 'answerStep':
      return answerStep.turn(snapshot, intent, await answerStep.load(tables, snapshot, intent), moment)
    case 'tendRemedy':
      return remedies.tend(snapshot, intent, await remedies.load(tables, snapshot, intent), moment)
    case 'schedule':
      return schedule.turn(snapshot, await schedule.load(tables, snapshot, moment), moment)
    case 'myData':
      return rights.showOwnData(snapshot, await rights.loadOwnData(tables, snapshot), moment)
    case 'whoLooked':
      return rights.showLooks(snapshot, await rights.loadLooks(tables, snapshot), moment)
    case 'summary':
      return summary.turn(snapshot, intent, await summary.load(tables, snapshot, intent, moment), moment)
    case 'participation':
      return participation.show(snapshot, await participation.load(tables, snapshot, moment), moment)
    case 'remindUnfinished':
      return participation.remind(snapshot, await participation.load(tables, snapshot, moment), moment)
    case 'branchRemedies':
      return branchRemedies.turn(snapshot, await branchRemedies.load(tables, snapshot, moment), moment)
    case 'readVoices':
      return voices.turn(snapshot, intent, await voices.load(tables, snapshot, intent, moment), moment)
    case 'invite':
      return invite.turn(snapshot, await invite.load(tables, snapshot, moment), moment)
    case 'meeting':
      return meeting.open(snapshot, intent, await meeting.load(tables, snapshot, moment), moment)
    case 'answerMeeting':
      return meeting.answer(snapshot, intent, await meeting.load(tables, snapshot, moment), moment)
    case 'reviewRotation':
      return reviewRotation.open(snapshot, intent, await reviewRotation.load(tables, snapshot, moment), moment)
    case 'answerReviewRotation':
      return reviewRotation.answer(snapshot, intent, await reviewRotation.load(tables, snapshot, moment), moment)
    case 'attendance':
      return attendance.turn(snapshot, intent, await attendance.load(tables, snapshot, intent, moment), moment)
    case 'declareAbsence':
      return absence.declare(snapshot, intent, await absence.load(tables, snapshot, moment), moment)
    case 'endAbsence':
      return absence.end(snapshot, await absence.load(tables, snapshot, moment), moment)
    case 'settleDelivery':
      return delivery.turn(snapshot, intent, await delivery.load(tables, intent), moment)
    case 'bindGroup':
      return bindGroup.bind(snapshot, await bindGroup.load(tables, snapshot, intent, moment.now), moment)
    default: {
      const turn = decideAtOnce(snapshot, intent, moment) ?? (await decidePaper(tables, snapshot, intent, moment))
      if (turn === null) throw new Error(`nobody decides the intent ${intent.kind}`)
      return turn
    }
  }
}
