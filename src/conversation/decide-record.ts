// What a meeting leaves behind, and who decides it: its tasks, its papers, its marks.
import type { Snapshot } from '../store/snapshot.ts'
import type { Tables } from '../store/tables.ts'
import type { Intent } from './intent.ts'
import * as branchTasks from './intents/secretary/branch-tasks.ts'
import * as meetingPapers from './intents/secretary/meeting-papers.ts'
import * as meetingScore from './intents/secretary/meeting-score.ts'
import * as tendTask from './intents/secretary/tend-task.ts'
import type { Moment, Turn } from './turn.ts'

/** The turn of an intent about a meeting's record; null: it is about something else. */
export async function decideRecord(tables: Tables, snapshot: Snapshot, intent: Intent, moment: Moment): Promise<Turn | null> {
  switch (intent.kind) {
    case 'tasks':
      return branchTasks.open(snapshot, intent, await branchTasks.load(tables, snapshot, moment), moment)
    case 'tendTask':
      return tendTask.tend(snapshot, intent, await branchTasks.load(tables, snapshot, moment), moment)
    case 'answerTask':
      return tendTask.answer(snapshot, intent, await branchTasks.load(tables, snapshot, moment), moment)
    case 'settlePaper':
      return meetingPapers.turn(snapshot, intent, await meetingPapers.load(tables, snapshot, intent, moment), moment)
    case 'scoreMeeting':
      return meetingScore.open(snapshot, intent, await meetingScore.load(tables, snapshot, intent, moment), moment)
    case 'pressScore':
      return meetingScore.press(snapshot, intent, await meetingScore.load(tables, snapshot, intent, moment), moment)
    case 'answerScore':
      return meetingScore.answer(snapshot, intent, await meetingScore.load(tables, snapshot, intent, moment), moment)
    default:
      return null
  }
}
