// Fills an empty try-mode database: the made-up branch, two months it has behind it, its phones,
// and a round just opened.
import { randomBytes } from 'node:crypto'
import type { App } from '../app.ts'
import { json, sql } from '../database/statement.ts'
import { addDays, type LocalDate } from '../domain/local-date.ts'
import { instantOf, localOf, localTime } from '../domain/local-time.ts'
import { addPeriods, firstDayOf, monthOf, type Period } from '../domain/period.ts'
import { formatCode } from '../domain/code.ts'
import { checkRoster, type RosterPlan } from '../domain/roster.ts'
import { rosterColumns } from '../domain/roster-words.ts'
import { sealAddress } from '../outbox/sealed-address.ts'
import type { PlaygroundHands } from '../platforms/playground/hands.ts'
import { bot, textOnlyBot, textOnlyChat } from '../platforms/playground/bots.ts'
import { seal } from '../sealing/seal.ts'
import { issueMemberCodes } from '../store/codes.ts'
import { contexts, lookups } from '../store/contexts.ts'
import { keepBots } from '../store/bots.ts'
import { findBranch, importRoster } from '../store/organisations.ts'
import type { DemoBranch, DemoMember } from './demo-branch.ts'
import { fillRound } from './history.ts'
import type { TryClock } from './try-clock.ts'

export interface SeedOptions {
  readonly app: App
  readonly clock: TryClock
  readonly demo: DemoBranch
  readonly zone: string
  readonly hands: PlaygroundHands
  /** Does what is due at the clock's time, and sends it. */
  readonly settle: () => Promise<void>
}

/** Both bots serve the branch; `/moi` tells them apart by their titles. */
export async function keepPlaygroundBots({ database, words, now }: App): Promise<void> {
  const platform = 'playground'
  const bots = [
    { id: bot, platform, title: words.vi('tryMode.bots.buttons') },
    { id: textOnlyBot, platform, title: words.vi('tryMode.bots.text') },
  ]
  await keepBots(database, bots, now())
}

function planOf(demo: DemoBranch): RosterPlan {
  const cells = demo.members.map(({ name, role, status, ref }) => [
    demo.code,
    demo.name,
    demo.parentCode,
    demo.parentName,
    name,
    role,
    status,
    ref,
  ])
  const check = checkRoster(
    [rosterColumns, ...cells].map((row, index) => ({ line: index + 1, cells: row })),
  )
  if (!check.ok) throw new Error('the made-up branch is no good roster')
  return check.plan
}

/**
 * The day the player comes in: five days before the meeting of the month after, two days after its
 * round has opened.
 */
function firstDay(today: LocalDate, { meeting }: DemoBranch): LocalDate {
  const here = addDays(firstDayOf(addPeriods(monthOf(today), 1)), meeting.day - 1 - 5)
  return here >= today
    ? here
    : addDays(firstDayOf(addPeriods(monthOf(today), 2)), meeting.day - 1 - 5)
}

/**
 * The members of the file by their ids; names are sealed, so they are found by their sealed
 * reference.
 */
async function peopleOf({ app, demo }: SeedOptions): Promise<ReadonlyMap<string, DemoMember>> {
  const rows = await app.database.query(
    sql<{ id: string; ref_hash: Buffer }>('seed-people')`SELECT id, ref_hash FROM member`,
  )
  const byHash = new Map(
    demo.members.map((member) => [
      Buffer.from(app.keyring.lookupHash(lookups.memberRef, member.ref)).toString('hex'),
      member,
    ]),
  )
  return new Map(
    rows.flatMap(({ id, ref_hash }) => {
      const member = byHash.get(ref_hash.toString('hex'))
      return member === undefined ? [] : [[id, member]]
    }),
  )
}

async function giveMeetingRule({ app, demo }: SeedOptions, branchId: string): Promise<void> {
  const [row] = await app.database.query(
    sql<{ wrapped_key: Buffer }>(
      'seed-branch-key',
    )`SELECT wrapped_key FROM branch WHERE id = ${branchId}::uuid`,
  )
  if (row === undefined) throw new Error('the branch of the try mode is missing')
  const place = seal(
    app.keyring.dataKeys.open(row.wrapped_key, contexts.branchKey(branchId)),
    demo.meeting.place,
    contexts.branchPlace(branchId),
  )
  await app.database.query(sql(
    'seed-rule',
  )`UPDATE branch SET meeting_rule = ${json({ kind: 'fixedDay', day: demo.meeting.day })}::jsonb,
    meeting_time = ${demo.meeting.time}, meeting_place = ${place} WHERE id = ${branchId}::uuid`)
}

/**
 * Opens a month on its day, fills it in two days later, and closes it on the evening before the
 * meeting.
 */
async function liveThrough(
  options: SeedOptions,
  branchId: string,
  people: ReadonlyMap<string, DemoMember>,
  meetingMonth: Period,
  month: number,
): Promise<void> {
  const { clock, settle, demo, zone, app } = options
  const meetingDay = addDays(firstDayOf(meetingMonth), demo.meeting.day - 1)
  const at = (days: number, time: string): Date =>
    instantOf(addDays(meetingDay, days), localTime(time), zone)
  await clock.moveTo(at(-7, '08:00'))
  await settle()
  await fillRound({ app, branchId, demo, people, month, at: at(-5, '20:00') })
  await clock.moveTo(at(-1, '20:00'))
  await settle()
}

