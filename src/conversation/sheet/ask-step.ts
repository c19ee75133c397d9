// The prompt of a step: what is asked, of whatever kind its item is.
import type { StepKey } from '../../domain/conversation.ts'
import { gentleKey, itemKeyOf, partOf } from '../../domain/course.ts'
import type { Moment } from '../turn.ts'
import type { SheetSnapshot } from './course.ts'
import { type Asking, type Body, itemOf, type Prompt, skip } from './prompt.ts'
import { gentle, open, voiceText } from './ask-openly.ts'
import { cause, due, measure } from './ask-remedy.ts'
import { level } from './ask-level.ts'
import { promiseState } from './ask-promise.ts'

function bodyOf(asking: Asking): Body {
  const {
    step,
    snapshot,
    moment: { t },
  } = asking
  const item = itemOf(snapshot, step)
  if (itemKeyOf(step) === gentleKey && partOf(step) === 'choice') return gentle(asking)
  switch (partOf(step)) {
    case 'cause':
      return cause(asking, item)
    case 'measure':
      return measure(asking)
    case 'due':
      return due(
        asking,
        t(item?.kind === 'promise' ? 'sheet.promise.newDate' : 'sheet.due.question'),
      )
    case 'result':
      return {
        paragraphs: [t('sheet.promise.result')],
        visibility: 'self',
        choices: [skip(asking)],
        takes: 'text',
        why: null,
      }
    case 'reason':
      return {
        paragraphs: [t('sheet.promise.reason')],
        visibility: 'self',
        choices: [],
        takes: 'text',
        why: null,
      }
    case 'state':
      if (item?.kind !== 'promise') throw new Error('only promises have a state')
      return promiseState(asking, item)
    case 'level':
      if (item === undefined) throw new Error('a level belongs to an item')
      return level(asking, item)
    case 'text':
      if (item?.kind === 'voice') return voiceText(asking)
      break
    case 'read':
    case 'choice':
  }
  if (item === undefined) throw new Error('an open question belongs to an item')
  return open(asking, item)
}

/** The prompt of a step, in the words of the moment. The same for buttons and for typing. */
export function promptOf(snapshot: SheetSnapshot, step: StepKey, moment: Moment): Prompt {
  return { step, ...bodyOf({ snapshot, moment, step, words: (text) => text[moment.t.language] }) }
}
