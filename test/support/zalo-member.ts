// A member at a stand-in of Zalo's: reads the text, types numbers, words or one line, and remembers
// what they gave.
import { itemKeyOf } from '../../src/domain/course.ts'
import { type Given, type Pick, plainAnswer, remember } from './walk.ts'
import type { TypedPerson } from './typed-stage.ts'
import { type Line, type PageLine, readMessage } from './zalo-reading.ts'

export interface ZaloMemberOptions {
  readonly ref: string
  readonly code: string
  readonly pick?: Pick
  /** How they answer: with the number of a line, with its words, or a whole page by one line. */
  readonly types: 'numbers' | 'labels' | 'quickly'
  /** How long to wait for the assistant, ms. */
  readonly patienceMs?: number
}

interface Message {
  readonly text: string
}

export class ZaloMember {
  readonly ref: string
  readonly person: TypedPerson
  /** What was given to each question, in the order given, as the tables should have it. */
  readonly given = new Map<string, string[]>()
  private readonly options: ZaloMemberOptions
  /** The question the last answer was about: what follows a shortcoming does not name it again. */
  private item = ''
  /**
   * What was reacted to: a question that is delivered a second time is not answered a second time.
   */
  private readonly seen = new Set<string>()

  constructor(person: TypedPerson, options: ZaloMemberOptions) {
    this.person = person
    this.options = options
    this.ref = options.ref
  }

  /**
   * Writes first, types the code, says who they are, agrees to everything; gives the last message
   * of it.
   */
  async onboards(): Promise<Message> {
    this.person.greets()
    await this.hears()
    this.person.says(this.options.code)
    return this.reactsUntil(
      ({ text }) => text.includes('Gõ “hướng dẫn”') || text.includes('ngày họp của chi bộ'),
    )
  }

  /** Goes all the way from the invitation to the receipt. */
  async submits(): Promise<Message> {
    return this.reactsUntil(({ text }) => text.startsWith('Đã ghi nhận phiếu'))
  }

  private hears(): Promise<Message> {
    return this.person.nextMessage(this.options.patienceMs ?? 60_000)
  }

  private async reactsUntil(isEnd: (shown: Message) => boolean): Promise<Message> {
    for (;;) {
      const shown = await this.hears()
      if (isEnd(shown)) return shown
      this.reacts(shown.text)
    }
  }

  private reacts(text: string): void {
    const read = readMessage(text, this.item)
    if (read.kind === 'nothing' || this.seen.has(text)) return
    this.seen.add(text)
    if (read.kind === 'page') this.answersPage(read.lines)
    else if (read.kind === 'step') this.answers(read.step, read.choices)
    else if (read.kind === 'invitation' && this.options.types === 'quickly')
      this.person.says('phiếu nhanh')
    else this.chooses(read.choices, 0)
  }

  private answersPage(lines: readonly PageLine[]): void {
    const numbers = lines.map(({ step, choices }) => {
      const wanted = this.wanted(step, choices)
      const place = 'press' in wanted ? choices.findIndex(({ id }) => id === wanted.press) : -1
      if (place < 0) throw new Error(`${this.ref}: ${step} has no such choice on the page`)
      remember(this.given, step, wanted)
      return String(place + 1)
    })
    this.person.says(numbers.join(' '))
  }

  private answers(step: string, choices: readonly Line[]): void {
    const wanted = this.wanted(step, choices)
    this.item = itemKeyOf(step)
    remember(this.given, step, wanted)
    if ('say' in wanted) this.person.says(wanted.say)
    else
      this.chooses(
        choices,
        choices.findIndex(({ id }) => id === wanted.press),
      )
  }

  private wanted(step: string, choices: readonly Line[]): Given {
    const first = choices[0]?.id ?? ''
    return (
      this.options.pick?.(
        step,
        choices.map(({ id }) => id),
      ) ?? (step.endsWith('.due') ? { press: first } : plainAnswer(step))
    )
  }

  private chooses(choices: readonly Line[], place: number): void {
    const line = choices[place]
    if (line === undefined)
      throw new Error(`${this.ref}: not among ${choices.map(({ label }) => label).join(', ')}`)
    this.person.says(
      choices.length === 1 || this.options.types === 'labels' ? line.label : String(place + 1),
    )
  }
}
