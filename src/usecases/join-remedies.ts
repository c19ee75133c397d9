// In a tight month what is due to one person on one day is one message: the day's remedies go along
// with a word about the sheet.
import type { App } from '../app.ts'
import { type RemedyMoment, remedyMoments, reminderDays } from '../domain/due-date.ts'
import { addDays } from '../domain/local-date.ts'
import { localOf } from '../domain/local-time.ts'
import { isAtLeast } from '../domain/message-budget.ts'
import { type DueRemedy, lockActiveRemedies, readRemediesDueOn } from '../store/remedies.ts'
import type { Chat, Posting } from '../store/reminders.ts'
import { claimSlots, endSlots } from '../store/slots.ts'
import { grouped } from './grouped.ts'
import { levelsOf } from './levels-of.ts'
import { speaking } from './posting.ts'
import { type Beside, besideScreen } from './screens/remedies-due.ts'

/** A remedy of which something is said today. */
export interface Joinable {
  readonly remedy: DueRemedy
  readonly moment: RemedyMoment
}

/**
 * The remedies of a branch with a moment on this local day, of those whose bot must be thrifty;
 * empty, without a look, where none must. Moments that a tight month leaves out are among them:
 * said along, they cost nothing.
 */
export async function remediesOfToday(
  app: App,
  branchId: string,
  chats: readonly Pick<Chat, 'bot'>[],
  zone: string,
  now: Date,
): Promise<readonly Joinable[]> {
  const levels = await levelsOf(
    app,
    chats.map(({ bot }) => bot),
  )
  const tight = new Set(
    [...levels].flatMap(([bot, level]) => (isAtLeast(level, 'tight') ? [bot] : [])),
  )
  if (tight.size === 0) return []
  const today = localOf(now, zone).date
  const days = reminderDays.map((offset) => addDays(today, -offset))
  const remedies = await readRemediesDueOn(
    app.database,
    days,
    'remedies',
    app.meaningHash,
    branchId,
  )
  return remedies
    .filter(
      ({ chat, isExempt, isElder, mayRemind, isApart }) =>
        chat !== null && !isApart && tight.has(chat.bot) && !isExempt && !isElder && mayRemind,
    )
    .flatMap((remedy) =>
      remedyMoments(remedy.dueOn, zone)
        .filter(
          ({ localDate, dueAt, usefulUntil }) =>
            localDate === today && dueAt > remedy.createdAt && now < usefulUntil,
        )
        .map((moment) => ({ remedy, moment })),
    )
}

/**
 * Takes the slots of what goes along with a message to these members, in the transaction that
 * queues it: so each is said once, here or in a reminder of its own. Gives the words by member.
 * What its owner settled meanwhile is left out.
 */
export async function takeAlong(
  app: App,
  transaction: Parameters<typeof claimSlots>[0],
  joinables: readonly Joinable[],
  members: ReadonlySet<string>,
  posting: Posting,
): Promise<ReadonlyMap<string, Beside>> {
  const ours = joinables.filter(({ remedy }) => members.has(remedy.memberId))
  if (ours.length === 0) return new Map()
  const end = { state: 'skipped', reason: 'merged' } as const
  const claimed = await claimSlots(
    transaction,
    ours.map(({ remedy, moment }) => {
      return {
        rule: moment.ruleId,
        subject: remedy.id,
        localDate: moment.localDate,
        branchId: remedy.branchId,
        end,
      }
    }),
    posting,
  )
  const slots = new Map(claimed.map(({ id, subject }) => [subject, id]))
  const taken = ours.filter(({ remedy }) => slots.has(remedy.id))
  const active = await lockActiveRemedies(
    transaction,
    taken.map(({ remedy }) => remedy.id),
  )
  const settled = taken.flatMap(({ remedy }) =>
    active.has(remedy.id) ? [] : [slots.get(remedy.id) ?? ''],
  )
  await endSlots(transaction, settled, { state: 'skipped', reason: 'settledMeanwhile' })
  const people = grouped(
    taken.filter(({ remedy }) => active.has(remedy.id)),
    ({ remedy }) => remedy.memberId,
  )
  return new Map(
    [...people].flatMap(([memberId, ones]) => {
      const views = ones.flatMap(({ remedy }) => remedy.open(app.keyring) ?? [])
      const language = ones[0]?.remedy.language ?? 'vi'
      return views.length === 0
        ? []
        : [[memberId, besideScreen(views, speaking(app, language, posting.now))] as const]
    }),
  )
}
