// A pressed button's meaning.
import type { Action, SheetVerb } from './action.ts'
import type { Snapshot } from '../store/snapshot.ts'
import type { Intent } from './intent.ts'

const sheetIntents: Record<SheetVerb, Intent> = {
  start: { kind: 'openSheet' },
  resume: { kind: 'openSheet' },
  later: { kind: 'postponeSheet' },
  paper: { kind: 'takePaper' },
  submit: { kind: 'submitSheet' },
  edit: { kind: 'editItem', number: null },
  pause: { kind: 'pauseSheet' },
  quick: { kind: 'chooseQuick', isQuick: true },
  single: { kind: 'chooseQuick', isQuick: false },
}

/** What a button means but one that says words for the person. */
export function pressIntent(meaning: Exclude<Action, { kind: 'say' }>, snapshot: Snapshot): Intent {
  const { focus } = snapshot.account.conversation
  switch (meaning.kind) {
    case 'step':
      return {
        kind: 'answerStep',
        round: meaning.round,
        step: meaning.step,
        raw: { kind: 'pressed', choice: meaning.choice },
      }
    case 'sheet':
      return meaning.round === snapshot.round?.number
        ? sheetIntents[meaning.verb]
        : { kind: 'staleButton' }
    case 'consent':
      return {
        kind: 'answerConsent',
        index: meaning.index,
        notice: focus.at === 'consent' ? (focus.notice ?? '') : '',
        raw: { kind: 'pressed', choice: meaning.isGranted ? 'y' : 'n' },
      }
    case 'remedy':
      return { kind: 'tendRemedy', remedyId: meaning.remedyId, verb: meaning.verb }
    case 'attendance':
      return {
        kind: 'attendance',
        period: meaning.period,
        request: { kind: 'press', who: meaning.who, state: meaning.state },
      }
    case 'task':
      return { kind: 'tendTask', taskId: meaning.taskId, verb: meaning.verb }
    case 'paper':
      return {
        kind: 'settlePaper',
        period: meaning.period,
        paper: meaning.paper,
        isDone: meaning.isDone,
      }
    case 'score':
      return {
        kind: 'pressScore',
        period: meaning.period,
        criterion: meaning.criterion,
        points: meaning.points,
      }
    case 'paperSheet':
      return {
        kind: 'paperPress',
        round: meaning.round,
        memberId: meaning.memberId,
        verb: meaning.verb,
      }
    case 'object':
      return { kind: 'objectChat', relink: meaning.relink }
    case 'delivery':
      return { kind: 'settleDelivery', outboxId: meaning.outboxId, verdict: meaning.verdict }
  }
}
