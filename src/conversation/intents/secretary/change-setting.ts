// A setting changed: previewed, agreed to, written with its audit row, and for a day put back as it
// was.
import { matchChoice } from '../../../domain/choice-text.ts'
import type { Focus } from '../../../domain/conversation.ts'
import { addDays } from '../../../domain/local-date.ts'
import { localOf } from '../../../domain/local-time.ts'
import { afterQuiet } from '../../../domain/quiet-hours.ts'
import {
  isSameValue,
  ruleOf,
  type SettingKey,
  type SettingValue,
  timelineFaults,
  withSetting,
} from '../../../domain/settings.ts'
import { timelineOf } from '../../../domain/timeline.ts'
import type { Change } from '../../../store/change.ts'
import type { Follow } from '../../../store/setting-change.ts'
import type { BranchView } from '../../../store/snapshot.ts'
import { office } from '../../office.ts'
import { settingsScreen } from '../../screens/settings.ts'
import { agreeWords, type Draft, previewScreen } from '../../screens/setting-preview.ts'
import { capital, currentOf, type Desk, nameIn, personOf } from '../../screens/settings-desk.ts'
import type { handoverWords } from '../../screens/handover.ts'
import { settingName, valueText } from '../../screens/settings-words.ts'
import { answerWith, message, type Moment, prefaced, type Turn } from '../../turn.ts'
import { yesNo } from '../../yes-no.ts'

/** The last reminder of a meeting comes 24 days after it, and is useful for two more. */
const daysBack = 27

function focusing({ snapshot: { account } }: Desk, focus: Focus): Change {
  return { kind: 'converse', conversation: { ...account.conversation, focus } }
}

function isTimeline(key: SettingKey): boolean {
  return ruleOf(key) !== null || key === 'rotation'
}

/** What moves with it. `closingPast`: an open round would have closed already. */
function followOf(
  { branch, snapshot: { meeting } }: Desk,
  after: BranchView,
  key: SettingKey,
  { now }: Moment,
): Follow | 'closingPast' {
  const still: Follow = { replanFrom: null, closing: null, waiting: null }
  if (key === 'quiet') {
    return {
      ...still,
      waiting: {
        was: afterQuiet(now, branch.quiet, branch.zone),
        until: afterQuiet(now, after.quiet, branch.zone),
      },
    }
  }
  if (!isTimeline(key)) return still
  const replanFrom = addDays(localOf(now, branch.zone).date, -daysBack)
  if (meeting === null) return { ...still, replanFrom }
  const [was, is] = [branch, after].map(
    ({ timeline, zone }) => timelineOf(meeting, timeline, zone).round?.closesAt,
  )
  if (was === undefined || is === undefined || was.getTime() === is.getTime() || was <= now)
    return { ...still, replanFrom }
  return is <= now
    ? 'closingPast'
    : { ...still, replanFrom, closing: { period: meeting.period, closesAt: is } }
}

/** Shows what would change and asks; what is so already is said. */
export function propose(desk: Desk, draft: Draft, moment: Moment): Turn {
  const { key, memberId, value } = draft
  const { t } = moment
  const current = currentOf(desk, key, memberId)
  if (isSameValue(current, value)) {
    const what = capital(settingName(key, moment, nameIn(desk, memberId)))
    return answerWith(
      message([t('settings.same', { what, value: valueText(key, value, moment) })]),
      [focusing(desk, { at: 'nothing' })],
    )
  }
  if (followOf(desk, withSetting(desk.branch, key, value), key, moment) === 'closingPast') {
    return answerWith(message([t('settings.refused.closingPast')]), [
      focusing(desk, { at: 'nothing' }),
    ])
  }
  return answerWith(previewScreen(desk, draft, moment), [
    focusing(desk, { at: 'confirmSetting', key, memberId, value }),
  ])
}

/** Yes or no to a preview; null: neither. */
export function readAgreement(
  text: string,
  [yes, no]: readonly [string, string],
  pressed: typeof agreeWords | typeof handoverWords,
  moment: Moment,
): boolean | null {
  const choices = yesNo(yes, no, moment).map((each, index) => {
    return { ...each, also: [...(each.also ?? []), index === 0 ? pressed.yes : pressed.no] }
  })
  const match = matchChoice(text, choices)
  return match.kind === 'one' ? match.index === 0 : null
}

/** Whether who speaks may still do it, with the row that says that they did. */
function permitted(
  { snapshot, memberId }: Desk,
  key: SettingKey,
  whose: string | null,
  moment: Moment,
): ReturnType<typeof office> {
  const isOwn = whose === memberId && (key === 'elder' || key === 'speech')
  const allowed = office(snapshot, isOwn ? 'changeOwnSettings' : 'changeSettings', moment)
  if (!allowed.isAllowed || whose === null) return allowed
  return {
    ...allowed,
    audit: allowed.audit.map((row) =>
      row.kind === 'audit' ? { ...row, subjectMemberId: whose } : row,
    ),
  }
}

