// Who one is and what one agrees to.
import * as answerConsent from '../intents/consent/answer-consent.ts'
import * as confirmLink from '../intents/linking/confirm-link.ts'
import * as enterCode from '../intents/linking/enter-code.ts'
import * as objectChat from '../intents/linking/object-chat.ts'
import type { Deciders } from './decider.ts'

export const linkingDeciders = {
  askForCode: (_snapshot, _intent, moment) => enterCode.askForCode(moment),
  answerConsent: answerConsent.turn,
  beginConsent: (snapshot, _intent, moment) => answerConsent.beginConsent(snapshot, moment),
  goBackInConsent: (snapshot, _intent, moment) => answerConsent.goBack(snapshot, moment),
  enterCode: async (snapshot, intent, moment, tables) =>
    enterCode.turn(
      snapshot,
      intent,
      await enterCode.load(tables, snapshot, intent, moment.now),
      moment,
    ),
  confirmLink: async (snapshot, intent, moment, tables) =>
    confirmLink.turn(
      snapshot,
      intent,
      await confirmLink.load(tables, snapshot, intent, moment.now),
      moment,
    ),
  objectChat: (snapshot, intent, moment) => objectChat.turn(snapshot, intent, moment),
} satisfies Partial<Deciders>
