/** Everybody the account knows, its groups, and what each of them sees of it. */

export interface Shown {
  readonly messageId: string
  readonly text: string
  readonly buttons: readonly { readonly title: string; readonly payload: string }[]
  /** The address of the picture above the text. */
  readonly picture?: string
  /** Of a template message, which has no text of ours. */
  readonly template?: { readonly id: string; readonly data: Readonly<Record<string, unknown>> }
}

export interface PersonRecord {
  readonly id: string
  isFollowing: boolean
  isBlocking: boolean
  /** When they last wrote, followed, or tapped; 0 for never. */
  heardAt: number
}

export interface GroupRecord {
  readonly id: string
  title: string
  isEnabled: boolean
}

export class World {
  readonly people = new Map<string, PersonRecord>()
  readonly groups = new Map<string, GroupRecord>()
  /** Paid messages left this month. */
  paidLeft = 1000
  /** Messages sent, by month (`2026-11`). */
  readonly sentByMonth = new Map<string, number>()
  private readonly shown = new Map<string, Shown[]>()
  private messageCount = 0
  private waiters: (() => void)[] = []

  person(id: string): PersonRecord {
    const person = this.people.get(id) ?? { id, isFollowing: false, isBlocking: false, heardAt: 0 }
    this.people.set(id, person)
    return person
  }

  group(id: string): GroupRecord {
    const group = this.groups.get(id) ?? { id, title: `Nhóm ${id.slice(-2)}`, isEnabled: true }
    this.groups.set(id, group)
    return group
  }

  newMessageId(): string {
    this.messageCount += 1
    return `${this.messageCount.toString(16).padStart(4, '0')}e2a641af6661713b`
  }

  show(chat: string, message: Omit<Shown, 'messageId'>, at: Date): string {
    const month = at.toISOString().slice(0, 7)
    this.sentByMonth.set(month, (this.sentByMonth.get(month) ?? 0) + 1)
    const messageId = this.newMessageId()
    this.shown.set(chat, [...this.seen(chat), { messageId, ...message }])
    for (const wake of this.waiters.splice(0)) wake()
    return messageId
  }

  /** All that was shown in one chat, in order. */
  seen(chat: string): readonly Shown[] {
    return this.shown.get(chat) ?? []
  }

  /** Resolves once a chat has seen `count` messages. */
  async untilSeen(chat: string, count: number): Promise<void> {
    while (this.seen(chat).length < count)
      await new Promise<void>((resolve) => this.waiters.push(resolve))
  }

  /** Every text, title and payload anybody could have seen, each after its chat id and a tab. */
  everything(): readonly string[] {
    return [...this.shown].flatMap(([chat, messages]) =>
      messages.flatMap(({ text, buttons, template }) => {
        const parts = [
          text,
          ...buttons.flatMap(({ title, payload }) => [title, payload]),
          ...(template ? [JSON.stringify(template)] : []),
        ]
        return parts.filter((part) => part !== '').map((part) => `${chat}\t${part}`)
      }),
    )
  }
}
