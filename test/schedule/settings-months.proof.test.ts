// Five months in which a secretary changes settings by chat and the office changes the roster, on a
// database with the real jobs: whatever is changed when, each reminder is said once or says why
// not, and nothing waits that is no longer true. These are months that once lost invitations when a
// meeting was moved; others by TUSOI_SEED=number.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { localDate } from '../../src/domain/local-date.ts'
import { localTime } from '../../src/domain/local-time.ts'
import { afterQuiet } from '../../src/domain/quiet-hours.ts'
import { timelineOf } from '../../src/domain/timeline.ts'
import { rulesOf, type TimelineOverrides } from '../../src/domain/timeline-rules.ts'
import { sealAddress } from '../../src/outbox/sealed-address.ts'
import { runDue } from '../../src/schedule/run-due.ts'
import { timetable } from '../../src/schedule/timetable.ts'
import { databaseKinds, openTestDatabase } from '../support/database.ts'
import { buildHouse, type House } from '../support/house.ts'
import { memberIdOf } from '../support/reveal.ts'

const zone = 'Asia/Ho_Chi_Minh'
const members = [
  'A1|Trần Văn Lâm|secretary',
  'A2|Nguyễn Thị Hoa|deputy',
  'A3|Vũ Thị An',
  'A4|Đỗ Văn Bình',
  'A5|Lê Văn Cường',
]
const wanted = [
  'keep-quiet',
  'plan-meetings',
  'drop-stale',
  'close-rounds',
  'follow-months',
  'settle-slots',
]
const jobs = timetable.filter(({ name }) => wanted.includes(name))

interface Step {
  readonly hours: number
  readonly act:
    'none' | 'rule' | 'off' | 'quiet' | 'undo' | 'meeting' | 'leave' | 'return' | 'exempt' | 'elder'
  readonly pick: number
}

const step: fc.Arbitrary<Step> = fc.record({
  hours: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 3, max: 26 }) },
    { weight: 2, arbitrary: fc.integer({ min: 26, max: 80 }) },
  ),
  act: fc.constantFrom(
    'none',
    'rule',
    'rule',
    'rule',
    'off',
    'off',
    'quiet',
    'undo',
    'meeting',
    'leave',
    'return',
    'exempt',
    'elder',
  ),
  pick: fc.nat(1000),
})

async function act(house: House, { act: what, pick }: Step): Promise<void> {
  const says = async (...typed: readonly string[]): Promise<void> => {
    for (const each of typed) await house.says('lam', each)
  }
  const ref = `A${String(3 + (pick % 3))}`
  switch (what) {
    case 'rule': {
      const day = pick % 14
      return says(
        `/caidat lịch nhắc ${String(1 + (pick % 13))} ${pick % 3 === 0 ? 'sau' : 'trước'} ${String(day)} ngày ${String(7 + (pick % 14))} giờ`,
        'có',
        '/huy',
      )
    }
    case 'off':
      return says(
        `/caidat lịch nhắc ${String(1 + (pick % 13))} ${pick % 2 === 0 ? 'tắt' : 'bật'}`,
        'có',
        '/huy',
      )
    case 'quiet':
      return says(
        `/caidat yên lặng ${String(20 + (pick % 4))}h đến ${String(5 + (pick % 4))}h`,
        'có',
        '/huy',
      )
    case 'undo':
      return says('hoàn tác')
    case 'meeting':
      return says('/hop quy tac', `ngày ${String(1 + (pick % 28))}`, '19h30', 'bỏ qua')
    case 'leave':
    case 'return':
      await house.rows(
        `UPDATE member SET left_at = $1, status = 'official' WHERE id = $2::uuid`,
        what === 'leave' ? house.now() : null,
        await memberIdOf(house, ref),
      )
      return
    case 'exempt':
      await house.rows(
        `UPDATE member SET status = 'exempt' WHERE id = $1::uuid`,
        await memberIdOf(house, ref),
      )
      return
    case 'elder':
      return says(`/caidat cao tuổi đồng chí ${String(1 + (pick % 4))}`, 'có')
    case 'none':
  }
}

interface MeetingRow {
  readonly date: string
  readonly starts_at: string
  readonly previous: string | null
  readonly next: string | null
}

