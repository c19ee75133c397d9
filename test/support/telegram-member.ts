// A member at the stand-in, who goes by what they see: presses the buttons they are shown, or
// types, and remembers what they gave.
import { type Given, actionOf, askedBy, type Pick, plainAnswer, remember } from './walk.ts'
import type { Shown } from './telegram/chat-log.ts'
import type { Person } from './telegram/person.ts'

export interface MemberOptions {
  readonly ref: string
  readonly code: string
  readonly pick?: Pick
  /** Types numbers instead of pressing. */
  readonly types?: boolean
  /** How long to wait for the assistant, ms. */
  readonly patienceMs?: number
}

type Reaction = 'went on' | 'nothing to do'

export class TelegramMember {
  readonly ref: string
  readonly person: Person
  /** What was given to each question, in the order given, as the tables should have it. */
  readonly given = new Map<string, string[]>()
  /** What was said or pressed, and to what: for whoever reads why a run failed. */
  private readonly did: string[] = []
  /** From the first answer on; for the record of a run, nothing is judged by it. */
  longestWaitMs = 0
  private readonly options: MemberOptions
  /**
   * Questions already answered: one that is delivered a second time is not answered a second time.
   */
  private readonly seen = new Set<string>()
  private hasBegun = false

  constructor(person: Person, options: MemberOptions) {
    this.person = person
    this.options = options
    this.ref = options.ref
  }

  /** Types the code, says who they are, agrees to everything; gives the last message of it. */
  async onboards(): Promise<Shown> {
    this.person.starts(this.options.code)
    return this.reactsUntil(
      ({ text }) => text.includes('Gõ “hướng dẫn”') || text.includes('ngày họp của chi bộ'),
    )
  }

  /**
   * Goes all the way from the invitation: `first`, where it has been read already, or the next that
   * comes.
   */
  async submits(first?: Shown): Promise<Shown> {
    if (first !== undefined) this.reacts(first)
    return this.reactsUntil(({ text }) => text.startsWith('Đã ghi nhận phiếu'))
  }

  async reactsUntil(isEnd: (shown: Shown) => boolean): Promise<Shown> {
    for (;;) {
      const shown = await this.hears()
      if (isEnd(shown)) return shown
      this.reacts(shown)
    }
  }

  /** Nobody asks again, however long it takes: who is owed a word gets it unasked. */
  private async hears(): Promise<Shown> {
    const began = performance.now()
    const shown = await this.person
      .nextMessage(this.options.patienceMs ?? 60_000)
      .catch((error: unknown) => {
        const last = this.person
          .messages()
          .slice(-4)
          .map(({ text }) => text.slice(0, 160))
        const did = this.did.slice(-8).join('\n')
        throw new Error(
          `${this.ref} heard nothing more after:\n${last.join('\n--\n')}\nHaving done:\n${did}`,
          { cause: error },
        )
      })
    if (this.given.size > 0)
      this.longestWaitMs = Math.max(this.longestWaitMs, performance.now() - began)
    return shown
  }

  /** Does what a message asks for, once. */
  reacts(shown: Shown): Reaction {
    const { buttons } = shown
    const asked = askedBy(buttons.map(({ data }) => data))
    const actions = buttons.map(({ data }) => actionOf(data))
    if ((buttons.length === 0 && asked.kind !== 'step') || this.seen.has(shown.text))
      return 'nothing to do'
    // An invitation that comes when one is at it already (right after consenting, and again with
    // the round's opening): a number typed now would answer the question.
    if (
      asked.kind === 'invitation' &&
      this.hasBegun &&
      buttons[0]?.label.endsWith('Bắt đầu') === true
    )
      return 'nothing to do'
    this.seen.add(shown.text)
    this.hasBegun ||= asked.kind === 'invitation'
    if (asked.kind === 'step') this.answers(shown, asked.step)
    else if (asked.kind === 'review')
      this.chooses(
        shown,
        actions.findIndex((action) => action?.kind === 'sheet' && action.verb === 'submit'),
      )
    else if (
      asked.kind === 'invitation' ||
      actions[0]?.kind === 'consent' ||
      shown.text.startsWith('Xin xác nhận')
    )
      this.chooses(shown, 0)
    else if (actions[0]?.kind === 'remedy') this.chooses(shown, 0)
    return 'went on'
  }

  /** `press` may be `due`: whatever date is offered first. */
  private answers(shown: Shown, step: string): void {
    const ids = shown.buttons.map(({ data }) => {
      const action = actionOf(data)
      return action?.kind === 'step' ? action.choice : ''
    })
    const wanted: Given =
      this.options.pick?.(step, ids) ??
      (step.endsWith('.due') ? { press: ids[0] ?? '' } : plainAnswer(step))
    remember(this.given, step, wanted)
    this.did.push(`${step}: ${JSON.stringify(wanted)} to ${shown.text.slice(0, 60)}`)
    if ('say' in wanted) this.person.says(wanted.say)
    else this.chooses(shown, ids.indexOf(wanted.press))
  }

  private chooses(shown: Shown, index: number): void {
    const button = shown.buttons[index]
    if (button === undefined)
      throw new Error(
        `${this.ref}: not among ${shown.buttons.map(({ label }) => label).join(', ')}`,
      )
    this.did.push(`${button.label} to ${shown.text.slice(0, 60)}`)
    if (this.options.types === true)
      this.person.says(shown.buttons.length === 1 ? button.label : String(index + 1))
    else this.person.pressesData(button.data, shown.messageId)
  }
}
