import { beforeAll, beforeEach, expect, it } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { json } from '../../src/database/statement.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { emptyTables, onOneDatabase } from '../support/database.ts'
import { createWorld, type Delivered, type World } from './world.ts'
import { at } from './in-viet-nam.ts'

onOneDatabase('the reminder of an unfinished sheet', (open) => {
  let database: Database
  let world: World
  beforeAll(async () => {
    ;({ database } = await open())
  })
  beforeEach(async () => {
    await emptyTables(database)
    world = createWorld(database, at('2026-11-26 08:00'))
  })

  const begun = async (
    memberId: string,
    conversation: (round: number) => unknown,
    state = 'inProgress',
  ): Promise<void> => {
    const [round] = await world.rows<{ number: number }>('SELECT number FROM round')
    await world.rows(`UPDATE assessment SET state = $1 WHERE member_id = $2::uuid`, state, memberId)
    await world.rows(
      `UPDATE account SET conversation = $1::jsonb WHERE member_id = $2::uuid`,
      json(conversation(round?.number ?? 0)),
      memberId,
    )
  }
  const tick = async (now: string): Promise<readonly Delivered[]> => {
    world.setClock(at(now))
    await runDue(world.app)
    return world.deliver()
  }
  const start = async (members: readonly object[]): Promise<readonly string[]> => {
    const branch = await world.addBranch({
      code: 'CB5',
      rule: { kind: 'fixedDay', day: 3 },
      members,
    })
    await tick('2026-11-26 08:00')
    return branch.members
  }

  it('repeats the question one stopped at; to who has not begun, the invitation; to who is done, nothing', async () => {
    const [
      asked = '',
      paused = '',
      elsewhere = '',
      reviewing = '',
      invited = '',
      done = '',
      onPaper = '',
    ] = await start(Array.from({ length: 7 }, () => ({})))
    await begun(asked, (round) => ({
      focus: { at: 'sheet', step: 'h.duties.level' },
      sheet: { round, step: 'h.duties.level' },
    }))
    await begun(paused, (round) => ({
      focus: { at: 'nothing' },
      sheet: { round, step: 'h.duties.level' },
    }))
    await begun(elsewhere, (round) => ({
      focus: { at: 'sheet', step: 'h.duties.level' },
      sheet: { round: round + 7, step: 'h.duties.level' },
    }))
    await begun(reviewing, (round) => ({
      focus: { at: 'sheet', step: 'review' },
      sheet: { round, step: 'review' },
    }))
    await begun(done, () => ({ focus: { at: 'nothing' } }), 'submitted')
    await begun(onPaper, () => ({ focus: { at: 'nothing' } }), 'onPaper')
    const sent = await tick('2026-11-29 19:00')
    const to = (memberId: string) => sent.find((message) => message.memberId === memberId)?.message
    expect(sent.map(({ memberId }) => memberId).toSorted()).toEqual(
      [asked, paused, elsewhere, reviewing, invited].toSorted(),
    )
    const question = 'Về chức trách, nhiệm vụ'
    expect(to(asked)?.text.toLowerCase()).toContain('chức trách, nhiệm vụ')
    expect(to(asked)?.text).toContain('Câu ')
    expect(to(asked)?.choices?.map(({ payload }) => payload.split('|')[0])).toEqual([
      'q',
      'q',
      'q',
      'q',
    ])
    expect(to(paused)?.text.toLowerCase()).toContain(question.toLowerCase().slice(3))
    expect(to(paused)?.choices?.map(({ payload }) => payload.split('|')[2]?.split('~')[0])).toEqual(
      ['resume'],
    )
    expect(
      to(elsewhere)?.choices?.map(({ payload }) => payload.split('|')[2]?.split('~')[0]),
    ).toEqual(['resume'])
    expect(
      to(reviewing)?.choices?.map(({ payload }) => payload.split('|')[2]?.split('~')[0]),
    ).toEqual(['submit', 'edit', 'pause'])
    expect(
      to(invited)?.choices?.map(({ payload }) => payload.split('|')[2]?.split('~')[0]),
    ).toEqual(['start', 'later', 'paper'])
  })

  it('goes to nobody who did not agree to be reminded, is exempt by now, has left or cannot be reached', async () => {
    const [willing = '', unwilling = '', exempt = '', left = '', lost = '', paper = ''] =
      await start([{}, { agrees: ['store'] }, {}, {}, {}, { agrees: ['remind'] }])
    await world.rows(`UPDATE member SET status = 'exempt' WHERE id = $1::uuid`, exempt)
    await world.rows(
      `UPDATE member SET left_at = $1 WHERE id = $2::uuid`,
      at('2026-11-27 08:00'),
      left,
    )
    await world.rows(`UPDATE account SET state = 'unreachable' WHERE member_id = $1::uuid`, lost)
    const sent = await tick('2026-11-29 19:00')
    expect(sent.map(({ memberId }) => memberId).toSorted()).toEqual([willing, paper].toSorted())
    expect(
      sent
        .find(({ memberId }) => memberId === paper)
        ?.message.choices?.map(({ payload }) => payload.split('|')[2]?.split('~')[0]),
    ).toEqual(['paper'])
    expect(sent.some(({ memberId }) => memberId === unwilling)).toBe(false)
  })

  it('says in the slot why there was none', async () => {
    const members = await start([{}, {}])
    for (const memberId of members)
      await begun(memberId, () => ({ focus: { at: 'nothing' } }), 'submitted')
    expect(await tick('2026-11-29 19:00')).toEqual([])
    expect(await world.rows(`SELECT state, reason FROM slot WHERE rule = 'remindFirst'`)).toEqual([
      { state: 'skipped', reason: 'nobodyToRemind' },
    ])
  })

  it('is dropped where its time is over before it could be sent', async () => {
    await start([{}])
    world.setClock(at('2026-12-01 19:00'))
    await runDue(world.app)
    world.setClock(at('2026-12-02 20:30'))
    expect((await world.deliver()).filter(({ class: kind }) => kind === 'prompt')).toEqual([])
    expect(
      await world.rows(
        `SELECT DISTINCT state FROM outbox WHERE merge_key LIKE 'unfinished:%'
          AND not_before >= $1`,
        at('2026-12-01 19:00'),
      ),
    ).toEqual([{ state: 'skipped' }])
  })
})
