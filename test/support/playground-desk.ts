// A branch on the playground for a scripted secretary: the try mode's own API, from whatever first
// day.
import type { Database } from '../../src/database/database.ts'
import type { PlayAdvance, PlayClock, PlayMessage, PlayState } from '../../src/http/play-port.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { openTryMode, type TryMode } from '../../src/try-mode/try-mode.ts'
import type { Desk, Seen } from './desk.ts'
import { runningClock } from './running-clock.ts'

const day = 86_400_000

/** The try mode as if it were first started at this instant; time goes on from there. */
export function openPlaygroundAt(
  database: Database,
  dataDir: string,
  first: Date,
): Promise<TryMode> {
  const { now } = runningClock(first)
  return openTryMode({
    config: readConfig({ DATA_DIR: dataDir, PORT: '0' }),
    database,
    log: createLog({ level: 'silent' }),
    isFresh: false,
    realNow: () => now().getTime(),
  })
}

/** `Thứ Năm, 03/12/2026, 17 giờ 30` → that instant. */
function instantIn(local: string): Date {
  const [, date = '', month = '', year = '', hour = '', minute = '00'] =
    /(\d\d)\/(\d\d)\/(\d{4}), (\d+) giờ ?(\d\d)?/u.exec(local) ?? []
  return new Date(`${year}-${month}-${date}T${hour.padStart(2, '0')}:${minute}:00+07:00`)
}

const seenIn = ({ messages }: PlayState, chat: string): readonly PlayMessage[] =>
  (messages[chat] ?? []).filter(({ from }) => from === 'bot')

export class PlaygroundDesk implements Desk {
  readonly secretary = 'Nguyễn Thị Hoa'
  readonly members = [
    'Trần Văn Lâm',
    'Phạm Thị Ngọc Bích',
    'Vũ Thị Kim Liên',
    'Đặng Quốc Hùng',
    'Đỗ Văn Khải',
  ]
  readonly onPaper = 'Phan Bá Lộc'
  readonly pictures?: (name: string) => Promise<void>
  private readonly url: string
  private people: ReadonlyMap<string, string> | undefined
  /** How much came to a chat, as long as the clock stands. */
  private readonly heard = new Map<string, number>()

  constructor(url: string, pictures?: (name: string) => Promise<void>) {
    this.url = url
    if (pictures !== undefined) this.pictures = pictures
  }

  async state(): Promise<PlayState> {
    return (await (await fetch(`${this.url}/play/state?language=vi`)).json()) as PlayState
  }

  async clock(): Promise<PlayClock> {
    return (await (await fetch(`${this.url}/play/clock?language=vi`)).json()) as PlayClock
  }

  async types(who: string, typed: string): Promise<readonly Seen[]> {
    const chat = await this.chatOf(who)
    const before = this.heard.get(chat) ?? seenIn(await this.state(), chat).length
    await this.acts('say', { person: chat, chat, text: typed })
    const seen = seenIn(await this.state(), chat)
    this.heard.set(chat, seen.length)
    return Promise.all(seen.slice(before).map((each) => this.seenOf(each)))
  }

  async privately(who: string): Promise<readonly Seen[]> {
    const seen = seenIn(await this.state(), await this.chatOf(who))
    return Promise.all(seen.map((each) => this.seenOf(each)))
  }

  async inGroup(): Promise<readonly Seen[]> {
    const now = await this.state()
    return Promise.all(seenIn(now, now.groupChat).map((each) => this.seenOf(each)))
  }

  /**
   * By the clock strip: to what happens next, by days and by hours, so it may come some minutes
   * late.
   */
  async until(instant: Date): Promise<void> {
    this.heard.clear()
    for (;;) {
      const clock = await this.clock()
      const left = instant.getTime() - new Date(clock.iso).getTime()
      if (left <= 0) return
      const next = clock.nextEvent === null ? null : instantIn(clock.nextEvent.local)
      const advance: PlayAdvance =
        left >= day ? 'day' : next !== null && next <= instant ? 'next' : 'hour'
      await this.acts('clock', { advance })
    }
  }

  private async acts(what: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json', origin: this.url }
    const { status } = await fetch(`${this.url}/play/${what}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    if (status !== 200) throw new Error(`${what}: ${String(status)}`)
  }

  private async seenOf({ id, text, choices, file }: PlayMessage): Promise<Seen> {
    if (file === undefined) return { text, choices }
    const answer = await fetch(`${this.url}/play/file?id=${encodeURIComponent(id)}`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return { text, choices, file: { name: file.name, mediaType: file.mediaType, bytes } }
  }

  private async chatOf(name: string): Promise<string> {
    const { people = new Map((await this.state()).members.map((each) => [each.name, each.chat])) } =
      this
    this.people = people
    const chat = people.get(name)
    if (chat === undefined) throw new Error(`${name} is not in the made-up branch`)
    return chat
  }
}
