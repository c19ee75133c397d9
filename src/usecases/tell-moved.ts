// A branch that another bot serves now: its members are told by the old one, while it still reaches
// them, how to link again; its secretary how many they are.
import type { App } from '../app.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { botsOfBranch } from '../store/bots.ts'
import { type Month, readMonth, toldOfficers } from '../store/months.ts'
import { type MovedBranch, movedRules, readMovedBranches } from '../store/moved-branches.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import { claimSlots } from '../store/slots.ts'
import type { BotFace } from '../store/snapshot.ts'
import { forEachBranch } from './for-each-branch.ts'
import { postingOf, speaking } from './posting.ts'
import { movedMemberScreen, movedSecretaryScreen } from './screens/moved.ts'

const dayMs = 86_400_000
/** Well within the life of the slots that say who was told: later nobody would know. */
const daysBack = 300
const usefulDays = 7
const atOnce = 100

export async function tellMoved(app: App): Promise<void> {
  const since = new Date(app.now().getTime() - daysBack * dayMs)
  const branches = await readMovedBranches(app.database, since, atOnce)
  await forEachBranch(app, 'tell-moved', branches, (branch) => tell(app, branch))
}

/** A reminder of the move, and the slot that says it was told. */
interface Telling {
  /** The member, or the branch for its officers, who share one slot. */
  readonly subject: string
  readonly reminder: Reminder
}

async function tell(app: App, moved: MovedBranch): Promise<void> {
  const month = await readMonth(app.database, app.keyring, moved.branchId, null)
  if (month === null) return
  const now = app.now()
  const bots = await botsOfBranch(app.database, moved.branchId)
  const tellings = [
    ...toMembers(app, moved, month, bots, now),
    ...toOfficers(app, moved, month, bots, now),
  ]
  await queue(app, moved, tellings, now)
  app.wake([...new Set(tellings.map(({ reminder }) => reminder.to.bot))])
}

function timesOf({ branch }: Month, now: Date): Pick<Reminder, 'notBefore' | 'notAfter'> {
  return {
    notBefore: afterQuiet(now, branch.quiet, branch.zone),
    notAfter: new Date(now.getTime() + usefulDays * dayMs),
  }
}

function toMembers(
  app: App,
  { untold, since }: MovedBranch,
  month: Month,
  bots: readonly BotFace[],
  now: Date,
): readonly Telling[] {
  return untold.map(({ memberId, chat, language }) => ({
    subject: memberId,
    reminder: {
      to: chat,
      message: movedMemberScreen(bots, speaking(app, language, now)),
      class: 'prompt',
      dedupeKey: `moved:${memberId}:${since}`,
      ...timesOf(month, now),
      memberId,
    },
  }))
}

function toOfficers(
  app: App,
  moved: MovedBranch,
  month: Month,
  bots: readonly BotFace[],
  now: Date,
): readonly Telling[] {
  return toldOfficers(month).map(({ memberId, chat, language }) => ({
    subject: moved.branchId,
    reminder: {
      to: chat,
      message: movedSecretaryScreen({ ...moved, bots }, speaking(app, language, now)),
      class: 'prompt',
      dedupeKey: `branch-moved:${moved.branchId}:${moved.since}:${memberId}`,
      ...timesOf(month, now),
      memberId,
    },
  }))
}

/** Only what got its slot: where somebody else told it meanwhile, nothing is told again. */
async function queue(
  app: App,
  { branchId, since, untold }: MovedBranch,
  tellings: readonly Telling[],
  now: Date,
): Promise<void> {
  const posting = postingOf(app, now)
  const queued = { state: 'queued' } as const
  const unheard = { state: 'skipped', reason: 'nobodyToTell' } as const
  const isHeard = tellings.some(({ subject }) => subject === branchId)
  const at = { localDate: since, branchId }
  const slots = [
    ...untold.map(({ memberId }) => ({
      rule: movedRules.member,
      subject: memberId,
      ...at,
      end: queued,
    })),
    {
      rule: movedRules.secretary,
      subject: branchId,
      ...at,
      end: isHeard ? queued : unheard,
    },
  ]
  await app.database.transact(async (transaction) => {
    const claimed = await claimSlots(transaction, slots, posting)
    const ids = new Map(claimed.map(({ id, subject }) => [subject, id]))
    const reminders = tellings.flatMap(({ subject, reminder }): readonly Reminder[] => {
      const slotId = ids.get(subject)
      return slotId === undefined ? [] : [{ ...reminder, slotId }]
    })
    await queueReminders(transaction, reminders, { branchId }, posting)
  })
}
