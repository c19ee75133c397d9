// Settings changed at random through a year: what the months say follows them. Nothing is lost,
// said twice, or said of what is no more. The planning is the program's own (dueNow, timelineOf);
// what is written down is kept here as its tables keep it.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { holidayOn } from '../../src/domain/holidays.ts'
import { addDays, localDate, type LocalDate } from '../../src/domain/local-date.ts'
import { localOf, localTime } from '../../src/domain/local-time.ts'
import { type MeetingRule, nextMeetings, periodOfMeeting } from '../../src/domain/meeting-rule.ts'
import type { Period } from '../../src/domain/period.ts'
import { afterQuiet, isQuiet } from '../../src/domain/quiet-hours.ts'
import {
  type BranchSettings,
  isSameValue,
  quietFault,
  rotationOf,
  type SettingKey,
  settingOf,
  type SettingValue,
  timelineFaults,
  withSetting,
} from '../../src/domain/settings.ts'
import { parseQuietLine, parseRuleLine } from '../../src/domain/settings-line.ts'
import { timelineOf } from '../../src/domain/timeline.ts'
import { defaultMonth, rulesOf } from '../../src/domain/timeline-rules.ts'
import { type AgendaEntry, slotName } from '../../src/store/agenda.ts'
import { dueNow } from '../../src/usecases/due-moments.ts'

const zone = 'Asia/Ho_Chi_Minh'
const startsAt = localTime('19:30')
const start = new Date('2026-10-15T02:00:00Z')
const yearMs = 365 * 86_400_000

interface Slot {
  readonly rule: string
  readonly localDate: LocalDate
  readonly meetingOn: LocalDate
  state: 'pending' | 'said' | 'skipped'
  readonly usefulUntil: Date
  notBefore: Date
}

interface World {
  now: Date
  branch: BranchSettings
  rule: MeetingRule
  readonly meetings: Map<Period, LocalDate>
  slots: Slot[]
  readonly said: { readonly rule: string; readonly meetingOn: LocalDate; readonly at: Date }[]
  last: {
    readonly key: SettingKey
    readonly before: SettingValue
    readonly after: SettingValue
    readonly at: Date
  } | null
}

const today = ({ now }: World): LocalDate => localOf(now, zone).date

/**
 * As plan-meetings.ts: the next two by the rule; what the rule gives no more and has said nothing
 * is dropped.
 */
function planMeetings(world: World): void {
  const { meetings, rule } = world
  const wanted = new Map(
    nextMeetings(rule, today(world), 2, holidayOn).map(({ date, nominalDate }) => [
      periodOfMeeting(rule, nominalDate),
      date,
    ]),
  )
  for (const [period, date] of meetings)
    if (date >= today(world) && !wanted.has(period) && !isOpened(world, date))
      meetings.delete(period)
  for (const [period, date] of wanted)
    if ((meetings.get(period) ?? date) >= today(world)) meetings.set(period, date)
  // drop-stale.ts
  const days = new Set(meetings.values())
  world.slots = world.slots.filter(
    ({ state, meetingOn }) => state !== 'pending' || days.has(meetingOn),
  )
}

function isOpened({ slots }: World, date: LocalDate): boolean {
  return slots.some(
    ({ rule, meetingOn, state }) => rule === 'open' && meetingOn === date && state === 'said',
  )
}

/** Whether a meeting is near enough, as follow-months.ts asks for. */
function isNear(world: World, date: LocalDate): boolean {
  return date >= addDays(today(world), -27) && date <= addDays(today(world), 15)
}

function agendaOf(world: World): readonly AgendaEntry[] {
  const { meetings, branch, slots } = world
  const dates = [...meetings.values()].sort()
  return [...meetings]
    .filter(([, date]) => isNear(world, date))
    .map(([period, date]) => ({
      branchId: 'b',
      zone,
      overrides: branch.timeline,
      period,
      meeting: { date, startsAt },
      near: {
        previous: dates.filter((each) => each < date).at(-1) ?? null,
        next: dates.find((each) => each > date) ?? null,
      },
      slots: new Set(slots.map(({ rule, localDate }) => slotName(rule, localDate))),
      said: new Set(
        slots
          .filter(({ meetingOn, state }) => meetingOn === date && state !== 'skipped')
          .map(({ rule }) => rule),
      ),
    }))
}

