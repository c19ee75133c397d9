// One simulated member: answers what is asked, and remembers what the bot acknowledged.
import type { Shown } from '../../test/support/telegram/chat-log.ts'
import type { Person } from '../../test/support/telegram/person.ts'
import type { Move } from './next-move.ts'

/** What the database must hold in the end. */
export interface Acknowledged {
  readonly person: number
  readonly updates: number
  readonly answers: number
  readonly deeds: readonly string[]
}

export class Member {
  readonly person: Person
  readonly branch: string
  sheets = 0
  /** Sent this sheet; the next one is not open yet. */
  isWaiting = false
  #updates = 0
  #answers = 0
  readonly #deeds: string[] = []
  #shown: Shown | undefined

  constructor(person: Person, branch: string) {
    this.person = person
    this.branch = branch
  }

  get shown(): Shown | undefined {
    return this.#shown
  }

  /** Says or presses what the move means; the update is then with whoever posts it. */
  act(move: Exclude<Move, { kind: 'finished' }>, isPressing: boolean): void {
    if (move.kind === 'words') this.person.says(move.text)
    else if (isPressing) this.person.presses(move.number)
    else this.person.says(String(move.number))
  }

  /** The webhook took the update and its reply is there. */
  wasAnswered(move: Exclude<Move, { kind: 'finished' }>, reply: Shown): void {
    this.#updates += 1
    this.#shown = reply
    if (move.isAnswer) this.#answers += 1
    if (move.kind === 'words' && move.isDeed) this.#deeds.push(move.text)
  }

  /** The sheet is sent. */
  finish(): void {
    this.sheets += 1
    this.isWaiting = true
    this.#shown = undefined
  }

  get acknowledged(): Acknowledged {
    return {
      person: this.person.id,
      updates: this.#updates,
      answers: this.#answers,
      deeds: this.#deeds,
    }
  }
}
