// The meeting: before it, at it, and its papers.
import * as agenda from '../intents/secretary/agenda.ts'
import * as attendanceRegister from '../intents/secretary/attendance-register.ts'
import * as attendance from '../intents/secretary/attendance.ts'
import * as branchTasks from '../intents/secretary/branch-tasks.ts'
import * as meetingCourse from '../intents/secretary/meeting-course.ts'
import * as meetingPapers from '../intents/secretary/meeting-papers.ts'
import * as meetingScore from '../intents/secretary/meeting-score.ts'
import * as meeting from '../intents/secretary/meeting.ts'
import * as minutes from '../intents/secretary/minutes.ts'
import * as plan from '../intents/secretary/plan.ts'
import * as report from '../intents/secretary/report.ts'
import * as reviewRotation from '../intents/secretary/review-rotation.ts'
import * as tendTask from '../intents/secretary/tend-task.ts'
import type { Deciders } from './decider.ts'

export const meetingDeciders = {
  agenda: async (snapshot, intent, moment, tables) =>
    agenda.turn(snapshot, intent, await agenda.load(tables, snapshot, moment), moment),
  meetingCourse: async (snapshot, intent, moment, tables) =>
    meetingCourse.turn(
      snapshot,
      intent,
      await meetingCourse.load(tables, snapshot, intent, moment),
      moment,
    ),
  report: async (snapshot, intent, moment, tables) =>
    report.turn(snapshot, intent, await report.load(tables, snapshot, intent, moment), moment),
  attendanceRegister: async (snapshot, intent, moment, tables) =>
    attendanceRegister.turn(
      snapshot,
      intent,
      await attendanceRegister.load(tables, snapshot, intent, moment),
      moment,
    ),
  minutes: async (snapshot, intent, moment, tables) =>
    minutes.turn(snapshot, intent, await minutes.load(tables, snapshot, intent, moment), moment),
  plan: async (snapshot, intent, moment, tables) =>
    plan.turn(snapshot, intent, await plan.load(tables, snapshot, intent, moment), moment),
  meeting: async (snapshot, intent, moment, tables) =>
    meeting.open(snapshot, intent, await meeting.load(tables, snapshot, moment), moment),
  answerMeeting: async (snapshot, intent, moment, tables) =>
    meeting.answer(snapshot, intent, await meeting.load(tables, snapshot, moment), moment),
  reviewRotation: async (snapshot, intent, moment, tables) =>
    reviewRotation.open(
      snapshot,
      intent,
      await reviewRotation.load(tables, snapshot, moment),
      moment,
    ),
  answerReviewRotation: async (snapshot, intent, moment, tables) =>
    reviewRotation.answer(
      snapshot,
      intent,
      await reviewRotation.load(tables, snapshot, moment),
      moment,
    ),
  attendance: async (snapshot, intent, moment, tables) =>
    attendance.turn(
      snapshot,
      intent,
      await attendance.load(tables, snapshot, intent, moment),
      moment,
    ),
  tasks: async (snapshot, intent, moment, tables) =>
    branchTasks.open(snapshot, intent, await branchTasks.load(tables, snapshot, moment), moment),
  tendTask: async (snapshot, intent, moment, tables) =>
    tendTask.tend(snapshot, intent, await branchTasks.load(tables, snapshot, moment), moment),
  answerTask: async (snapshot, intent, moment, tables) =>
    tendTask.answer(snapshot, intent, await branchTasks.load(tables, snapshot, moment), moment),
  settlePaper: async (snapshot, intent, moment, tables) =>
    meetingPapers.turn(
      snapshot,
      intent,
      await meetingPapers.load(tables, snapshot, intent, moment),
      moment,
    ),
  scoreMeeting: async (snapshot, intent, moment, tables) =>
    meetingScore.open(
      snapshot,
      intent,
      await meetingScore.load(tables, snapshot, intent, moment),
      moment,
    ),
  pressScore: async (snapshot, intent, moment, tables) =>
    meetingScore.press(
      snapshot,
      intent,
      await meetingScore.load(tables, snapshot, intent, moment),
      moment,
    ),
  answerScore: async (snapshot, intent, moment, tables) =>
    meetingScore.answer(
      snapshot,
      intent,
      await meetingScore.load(tables, snapshot, intent, moment),
      moment,
    ),
} satisfies Partial<Deciders>