async function checkNow(house: House): Promise<void> {
  const now = house.now()
  const [branch] = await house.rows<{
    timeline: TimelineOverrides
    quiet_from: string
    quiet_to: string
  }>('SELECT timeline, quiet_from, quiet_to FROM branch')
  if (branch === undefined) throw new Error('the branch is gone')
  const quiet = { from: localTime(branch.quiet_from), to: localTime(branch.quiet_to) }
  const meetings = await house.rows<MeetingRow>(`SELECT date::text AS date, starts_at,
      (lag(date) OVER w)::text AS previous, (lead(date) OVER w)::text AS next
    FROM meeting WINDOW w AS (ORDER BY date)`)
  const slots = await house.rows<{
    rule: string
    day: string
    meeting: string | null
    state: string
    reason: string | null
  }>(
    `SELECT rule, local_date::text AS day, meeting_on::text AS meeting, state, reason FROM slot
      WHERE subject = branch_id`,
  )
  const lost = meetings.flatMap(({ date, starts_at: startsAt, previous, next }) => {
    const near = {
      previous: previous === null ? null : localDate(previous),
      next: next === null ? null : localDate(next),
    }
    return timelineOf(
      { date: localDate(date), startsAt: localTime(startsAt) },
      branch.timeline,
      zone,
      near,
    )
      .moments.filter(
        ({ dueAt, usefulUntil }) => dueAt <= now && afterQuiet(now, quiet, zone) < usefulUntil,
      )
      .filter(
        ({ ruleId, localDate: day }) =>
          !slots.some(
            (slot) => slot.rule === ruleId && (slot.day === day || slot.meeting === date),
          ),
      )
      .map(({ ruleId }) => `${ruleId} of ${date}`)
  })
  expect(lost, `lost at ${now.toISOString()}`).toEqual([])
  expect(slots.filter(({ state, reason }) => state === 'skipped' && reason === null)).toEqual([])
  const on = rulesOf(branch.timeline).map(({ id }) => id)
  const stale = await house.rows(
    `SELECT s.rule, s.meeting_on FROM outbox o JOIN slot s ON s.id = o.slot_id
      LEFT JOIN member m ON m.id = o.member_id
    LEFT JOIN round r ON r.closed_at IS NULL AND o.dedupe_key LIKE 'invitation:' || r.id || ':%'
    WHERE o.state = 'pending' AND s.meeting_on IS NOT NULL AND (NOT s.rule = ANY($1::text[])
      OR m.left_at IS NOT NULL
      OR CASE WHEN r.id IS NULL THEN NOT EXISTS (SELECT FROM meeting t
        WHERE t.date = s.meeting_on) ELSE o.not_after <> r.closes_at END)`,
    on,
  )
  expect(stale, `stale at ${now.toISOString()}`).toEqual([])
}

it('settings and roster change, and the months follow', async () => {
  const opened = await openTestDatabase(databaseKinds[0] ?? 'embedded')
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 130, maxLength: 130 }), async (steps) => {
        const house = await buildHouse(opened.database, members)
        for (const [index, chat] of ['lam', 'hoa', 'an', 'binh', 'cuong'].entries())
          await house.knows(chat, `A${String(index + 1)}`)
        for (const typed of ['/hop', 'ngày 3', '19h30', 'bỏ qua']) await house.says('lam', typed)
        const { sealed, chatHash } = sealAddress(house.keyring, {
          bot: 'telegram',
          chat: 'nhom',
          kind: 'group',
        })
        await house.rows(
          `INSERT INTO branch_group (id, bot_id, chat_hash, address, branch_id, state, bound_at)
        VALUES (gen_random_uuid(), 'telegram', $1, $2, $3::uuid, 'bound', $4)`,
          chatHash,
          sealed,
          house.branchId,
          house.now(),
        )
        for (const one of steps) {
          house.pass(one.hours * 3600)
          if (one.pick % 2 === 0) await act(house, one)
          await runDue(house.app, jobs)
          await house.heard()
          await checkNow(house)
          if (one.pick % 2 === 1) await act(house, one)
        }
        const twice =
          await house.rows(`SELECT s.rule, s.meeting_on, count(*)::int AS count FROM outbox o
            JOIN slot s ON s.id = o.slot_id
        WHERE o.state = 'sent' AND s.meeting_on IS NOT NULL
          GROUP BY s.rule, s.meeting_on, o.member_id, o.group_id HAVING count(*) > 1`)
        expect(twice).toEqual([])
        const [said] = await house.rows<{ count: number }>(
          `SELECT count(*)::int AS count FROM outbox WHERE state = 'sent' AND slot_id IS NOT NULL`,
        )
        expect(said?.count ?? 0).toBeGreaterThan(20)
        expect(await house.rows('SELECT id FROM setting_change LIMIT 1')).toHaveLength(1)
      }),
      { numRuns: 1, endOnFailure: true, seed: Number(process.env['TUSOI_SEED'] ?? -1827266517) },
    )
  } finally {
    await opened.close()
  }
})
