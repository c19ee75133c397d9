// A branch that another bot serves now: its members are told by the old one, while it still reaches
// them, how to link again; its secretary how many they are.
import type { App } from '../app.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { botsOfBranch } from '../store/bots.ts'
import { readMonth, toldOfficers } from '../store/months.ts'
import { type MovedBranch, movedRules, readMovedBranches } from '../store/moved-branches.ts'
import { queueReminders, type Reminder } from '../store/reminders.ts'
import { claimSlots } from '../store/slots.ts'
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

async function tell(app: App, moved: MovedBranch): Promise<void> {
  const now = app.now()
  const { branchId, since } = moved
  const month = await readMonth(app.database, app.keyring, branchId, null)
  if (month === null) return
  const bots = await botsOfBranch(app.database, branchId)
  const { quiet, zone } = month.branch
  const times = {
    notBefore: afterQuiet(now, quiet, zone),
    notAfter: new Date(now.getTime() + usefulDays * dayMs),
  }
  const toMembers = moved.untold.map(({ memberId, chat, language }) => {
    const reminder: Reminder = {
      to: chat,
      message: movedMemberScreen(bots, speaking(app, language, now)),
      class: 'prompt',
      dedupeKey: `moved:${memberId}:${since}`,
      ...times,
      memberId,
    }
    return { subject: memberId, rule: movedRules.member, reminder }
  })
  const toOfficers = toldOfficers(month).map(({ memberId, chat, language }): Reminder => ({
    to: chat,
    message: movedSecretaryScreen({ ...moved, bots }, speaking(app, language, now)),
    class: 'prompt',
    dedupeKey: `branch-moved:${branchId}:${since}:${memberId}`,
    ...times,
    memberId,
  }))
  await app.database.transact(async (transaction) => {
    const queued = { state: 'queued' } as const
    const unheard = { state: 'skipped', reason: 'nobodyToTell' } as const
    const slots = [
      ...toMembers.map(({ subject, rule }) => ({
        rule,
        subject,
        localDate: since,
        branchId,
        end: queued,
      })),
      {
        rule: movedRules.secretary,
        subject: branchId,
        localDate: since,
        branchId,
        end: toOfficers.length === 0 ? unheard : queued,
      },
    ]
    const ids = new Map(
      (await claimSlots(transaction, slots, postingOf(app, now))).map(({ id, subject }) => [
        subject,
        id,
      ]),
    )
    const withSlot = (subject: string, reminder: Reminder): readonly Reminder[] => {
      const slotId = ids.get(subject)
      return slotId === undefined ? [] : [{ ...reminder, slotId }]
    }
    const reminders = [
      ...toMembers.flatMap(({ subject, reminder }) => withSlot(subject, reminder)),
      ...toOfficers.flatMap((reminder) => withSlot(branchId, reminder)),
    ]
    await queueReminders(transaction, reminders, { branchId }, postingOf(app, now))
  })
  app.wake([
    ...new Set([
      ...toMembers.map(({ reminder }) => reminder.to.bot),
      ...toOfficers.map(({ to }) => to.bot),
    ]),
  ])
}
