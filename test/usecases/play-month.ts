// A branch's month in a made-up world, played tick by tick.
import { localOf } from '../../src/domain/local-time.ts'
import { nextEvent } from '../../src/schedule/next-event.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import type { BranchSpec } from './branch-rows.ts'
import { at, zone } from './in-viet-nam.ts'
import type { Delivered, World } from './world.ts'

export const third: BranchSpec = {
  code: 'CB5',
  rule: { kind: 'fixedDay', day: 3 },
  time: '19:30',
  place: 'Nhà văn hóa tổ 5',
  members: [
    { role: 'secretary', name: 'Trần Văn Lâm' },
    { name: 'Nguyễn Thị Hoa' },
    { name: 'Lê Văn Thọ' },
  ],
}

interface Slot {
  readonly rule: string
  readonly date: string
  readonly state: string
  readonly reason: string | null
}

const halfDay = 12 * 3_600_000

export async function tick(world: World, now: string | Date): Promise<readonly Delivered[]> {
  world.setClock(typeof now === 'string' ? at(now) : now)
  await runDue(world.app)
  return world.deliver()
}

/** From one event to the next, and at least twice a day; both ends included. */
export async function live(world: World, from: string, to: string): Promise<void> {
  const end = at(to)
  for (let now = at(from); now < end;) {
    await tick(world, now)
    const next = (await nextEvent(world.app, now))?.at.getTime() ?? Infinity
    now = new Date(Math.min(next, now.getTime() + halfDay, end.getTime()))
  }
  await tick(world, end)
}

export function shown(messages: readonly Delivered[]): readonly string[] {
  return messages.map((message) => {
    const { date, time } = localOf(message.at, zone)
    return `${date.slice(5)} ${time} ${message.groupId === null ? 'private' : 'group'} ${message.message.text.split('\n')[1]?.slice(0, 44) ?? message.message.text.slice(0, 44)}`
  })
}

export function slots(world: World, where = 'true'): Promise<readonly Slot[]> {
  return world.rows<Slot>(
    `SELECT rule, local_date::text AS date, state, reason FROM slot WHERE ${where}
      ORDER BY local_date, rule`,
  )
}

export function toGroup(messages: readonly Delivered[]): readonly Delivered[] {
  return messages.filter(({ groupId }) => groupId !== null)
}
