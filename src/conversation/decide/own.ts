// What everybody may ask, and what is one's own.
import * as absence from '../intents/own/absence.ts'
import * as paperConsent from '../intents/own/paper-consent.ts'
import * as preferHere from '../intents/own/prefer-here.ts'
import * as rights from '../intents/own/rights-over-data.ts'
import * as schedule from '../intents/own/schedule.ts'
import * as smallTalk from '../intents/own/small-talk.ts'
import { silence } from '../turn.ts'
import type { Deciders } from './decider.ts'

export const ownDeciders = {
  withdraw: rights.withdraw,
  erase: rights.erase,
  help: smallTalk.help,
  manifestations: smallTalk.manifestations,
  language: smallTalk.language,
  paperConsent: paperConsent.turn,
  cancel: (snapshot, _intent, moment) => smallTalk.cancel(snapshot, moment),
  preferHere: preferHere.turn,
  refuseAttachment: (snapshot, _intent, moment) => smallTalk.refuseAttachment(snapshot, moment),
  chatStanding: smallTalk.chatStanding,
  staleButton: (snapshot, _intent, moment) => smallTalk.staleButton(snapshot, moment),
  olderButton: smallTalk.olderButton,
  unclear: (snapshot, _intent, moment) => smallTalk.unclear(snapshot, moment),
  editedMessage: (snapshot, _intent, moment) => smallTalk.editedMessage(snapshot, moment),
  ignore: () => silence,
  schedule: async (snapshot, _intent, moment, tables) =>
    schedule.turn(snapshot, await schedule.load(tables, snapshot, moment), moment),
  myData: async (snapshot, _intent, moment, tables) =>
    rights.showOwnData(snapshot, await rights.loadOwnData(tables, snapshot), moment),
  whoLooked: async (snapshot, _intent, moment, tables) =>
    rights.showLooks(snapshot, await rights.loadLooks(tables, snapshot), moment),
  declareAbsence: async (snapshot, intent, moment, tables) =>
    absence.declare(snapshot, intent, await absence.load(tables, snapshot, moment), moment),
  endAbsence: async (snapshot, _intent, moment, tables) =>
    absence.end(snapshot, await absence.load(tables, snapshot, moment), moment),
} satisfies Partial<Deciders>