function tick(world: World): void {
  planMeetings(world)
  const { now, branch } = world
  const old = addDays(today(world), -60)
  world.slots = world.slots.filter(({ localDate: day }) => day >= old)
  const { due, missed } = dueNow(agendaOf(world), now)
  const taken = new Set(world.slots.map(({ rule, localDate }) => slotName(rule, localDate)))
  const claim = (slot: Slot): void => {
    if (taken.has(slotName(slot.rule, slot.localDate))) return
    taken.add(slotName(slot.rule, slot.localDate))
    world.slots.push(slot)
  }
  for (const { rule, localDate, meetingOn } of missed)
    claim({
      rule,
      localDate,
      meetingOn: meetingOn ?? localDate,
      state: 'skipped',
      usefulUntil: now,
      notBefore: now,
    })
  for (const { moment, slot } of due) {
    const isDeed = moment.audience === 'system'
    const notBefore = isDeed ? now : afterQuiet(now, branch.quiet, zone)
    const isLate = !isDeed && notBefore >= moment.usefulUntil
    claim({
      ...slot,
      meetingOn: slot.meetingOn ?? slot.localDate,
      state: isLate ? 'skipped' : isDeed ? 'said' : 'pending',
      usefulUntil: moment.usefulUntil,
      notBefore,
    })
  }
  send(world)
}

/** keep-quiet.ts, and the outbox. */
function send(world: World): void {
  const { now, branch, said, slots } = world
  for (const slot of slots.filter(
    ({ state, notBefore }) => state === 'pending' && notBefore <= now,
  )) {
    const until = afterQuiet(now, branch.quiet, zone)
    if (until > now) slot.notBefore = until
    else if (now >= slot.usefulUntil) slot.state = 'skipped'
    else {
      slot.state = 'said'
      said.push({ rule: slot.rule, meetingOn: slot.meetingOn, at: now })
    }
  }
}

/**
 * store/changes/setting.ts: the months are planned anew, and what waited for the morning waits for
 * the new one.
 */
function put(world: World, key: SettingKey, value: SettingValue): void {
  const { now, branch } = world
  const [was, after] = [afterQuiet(now, branch.quiet, zone), withSetting(branch, key, value)]
  world.branch = after
  const until = afterQuiet(now, after.quiet, zone)
  if (key === 'quiet') {
    for (const slot of world.slots)
      if (
        slot.state === 'pending' &&
        (slot.notBefore.getTime() === was.getTime() || (slot.notBefore < until && until > now))
      )
        slot.notBefore = until
    return
  }
  const from = addDays(today(world), -27)
  world.slots = world.slots.filter(
    ({ rule, state, meetingOn }) => rule === 'open' || state === 'said' || meetingOn < from,
  )
}

function change(world: World, key: SettingKey, value: SettingValue): void {
  const before = settingOf(world.branch, key)
  if (isSameValue(before, value) || timelineFaults(world.branch, key, value).length > 0) return
  put(world, key, value)
  world.last = { key, before, after: value, at: world.now }
}

function undo(world: World): void {
  const { last, now, branch } = world
  if (
    last === null ||
    now.getTime() - last.at.getTime() >= 86_400_000 ||
    !isSameValue(settingOf(branch, last.key), last.after)
  )
    return
  if (timelineFaults(branch, last.key, last.before).length > 0) return
  put(world, last.key, last.before)
  expect(isSameValue(settingOf(world.branch, last.key), last.before)).toBe(true)
  world.last = null
}

interface Step {
  readonly hours: number
  readonly act: 'none' | 'rule' | 'line' | 'quiet' | 'rotation' | 'undo' | 'meeting'
  readonly pick: number
  readonly days: number
  readonly hour: number
}

function act(world: World, { act: what, pick, days, hour }: Step): void {
  const rule = defaultMonth[pick % defaultMonth.length]
  if (rule === undefined) return
  const known = world.branch.timeline[rule.id] ?? null
  switch (what) {
    case 'rule':
      return change(
        world,
        `rule.${rule.id}`,
        pick % 3 === 0 ? null : { ...known, on: pick % 2 === 0 },
      )
    case 'line': {
      // Mostly what the rule may have, and now and then anything.
      const [first, last] = rule.between ?? [-15, 25]
      const day = pick % 8 === 0 ? days : first + ((days + 15) % (last - first + 1))
      const at = pick % 8 === 1 ? hour : 7 + (hour % 14)
      const typed = parseRuleLine(
        day < 0
          ? `trước ${String(-day)} ngày ${String(at)} giờ`
          : `sau ${String(day)} ngày lúc ${String(at)}h`,
        known,
      )
      if (typed.ok) change(world, `rule.${rule.id}`, typed.change)
      return
    }
    case 'quiet': {
      const typed = parseQuietLine(`${String(19 + (pick % 5))}h đến ${String(5 + (hour % 4))}h`)
      if (typed.ok && quietFault(typed.quiet) === null) change(world, 'quiet', typed.quiet)
      return
    }
    case 'rotation':
      return change(
        world,
        'rotation',
        rotationOf(world.branch, pick % 3 === 0 ? 0 : pick % 3 === 1 ? 1 : 2),
      )
    case 'undo':
      return undo(world)
    case 'meeting':
      world.rule = { kind: 'fixedDay', day: 1 + (pick % 28) }
      return
    case 'none':
  }
}

