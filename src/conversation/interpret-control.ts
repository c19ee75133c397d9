// Words that steer: back, edit, pause, help, submit and so on; heard wherever the person is, unless
// there they are part of an answer.
import { readControl } from '../domain/control-text.ts'
import type { Snapshot } from '../store/snapshot.ts'
import type { Vocabulary } from './commands.ts'
import type { Intent } from './intent.ts'
import { answerTo, takesWords } from './interpret-answer.ts'

export function steer(text: string, snapshot: Snapshot, vocabulary: Vocabulary): Intent | null {
  const control = readControl(text, vocabulary.controls)
  if (control === null) return null
  const { focus, sheet } = snapshot.account.conversation
  switch (control.kind) {
    case 'back':
      if (focus.at === 'consent') return { kind: 'goBackInConsent' }
      if (focus.at === 'score') return answerTo({ kind: 'pressed', choice: 'back' }, snapshot)
      if (focus.at === 'remedy' && focus.part === 'planDue')
        return answerTo({ kind: 'pressed', choice: 'back' }, snapshot)
      return focus.at === 'sheet' ? { kind: 'goBack' } : { kind: 'cancel' }
    case 'edit':
      if (focus.at === 'score')
        return answerTo(
          { kind: 'pressed', choice: `edit ${String(control.number ?? '')}` },
          snapshot,
        )
      return { kind: 'editItem', number: control.number }
    case 'pause':
      return focus.at === 'sheet' ? { kind: 'pauseSheet' } : { kind: 'cancel' }
    case 'resume':
      return { kind: 'openSheet' }
    case 'help':
      return { kind: 'help', argument: '' }
    case 'submit':
      // Nothing written yet where words are asked for outside the sheet: "gửi" is none of them, and
      // does not send the sheet.
      if (focus.at === 'voice' || focus.at === 'remedy')
        return answerTo({ kind: 'pressed', choice: 'submit' }, snapshot)
      return sheet !== undefined || focus.at === 'nothing' ? { kind: 'submitSheet' } : null
    case 'paper':
      return focus.at === 'nothing' || (focus.at === 'sheet' && !takesWords(focus))
        ? { kind: 'takePaper' }
        : null
    case 'skip':
    case 'keep':
    case 'why': {
      const isHeard =
        ['sheet', 'remedy', 'voice'].includes(focus.at) ||
        (control.kind === 'skip' && focus.at === 'meetingPlace')
      if (isHeard) return answerTo({ kind: 'pressed', choice: control.kind }, snapshot)
      // Nothing is asked: whether a sheet waits, and how to take it up.
      return focus.at === 'nothing' ? { kind: 'pauseSheet' } : null
    }
    case 'here':
      return takesWords(focus) ? null : { kind: 'preferHere', opens: false }
  }
}
