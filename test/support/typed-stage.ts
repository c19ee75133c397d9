// The two stand-ins of Zalo as one scenario sees them: chats where everything is typed.
import { type StoodIn, zaloBotStoodIn, zaloOaStoodIn } from './stood-in.ts'
import { startStandIn as startZaloBot } from './zalo-bot/standin.ts'
import { basicLimits } from './zalo-bot/world.ts'
import { startStandIn as startZaloOa } from './zalo-oa/standin.ts'

export interface TypedChat {
  readonly id: string
  messages(): readonly { readonly text: string }[]
  lastMessage(): { readonly text: string } | undefined
}

export interface TypedPerson extends TypedChat {
  greets(): unknown
  says(text: string): unknown
  chooses(label: string): unknown
  nextMessage(waitMs?: number): Promise<{ readonly text: string }>
}

export interface TypedStage {
  readonly bot: 'zalo-bot' | 'zalo-oa'
  readonly stoodIn: StoodIn
  /** In a group the bot hears all; or only what mentions it. */
  readonly groupHears: 'all' | 'mentions'
  person(index: number): TypedPerson
  group(index: number): TypedChat
  /** `plain`: without mentioning the bot. */
  saysIn(group: TypedChat, person: TypedPerson, text: string, how?: 'plain'): void
  /** The answer to the next message to this chat is lost, after it arrived. */
  losesAnswerTo(chat: string): void
  /** Every text anybody saw, each after its chat id and a tab. */
  everything(): readonly string[]
  /** Messages sent, by month (`2026-11`), as the platform counts them. */
  sentByMonth(): ReadonlyMap<string, number>
  /** Resolves once a polled bot listens. */
  polled(): Promise<void>
  close(): Promise<void>
}

export interface StageOptions {
  readonly now: () => Date
  readonly plan?: { readonly messagesPerMonth: number }
}

const deliveries = 2
/** What the account's approved template says. */
export const templateText = 'Mời đồng chí nhắn lại cho trợ lý'

/**
 * What is delivered comes twice, as after an answer that was lost; the rate is the sender's affair
 * and not looked at here.
 */
export async function zaloBotStage({ now, plan }: StageOptions): Promise<TypedStage> {
  const standIn = await startZaloBot({
    now,
    limits: { ...basicLimits, perSecond: Infinity },
    manners: { deliveries },
  })
  return {
    bot: 'zalo-bot',
    stoodIn: zaloBotStoodIn(standIn, plan),
    groupHears: 'mentions',
    person: (index) => standIn.person(`person-${String(index)}`),
    group: (index) => standIn.group(`group-${String(index)}`),
    saysIn: ({ id }, person, text, how) => {
      standIn
        .person(person.id)
        .says(text, { in: standIn.group(id), ...(how === undefined && { how: 'mention' }) })
    },
    losesAnswerTo: (chat) => {
      standIn.faults.add({ method: 'sendMessage', chat, what: { kind: 'dropAfter' } })
    },
    everything: () => standIn.everything(),
    sentByMonth: () => standIn.world.sentByMonth,
    polled: () => standIn.polled(),
    close: () => standIn.close(),
  }
}

/**
 * An account whose people are far above 2^53 and one apart, so that ids read as numbers collapse.
 */
export async function zaloOaStage({ now }: StageOptions): Promise<TypedStage> {
  const standIn = await startZaloOa({ now, deliveries })
  const { world } = standIn
  return {
    bot: 'zalo-oa',
    stoodIn: zaloOaStoodIn(standIn, {
      template: { id: '356281', data: { noi_dung: templateText } },
    }),
    groupHears: 'all',
    person: (index) => standIn.person(String(5_510_185_758_261_927_936n + BigInt(index))),
    group: (index) => {
      const { id } = world.group(String(7_301_185_758_261_927_936n + BigInt(index)))
      return { id, messages: () => world.seen(id), lastMessage: () => world.seen(id).at(-1) }
    },
    saysIn: (group, person, text) => void standIn.person(person.id).says(text, group.id),
    losesAnswerTo: (chat) => {
      standIn.faults.add({ chat, what: { kind: 'dropAfter' } })
    },
    everything: () => world.everything(),
    sentByMonth: () => world.sentByMonth,
    polled: () => Promise.resolve(),
    close: () => standIn.close(),
  }
}