export function agree(desk: Desk, draft: Draft, text: string, moment: Moment): Turn {
  const { key, memberId, value } = draft
  const { t } = moment
  const allowed = permitted(desk, key, memberId, moment)
  if (!allowed.isAllowed)
    return {
      ...allowed.turn,
      changes: [...allowed.turn.changes, focusing(desk, { at: 'nothing' })],
    }
  const verdict = readAgreement(text, [t('settings.yes'), t('settings.no')], agreeWords, moment)
  if (verdict === null) return prefaced(propose(desk, draft, moment), t('settings.refused.unclear'))
  if (!verdict)
    return answerWith(message([t('settings.unchanged')]), [focusing(desk, { at: 'nothing' })])
  if (memberId !== null && personOf(desk, memberId) === undefined) {
    return answerWith(message([t('settings.refused.noSuchPerson')]), [
      focusing(desk, { at: 'nothing' }),
    ])
  }
  const follow = followOf(desk, withSetting(desk.branch, key, value), key, moment)
  // The branch changed since the preview: it is asked once more, or refused.
  if (follow === 'closingPast' || timelineFaults(desk.branch, key, value).length > 0) {
    const line =
      follow === 'closingPast' ? 'settings.refused.closingPast' : 'settings.refused.noLongerFits'
    return answerWith(message([t(line)]), [focusing(desk, { at: 'nothing' })])
  }
  const before = currentOf(desk, key, memberId)
  const byMember = desk.memberId
  const changes: readonly Change[] = [
    {
      kind: 'changeSetting',
      branchId: desk.branch.id,
      memberId,
      byMember,
      key,
      before,
      after: value,
      follow,
    },
    ...allowed.audit,
    focusing(desk, { at: 'nothing' }),
  ]
  const words = spokenAfter(desk, draft, moment)
  const what = settingName(key, words, nameIn(desk, memberId))
  return answerWith(
    message([words.t('settings.kept', { what, after: valueText(key, value, words) })]),
    changes,
  )
}

/** Whoever changes their own language hears of it in the new one. */
function spokenAfter(
  { memberId }: Desk,
  { key, value, memberId: whose }: Draft,
  moment: Moment,
): Moment {
  return key === 'speech' && whose === memberId
    ? { ...moment, t: moment.library.words[value === 'en' ? 'en' : 'vi'] }
    : moment
}

/**
 * The newest change of theirs within a day becomes what was before, unless something else changed
 * it since.
 */
export function undo(desk: Desk, moment: Moment): Turn {
  const { t } = moment
  const { last } = desk.source
  if (last === null) {
    const shown = answerWith(settingsScreen(desk, moment), [focusing(desk, { at: 'nothing' })])
    return prefaced(shown, t('settings.refused.nothingToUndo'))
  }
  const { id: changeId, key, memberId, before, after } = last
  const allowed = permitted(desk, key, memberId, moment)
  if (!allowed.isAllowed) return allowed.turn
  const current = currentOf(desk, key, memberId)
  const what = settingName(key, moment, nameIn(desk, memberId))
  if (!isSameValue(current, after)) {
    return answerWith(
      message([
        t('settings.refused.changedSince', { what, value: valueText(key, current, moment) }),
      ]),
    )
  }
  const follow = followOf(desk, withSetting(desk.branch, key, before), key, moment)
  const isUnfit = isUnfitNow(desk, key, before, moment)
  if (follow === 'closingPast' || isUnfit) {
    return answerWith(
      message([t(isUnfit ? 'settings.refused.noLongerFits' : 'settings.refused.closingPast')]),
    )
  }
  const words = spokenAfter(desk, { key, memberId, value: before }, moment)
  const said = words.t('settings.undone', {
    what: settingName(key, words, nameIn(desk, memberId)),
    before: valueText(key, before, words),
  })
  return answerWith(message([said]), [
    {
      kind: 'undoSetting',
      changeId,
      branchId: desk.branch.id,
      memberId,
      key,
      value: before,
      follow,
    },
    ...allowed.audit,
    focusing(desk, { at: 'nothing' }),
  ])
}

/** Other rules were put where it no longer has room, or the pack is gone. */
function isUnfitNow(
  desk: Desk,
  key: SettingKey,
  value: SettingValue,
  { library }: Moment,
): boolean {
  if (key === 'pack') return !library.packs.has(value as string)
  return isTimeline(key) && timelineFaults(desk.branch, key, value).length > 0
}
