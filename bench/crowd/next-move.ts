// What a member does about the message in front of them. The buttons of a question name its step
// (src/conversation/action.ts).
import type { Shown } from '../../test/support/telegram/chat-log.ts'

export type Move =
  /** One of the choices, from 1: typed as a number, or pressed. */
  | { readonly kind: 'choice'; readonly number: number; readonly isAnswer: boolean }
  | {
      readonly kind: 'words'
      readonly text: string
      readonly isAnswer: boolean
      readonly isDeed: boolean
    }
  | { readonly kind: 'finished' }

/**
 * The head on which everybody admits something each month, so that every sheet has a remedy in it.
 */
const admitted = 'h.duties.level'

const choose = (number: number): Move => ({ kind: 'choice', number, isAnswer: true })
const write = (text: string, isDeed = false): Move => ({
  kind: 'words',
  text,
  isAnswer: true,
  isDeed,
})

/** `said` makes the words of this member and this sheet their own. */
export function nextMove({ buttons }: Pick<Shown, 'buttons'>, said: string): Move {
  const [head, , step = ''] = (buttons[0]?.data ?? '').split(/[|~]/u)
  if (head === 's' && step === 'submit')
    return { kind: 'words', text: 'gửi', isAnswer: false, isDeed: false }
  if (head === 's' && step === 'start')
    return { kind: 'words', text: '/tusoi', isAnswer: false, isDeed: false }
  if (head !== 'q') return { kind: 'finished' }
  if (step === admitted) return choose(2)
  switch (step.slice(step.lastIndexOf('.') + 1)) {
    case 'measure':
      return write(`Lập lịch làm việc từng tuần, chiều thứ sáu tự kiểm lại (${said})`)
    case 'result':
      return write(`Đã làm đều từng tuần, việc giao kịp hạn (${said})`)
    case 'text':
      return write(`Giúp hai gia đình trong tổ làm thủ tục trên cổng dịch vụ công (${said})`, true)
    case 'choice':
      return choose(step.startsWith('voice') ? 3 : 2)
    default:
      return choose(1)
  }
}

/** The yardstick's questions: a choice where there are any, else words; it has no end. */
export function nextWizardMove({ buttons }: Pick<Shown, 'buttons'>, said: string): Move {
  return buttons.length > 0
    ? choose(1)
    : write(`Giúp hai gia đình trong tổ làm thủ tục trên cổng dịch vụ công (${said})`)
}