/** Of the months as they are now, from the timeline alone. */
function check(world: World): void {
  const { now, branch, meetings, slots } = world
  const on = new Set(rulesOf(branch.timeline).map(({ id }) => id as string))
  const dates = [...meetings.values()].sort()
  for (const date of dates.filter((each) => isNear(world, each))) {
    const near = {
      previous: dates.filter((each) => each < date).at(-1) ?? null,
      next: dates.find((each) => each > date) ?? null,
    }
    for (const { ruleId, localDate, dueAt, usefulUntil } of timelineOf(
      { date, startsAt },
      branch.timeline,
      zone,
      near,
    ).moments) {
      const isDue =
        dueAt <= now && now < usefulUntil && afterQuiet(now, branch.quiet, zone) < usefulUntil
      const isThere = slots.some(
        (slot) =>
          slot.rule === ruleId &&
          (slot.localDate === localDate || (slot.meetingOn === date && slot.state !== 'skipped')),
      )
      expect(isThere || !isDue, `lost: ${ruleId} of ${date} at ${now.toISOString()}`).toBe(true)
    }
  }
  for (const { rule, meetingOn, state } of slots) {
    if (state !== 'pending') continue
    expect(
      on.has(rule) && dates.includes(meetingOn),
      `stale: ${rule} of ${meetingOn} waits at ${now.toISOString()}`,
    ).toBe(true)
  }
}

function checkSaid({ said }: World): void {
  const keys = said.map(({ rule, meetingOn }) => `${rule} ${meetingOn}`)
  expect(
    keys.filter((key, index) => keys.indexOf(key) !== index),
    'said twice',
  ).toEqual([])
}

const step: fc.Arbitrary<Step> = fc.record({
  hours: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 14 }) },
    { weight: 1, arbitrary: fc.integer({ min: 15, max: 90 }) },
  ),
  act: fc.constantFrom(
    'none',
    'rule',
    'line',
    'line',
    'line',
    'quiet',
    'rotation',
    'undo',
    'meeting',
  ),
  pick: fc.nat(1000),
  days: fc.integer({ min: -15, max: 25 }),
  hour: fc.integer({ min: 0, max: 25 }),
})

function live(steps: readonly Step[]): World {
  const branch: BranchSettings = {
    timeline: {},
    quiet: { from: localTime('21:00'), to: localTime('07:00') },
    pack: 'monthly',
    reviewees: 1,
    isVoiceOpen: true,
    isDeputyTold: false,
    language: 'vi',
    unit: {},
  }
  const world: World = {
    now: start,
    branch,
    rule: { kind: 'fixedDay', day: 3 },
    meetings: new Map(),
    slots: [],
    said: [],
    last: null,
  }
  for (const one of steps) {
    world.now = new Date(world.now.getTime() + one.hours * 3_600_000)
    if (world.now.getTime() - start.getTime() > yearMs) break
    // Half of the changes come before the minute's jobs, half after.
    if (one.pick % 2 === 0) act(world, one)
    tick(world)
    for (const { at } of world.said.filter(({ at: each }) => each === world.now))
      expect(isQuiet(localOf(at, zone).time, world.branch.quiet)).toBe(false)
    check(world)
    if (one.pick % 2 === 1) act(world, one)
  }
  checkSaid(world)
  return world
}

it('a year of changes loses no reminder, says none twice and none that is no more', () => {
  let told = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 800, maxLength: 800 }), (steps) => {
      told += live(steps).said.length
    }),
    { numRuns: 4, endOnFailure: true },
  )
  expect(told).toBeGreaterThan(200)
})

it('a year without changes says every month whole', () => {
  const quiet = Array.from(
    { length: 735 },
    () => ({ hours: 12, act: 'none', pick: 0, days: 0, hour: 0 }) as const,
  )
  const { said } = live(quiet)
  expect(said.filter(({ rule }) => rule === 'announceLast').length).toBeGreaterThanOrEqual(11)
  expect(new Set(said.map(({ meetingOn }) => meetingOn)).has(localDate('2027-02-03'))).toBe(true)
})