/**
 * A member's chats in both apps, one of them preferred; the secretary, whose phone has no switch,
 * is in one only.
 */
function accountsOf(
  { keyring, id }: App,
  memberId: string,
  { phone, role }: DemoMember,
): readonly object[] {
  const chat = `m:${memberId}`
  const addresses = [
    { bot, chat, kind: 'private' },
    { bot: textOnlyBot, chat: textOnlyChat(chat), kind: 'private' },
  ] as const
  return addresses.slice(0, role === 'secretary' ? 1 : 2).map((address) => {
    const { sealed, chatHash } = sealAddress(keyring, address)
    return {
      id: id(),
      bot: address.bot,
      member_id: memberId,
      preferred: (address.bot === textOnlyBot) === (phone === 'text'),
      person: Buffer.from(
        keyring.lookupHash(lookups.person, `${address.bot}:${address.chat}`),
      ).toString('hex'),
      chat: Buffer.from(chatHash).toString('hex'),
      address: Buffer.from(sealed).toString('hex'),
    }
  })
}

/** Chats of those with a phone: linked and agreeing, as if they had done it in the first week. */
async function linkPhones(
  { app, hands }: SeedOptions,
  branchId: string,
  people: ReadonlyMap<string, DemoMember>,
): Promise<void> {
  const now = app.now()
  const linked = [...people].filter(
    ([, { phone, status }]) => (phone === 'linked' || phone === 'text') && status !== 'exempt',
  )
  const accounts = linked.flatMap(([memberId, member]) => accountsOf(app, memberId, member))
  await app.database.query(sql(
    'seed-accounts',
  )`INSERT INTO account (id, bot_id, person_hash, chat_hash, address, member_id, state,
    is_preferred, linked_at, created_at)
    SELECT id, bot, decode(person, 'hex'), decode(chat, 'hex'), decode(address, 'hex'), member_id,
      'linked', preferred, ${now}, ${now}
    FROM jsonb_to_recordset(${json(accounts)}::jsonb)
      AS t(id uuid, bot text, member_id uuid, preferred boolean, person text, chat text,
        address text)`)
  const { version, hash, meaningHash, purposes } = app.library.notice
  const consents = linked.flatMap(([member_id]) =>
    purposes.map(({ id: purpose }) => ({ id: app.id(), member_id, purpose })),
  )
  await app.database.query(sql(
    'seed-consents',
  )`INSERT INTO consent (id, member_id, notice_version, notice_hash, meaning_hash, purpose,
    is_granted, bot_id, at)
    SELECT id, member_id, ${version}, ${hash}, ${meaningHash}, purpose, true, ${bot}, ${now}
      FROM jsonb_to_recordset(${json(consents)}::jsonb) AS t(id uuid, member_id uuid,
        purpose text)`)
  const group = sealAddress(app.keyring, { bot, chat: `g:${branchId}`, kind: 'group' })
  await app.database.query(sql(
    'seed-group',
  )`INSERT INTO branch_group (id, bot_id, chat_hash, address, branch_id, bound_at)
    VALUES (${app.id()}, ${bot}, ${group.chatHash}, ${group.sealed}, ${branchId}, ${now})`)
  await handSlips(app, hands, branchId, people)
}

/**
 * Who is not linked yet finds the paper slip with the code on their phone, in both apps: it works
 * once, in either.
 */
async function handSlips(
  app: App,
  hands: PlaygroundHands,
  branchId: string,
  people: ReadonlyMap<string, DemoMember>,
): Promise<void> {
  const waiting = [...people]
    .filter(([, { phone }]) => phone === 'new')
    .map(([memberId]) => memberId)
  const { codes } = await issueMemberCodes(app.database, app.keyring, {
    branchId,
    members: waiting,
    now: app.now(),
    randomBytes: (count) => randomBytes(count),
  })
  for (const { memberId, fullName, code } of codes) {
    for (const chat of [`m:${memberId}`, textOnlyChat(`m:${memberId}`)])
      await hands.slip(chat, app.words.vi('tryMode.slip', { name: fullName }), formatCode(code))
  }
}

export async function seed(options: SeedOptions): Promise<void> {
  const { app, clock, demo, zone, settle } = options
  const start = firstDay(localOf(app.now(), zone).date, demo)
  const meetingMonth = monthOf(addDays(start, 5))
  const months = demo.members[0]?.months.length ?? 0
  await clock.moveTo(
    instantOf(
      addDays(firstDayOf(addPeriods(meetingMonth, -months)), -15),
      localTime('09:00'),
      zone,
    ),
  )
  await keepPlaygroundBots(app)
  await importRoster(app.database, app.keyring, planOf(demo), { now: app.now(), timeZone: zone })
  const branch = await findBranch(app.database, demo.code)
  if (branch === null) throw new Error('the branch of the try mode is missing')
  await giveMeetingRule(options, branch.id)
  const people = await peopleOf(options)
  for (let month = 0; month < months; month += 1)
    await liveThrough(options, branch.id, people, addPeriods(meetingMonth, month - months), month)
  await clock.moveTo(instantOf(addDays(start, -3), localTime('09:00'), zone))
  await linkPhones(options, branch.id, people)
  await clock.moveTo(instantOf(addDays(start, -2), localTime('08:00'), zone))
  await settle()
  await clock.moveTo(instantOf(start, localTime('09:00'), zone))
  await settle()
}
