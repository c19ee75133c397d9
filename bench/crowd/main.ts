// A program of its own: the stand-in of the Bot API, and the members who write to the bot.
import { startStandIn, type StandIn } from '../../test/support/telegram/standin.ts'
import { serveCalls, tell } from '../worker.ts'
import { type Acknowledged, Member } from './member.ts'
import { Play, type Played, type PlayTerms } from './play.ts'
import { createPost, type Posted, type Webhook } from './post.ts'

export interface Somebody {
  readonly person: number
  readonly branch: string
}

export interface Asking {
  readonly person: number
  readonly text: string
  readonly times: number
}

/**
 * Messages to a list of people so far, and when the first and the last arrived (ms of this
 * process's clock).
 */
export interface Arrivals {
  readonly messages: number
  readonly people: number
  readonly firstAt: number
  readonly lastAt: number
}

/** What the crowd tells unasked. */
export type CrowdNews =
  | { readonly kind: 'measuring' | 'measured' }
  | { readonly kind: 'branchFinished'; readonly branch: string }

let standIn: StandIn | undefined
let play: Play | undefined
let members: Member[] = []
let last: Promise<Posted> = Promise.resolve({ at: 0, tries: 0 })
const finished = new Map<string, Member[]>()

function stage(): StandIn {
  if (standIn === undefined) throw new Error('the stand-in is not running')
  return standIn
}

function noteFinished(member: Member): void {
  const done = [...(finished.get(member.branch) ?? []), member]
  finished.set(member.branch, done)
  const isLast = done.length === members.filter(({ branch }) => branch === member.branch).length
  if (isLast) tell({ kind: 'branchFinished', branch: member.branch } satisfies CrowdNews)
}

const calls = {
  async start(): Promise<{ apiRoot: string; token: string }> {
    standIn = await startStandIn({ keepsRequests: false })
    return { apiRoot: standIn.apiRoot, token: standIn.token }
  },
  /** Who writes, and where to; the people of the play before are forgotten. */
  gather({ webhook, people }: { webhook: Webhook; people: readonly Somebody[] }): Promise<void> {
    const post = createPost(webhook)
    const { updates, person, world } = stage()
    world.logs.clear()
    updates.onAdded = (update) => {
      last = post(update.body).finally(() => {
        updates.confirm(update.id)
      })
    }
    finished.clear()
    members = people.map((each) => new Member(person(each.person).isKnown(), each.branch))
    return Promise.resolve()
  },
  /** Those who only receive. */
  invite({ people }: { people: readonly number[] }): Promise<void> {
    for (const each of people) stage().person(each).isKnown()
    return Promise.resolve()
  },
  play(terms: PlayTerms): Promise<Played> {
    const say = (kind: 'measuring' | 'measured') => (): void => {
      tell({ kind } satisfies CrowdNews)
    }
    const ports = { members, lastPost: () => last, onFinished: noteFinished }
    play = new Play(terms, { ...ports, onMeasuring: say('measuring'), onMeasured: say('measured') })
    return play.run()
  },
  stopPlay(): Promise<void> {
    play?.stop()
    return Promise.resolve()
  },
  /** The next sheets of these branches are open. */
  admit({ branches }: { branches: readonly string[] }): Promise<void> {
    for (const branch of branches) {
      for (const member of finished.get(branch) ?? []) play?.admit(member)
      finished.delete(branch)
    }
    return Promise.resolve()
  },
  /** One person asks the same again and again; gives the ms to each reply. */
  async ask({ person, text, times }: Asking): Promise<{ replyMs: number[]; reply: string }> {
    const asker = stage().person(person).isKnown()
    const replyMs: number[] = []
    let reply = ''
    for (let time = 0; time < times; time += 1) {
      const coming = asker.nextMessage()
      asker.says(text)
      const [{ at }, first] = await Promise.all([last, coming])
      let shown = first
      // The picture of the time before comes in its own time, after the words it goes with.
      while (shown.file !== undefined) shown = await asker.nextMessage()
      replyMs.push(shown.at - at)
      reply = shown.text
    }
    return { replyMs, reply }
  },
  acknowledged: (): Promise<readonly (Acknowledged & { readonly messages: number })[]> =>
    Promise.resolve(
      members.map((member) => ({
        ...member.acknowledged,
        messages: member.person.messages().length,
      })),
    ),
  arrivals({ people }: { people: readonly number[] }): Promise<Arrivals> {
    const times = people.map((each) =>
      stage()
        .world.log(each)
        .messages.map(({ at }) => at),
    )
    const all = times.flat()
    const [firstAt, lastAt] = [
      all.reduce((a, b) => Math.min(a, b), Infinity),
      all.reduce((a, b) => Math.max(a, b), 0),
    ]
    return Promise.resolve({
      messages: all.length,
      people: times.filter(({ length }) => length > 0).length,
      firstAt,
      lastAt,
    })
  },
  cpuMs(): Promise<number> {
    const { user, system } = process.cpuUsage()
    return Promise.resolve((user + system) / 1000)
  },
}

export type CrowdCalls = typeof calls

serveCalls(calls, () => standIn?.close() ?? Promise.resolve())
