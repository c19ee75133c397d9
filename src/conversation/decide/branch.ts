// What secretary, deputy and committee ask about their branch.
import * as branchRemedies from '../intents/secretary/branch-remedies.ts'
import * as invite from '../intents/secretary/invite.ts'
import * as paperCodes from '../intents/secretary/enter-paper-codes.ts'
import * as paper from '../intents/secretary/paper-sheets.ts'
import * as participation from '../intents/secretary/participation.ts'
import * as voices from '../intents/secretary/read-voices.ts'
import * as register from '../intents/secretary/register.ts'
import * as settings from '../intents/secretary/settings.ts'
import * as delivery from '../intents/secretary/settle-delivery.ts'
import * as summary from '../intents/secretary/summary.ts'
import type { Deciders } from './decider.ts'

export const branchDeciders = {
  paperSheets: async (snapshot, intent, moment, tables) =>
    paper.open(
      snapshot,
      intent,
      await paper.load(tables, snapshot, moment, intent.argument),
      moment,
    ),
  paperPress: async (snapshot, intent, moment, tables) =>
    paper.press(snapshot, intent, await paper.load(tables, snapshot, moment), moment),
  answerPaperCodes: async (snapshot, intent, moment, tables) =>
    paperCodes.enter(snapshot, intent, await paper.load(tables, snapshot, moment), moment),
  summary: async (snapshot, intent, moment, tables) =>
    summary.turn(snapshot, intent, await summary.load(tables, snapshot, intent, moment), moment),
  register: async (snapshot, intent, moment, tables) =>
    register.turn(snapshot, intent, await register.load(tables, snapshot, intent, moment), moment),
  participation: async (snapshot, _intent, moment, tables) =>
    participation.show(snapshot, await participation.load(tables, snapshot, moment), moment),
  remindUnfinished: async (snapshot, _intent, moment, tables) =>
    participation.remind(snapshot, await participation.load(tables, snapshot, moment), moment),
  branchRemedies: async (snapshot, intent, moment, tables) =>
    branchRemedies.turn(
      snapshot,
      intent,
      await branchRemedies.load(tables, snapshot, intent, moment),
      moment,
    ),
  readVoices: async (snapshot, intent, moment, tables) =>
    voices.turn(snapshot, intent, await voices.load(tables, snapshot, intent, moment), moment),
  invite: async (snapshot, _intent, moment, tables) =>
    invite.turn(snapshot, await invite.load(tables, snapshot, moment), moment),
  settings: async (snapshot, intent, moment, tables) =>
    settings.turn(snapshot, intent, await settings.load(tables, snapshot, moment), moment),
  answerSetting: async (snapshot, intent, moment, tables) =>
    settings.turn(snapshot, intent, await settings.load(tables, snapshot, moment), moment),
  settleDelivery: async (snapshot, intent, moment, tables) =>
    delivery.turn(snapshot, intent, await delivery.load(tables, intent), moment),
} satisfies Partial<Deciders>
