// A platform that lets the assistant no longer write to somebody: the branch's secretary hears whom
// to call, and sees it beside the name.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { participationScreen } from '../../src/conversation/screens/participation.ts'
import type { Database } from '../../src/database/database.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { speaking } from '../../src/usecases/posting.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type Delivered, type World } from './world.ts'
import { at } from './in-viet-nam.ts'

onOneDatabase('members outside the window', (open) => {
  let world: World
  let database: Database
  const members = [
    { role: 'secretary', name: 'Trần Thị Hoa' },
    { name: 'Lê Văn Lam' },
    { name: 'Ngô Văn Mai' },
    { name: 'Vũ Thị Ngà' },
  ] as const
  const branch = {
    code: 'CB5',
    rule: { kind: 'fixedDay', day: 3 },
    time: '19:30',
    members,
  } as const
  const tick = async (
    when: string,
    fate?: (message: Delivered) => 'sent' | 'failed',
  ): Promise<readonly Delivered[]> => {
    world.setClock(at(when))
    await runDue(world.app)
    return world.deliver(fate)
  }
  const refusing =
    (...silent: readonly (string | undefined)[]) =>
    ({ memberId }: Delivered): 'sent' | 'failed' =>
      memberId !== null && silent.includes(memberId) ? 'failed' : 'sent'
  const asWindow = (): Promise<unknown> =>
    world.rows(`UPDATE outbox SET reason = 'rejected window', body = NULL WHERE state = 'failed'`)
  const called = async (branchId: string): Promise<readonly string[]> =>
    (await world.app.tables.roster(branchId, world.app.now())).flatMap(({ name, mustBeCalled }) =>
      mustBeCalled ? [name] : [],
    )
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-20 09:00'))
  })

  it('the secretary is told their names once, after all were tried, and it is a look as any other', async () => {
    const {
      id,
      members: [secretary, lam, mai],
    } = await world.addBranch(branch)
    await tick('2026-11-20 09:00')
    await tick('2026-11-26 08:00', refusing(lam, mai))
    await asWindow()
    expect(await called(id)).toEqual(['Lê Văn Lam', 'Ngô Văn Mai'])
    const { text } = participationScreen(
      await world.app.tables.roster(id, world.app.now()),
      null,
      speaking(world.app, 'vi', world.app.now()),
    )
    expect(text).toContain(
      '– Lê Văn Lam (chưa nhắn được: nên gọi điện)\n– Ngô Văn Mai (chưa nhắn được: nên gọi điện)\n– Vũ Thị Ngà',
    )
    expect(await tick('2026-11-26 08:05')).toEqual([])
    const [told, ...others] = await tick('2026-11-26 08:10')
    expect(others).toEqual([])
    expect(told?.memberId).toBe(secretary)
    expect(told?.message.text).toMatch(
      /chưa nhắn được cho 2 đồng chí[^]*– Lê Văn Lam\n– Ngô Văn Mai\n\nĐề nghị đồng chí gọi điện/u,
    )
    const looks = await world.rows(`SELECT actor, action FROM audit`)
    expect(looks).toEqual([{ actor: secretary, action: 'seeParticipation' }])
    expect(await tick('2026-11-26 08:15')).toEqual([])
    expect(await tick('2026-11-27 08:10')).toEqual([])
    // On D-4 Mai is told again and Lam has written meanwhile.
    await world.rows(
      `UPDATE account SET last_inbound_at = $1::timestamptz WHERE member_id = $2::uuid`,
      at('2026-11-28 20:00'),
      lam ?? '',
    )
    await tick('2026-11-29 19:30', refusing(mai))
    await asWindow()
    expect(await called(id)).toEqual(['Ngô Văn Mai'])
    expect(
      (await tick('2026-11-29 19:40')).map(({ message }) =>
        message.text.split('\n').filter((line) => line.startsWith('–')),
      ),
    ).toEqual([['– Ngô Văn Mai']])
  })

  it('who was reached by a template the same day, or has handed in, is not called', async () => {
    const {
      id,
      members: [, lam, mai],
    } = await world.addBranch(branch)
    await tick('2026-11-20 09:00')
    await tick('2026-11-26 08:00')
    await world.rows(
      `UPDATE outbox SET state = 'failed', reason = 'rejected window', body = NULL,
        settled_at = $2::timestamptz
      WHERE member_id = $1::uuid`,
      mai ?? '',
      at('2026-11-26 08:00'),
    )
    await world.rows(
      `INSERT INTO outbox (id, bot_id, dedupe_key, class, lane, chat_hash, address, state,
        not_before, attempts, merge_key, reason, member_id,
        created_at, settled_at)
      SELECT gen_random_uuid(), bot_id, 'later', class, lane, chat_hash, address, 'failed',
        not_before, 1, merge_key, 'rejected window', member_id, created_at,
        settled_at + interval '1 hour' FROM outbox WHERE member_id = $1::uuid`,
      lam ?? '',
    )
    await world.rows(
      `UPDATE assessment SET state = 'submitted' WHERE member_id = $1::uuid`,
      mai ?? '',
    )
    expect(await called(id)).toEqual(['Ngô Văn Mai'])
    expect(await tick('2026-11-26 09:30')).toEqual([])
  })

  it('a remedy that fell due tells nobody whose it is', async () => {
    const {
      id,
      members: [, lam],
    } = await world.addBranch(branch)
    await world.addRemedy({
      memberId: lam ?? '',
      branchId: id,
      dueOn: '2026-11-24',
      measure: 'Đọc báo',
      createdAt: at('2026-10-26 08:00'),
    })
    await tick('2026-11-20 09:00')
    await tick('2026-11-21 10:00', refusing(lam))
    await asWindow()
    expect(await world.rows(`SELECT 1 FROM outbox WHERE state = 'failed'`)).toHaveLength(1)
    expect(await called(id)).toEqual([])
    expect(await tick('2026-11-21 10:30')).toEqual([])
  })
})
