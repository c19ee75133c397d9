// The sheet, what was promised, and a word to the committee.
import * as remedies from '../intents/remedies/tend-remedy.ts'
import * as answerStep from '../intents/sheet/answer-step.ts'
import * as openSheet from '../intents/sheet/open-sheet.ts'
import * as quickSheet from '../intents/sheet/quick-sheet.ts'
import * as sendSheet from '../intents/sheet/send-sheet.ts'
import * as steerSheet from '../intents/sheet/steer-sheet.ts'
import * as voice from '../intents/voice/give-voice.ts'
import type { Deciders } from './decider.ts'

export const sheetDeciders = {
  openSheet: (snapshot, _intent, moment) => openSheet.turn(snapshot, moment),
  postponeSheet: (snapshot, _intent, moment) => steerSheet.postponeSheet(snapshot, moment),
  answerQuick: quickSheet.answer,
  chooseQuick: quickSheet.choose,
  goBack: (snapshot, _intent, moment) => steerSheet.goBack(snapshot, moment),
  editItem: steerSheet.editItem,
  pauseSheet: (snapshot, _intent, moment) => steerSheet.pauseSheet(snapshot, moment),
  submitSheet: (snapshot, _intent, moment) => sendSheet.submitSheet(snapshot, moment),
  takePaper: (snapshot, _intent, moment) => sendSheet.takePaper(snapshot, moment),
  listRemedies: async (snapshot, intent, moment, tables) =>
    remedies.list(snapshot, intent, await remedies.loadTasks(tables, snapshot), moment),
  answerRemedy: remedies.answer,
  beginVoice: (snapshot, _intent, moment) => voice.begin(snapshot, moment),
  answerVoice: voice.answer,
  answerStep: async (snapshot, intent, moment, tables) =>
    answerStep.turn(snapshot, intent, await answerStep.load(tables, snapshot, intent), moment),
  tendRemedy: async (snapshot, intent, moment, tables) =>
    remedies.tend(snapshot, intent, await remedies.load(tables, snapshot, intent), moment),
} satisfies Partial<Deciders>
