import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type World } from './world.ts'
import { at } from './in-viet-nam.ts'

onOneDatabase('an offer of the office of secretary that is not answered', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-20 09:00'))
  })
  const offer = async (language: 'vi' | 'en', state = 'offered'): Promise<readonly string[]> => {
    const code = `CB${language}${state}`
    const {
      id,
      members: [from = '', to = ''],
    } = await world.addBranch({ code, members: [{ role: 'secretary', language }, {}] })
    await world.rows(
      `INSERT INTO handover (id, branch_id, from_member, to_member, state, at, expires_at)
      VALUES ($1::uuid, $2::uuid, $3::uuid, $4::uuid, $5, $6, $7)`,
      randomUUID(),
      id,
      from,
      to,
      state,
      at('2026-11-20 09:00'),
      at('2026-11-27 23:59'),
    )
    return [from, to]
  }
  const tick = async (now: string) => {
    world.setClock(at(now))
    await runDue(world.app)
    return (await world.deliver()).filter(({ message: { text } }) =>
      /bàn giao|hand over/u.test(text),
    )
  }

  it('lapses: its maker is told once, in the morning and in their language, and the other is not', async () => {
    const [[vi], [en]] = [await offer('vi'), await offer('en'), await offer('vi', 'declined')]
    expect(await tick('2026-11-27 20:00')).toEqual([])
    expect(await tick('2026-11-27 23:59')).toEqual([])
    const told = await tick('2026-11-28 07:00')
    const textFor = (id: string | undefined) =>
      told.find(({ memberId }) => memberId === id)?.message.text
    expect(told).toHaveLength(2)
    expect(textFor(vi)).toMatch(/đã hết hiệu lực\. Đồng chí vẫn là bí thư/u)
    expect(textFor(en)).toMatch(/has lapsed\. You are still the secretary/u)
    for (const later of ['2026-11-28 07:05', '2026-11-29 09:00'])
      expect(await tick(later)).toEqual([])
    const states = await world.rows<{ state: string }>('SELECT state FROM handover ORDER BY state')
    expect(states.map(({ state }) => state)).toEqual(['declined', 'lapsed', 'lapsed'])
  })

  it('is ended without a word where its maker is secretary no more', async () => {
    const [from = ''] = await offer('vi')
    await world.rows(`UPDATE member SET role = 'member' WHERE id = $1::uuid`, from)
    expect(await tick('2026-11-28 09:00')).toEqual([])
    expect(await world.rows('SELECT state FROM handover')).toEqual([{ state: 'lapsed' }])
  })
})
