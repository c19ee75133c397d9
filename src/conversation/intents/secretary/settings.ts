// `/caidat`: lists and values by number or by words. Nothing changes here: a value is previewed,
// then agreed to (change-setting.ts).
import { fold } from '../../../domain/folded-words.ts'
import { ruleOf, type SettingKey, unitPartOf } from '../../../domain/settings.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { SettingsSource, Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { askScreen, settingsScreen } from '../../screens/settings.ts'
import { currentOf, type Desk, type ItemId, itemWords } from '../../screens/settings-desk.ts'
import { answerWith, message, type Moment, prefaced, silence, type Turn } from '../../turn.ts'
import { agree, propose, undo } from './change-setting.ts'
import * as handover from './handover.ts'
import { focusing, leaving } from './setting-focus.ts'
import { readItem } from './read-setting.ts'
import { giveRule, openRules } from './setting-rules.ts'
import { giveUnit, openUnit } from './setting-unit.ts'
import { giveElder, givePack, giveQuiet, giveRotation } from './setting-values.ts'

export function load(
  tables: Tables,
  { member, branch }: Snapshot,
  { now }: Moment,
): Promise<SettingsSource | null> {
  if (member === null || branch === null) return Promise.resolve(null)
  const isWhole = member.role === 'secretary' && member.status !== 'exempt'
  return tables.settings(branch.id, member.id, isWhole, now)
}

function deskOf(snapshot: Snapshot, source: SettingsSource | null): Desk | null {
  const { member, branch } = snapshot
  if (member === null || branch === null || source === null) return null
  return {
    snapshot,
    branch,
    memberId: member.id,
    isSecretary: member.role === 'secretary' && member.status !== 'exempt',
    source,
  }
}

/** A button names its offer; who types means the one that stands. */
const successorWords = /^(?:(?<take>nhan(?: viec)?)|khong nhan|tu choi)(?: (?<offer>[0-9a-z]+))?$/u
const ownItems: readonly ItemId[] = ['speech', 'elder', 'undo']

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'settings' | 'answerSetting'>,
  source: SettingsSource | null,
  moment: Moment,
): Turn {
  return intent.kind === 'settings'
    ? open(snapshot, intent, source, moment)
    : answer(snapshot, intent, source, moment)
}

/** `/caidat`, and `/caidat WORDS [NUMBER [VALUE]]` for one of its lists. */
function open(
  snapshot: Snapshot,
  { argument }: IntentOf<'settings'>,
  source: SettingsSource | null,
  moment: Moment,
): Turn {
  const desk = deskOf(snapshot, source)
  if (desk === null) return silence
  const answered = successorWords.exec(fold(argument))?.groups
  if (answered !== undefined) {
    const isTaken = answered['take'] !== undefined
    return handover.respond(desk, { isTaken, offer: answered['offer'] ?? null }, moment)
  }
  const { item, rest } = readItem(desk, argument, moment)
  if (item === null) {
    const turn = answerWith(settingsScreen(desk, moment), leaving(snapshot))
    return argument.trim() === '' ? turn : prefaced(turn, moment.t('settings.refused.unclear'))
  }
  if (!ownItems.includes(item)) {
    const allowed = office(snapshot, item === 'handover' ? 'handOver' : 'changeSettings', moment)
    if (!allowed.isAllowed) return allowed.turn
  }
  return openItem(desk, item, rest, moment)
}

function openItem(desk: Desk, item: ItemId, rest: string, moment: Moment): Turn {
  const { branch, snapshot, memberId } = desk
  const toggled = (key: SettingKey, of: string | null): Turn => {
    return propose(desk, { key, memberId: of, value: currentOf(desk, key, of) !== true }, moment)
  }
  switch (item) {
    case 'rules':
      return openRules(desk, rest, moment)
    case 'quiet':
      return rest === ''
        ? answerWith(askScreen(desk, 'quiet', moment), [focusing(snapshot, 'quiet')])
        : giveQuiet(desk, rest, moment)
    case 'pack':
      return givePack(desk, rest, moment)
    case 'rotation':
      return giveRotation(desk, rest, moment)
    case 'voice':
    case 'deputy':
      return toggled(item, null)
    case 'language':
      return propose(
        desk,
        { key: item, memberId: null, value: branch.language === 'vi' ? 'en' : 'vi' },
        moment,
      )
    case 'unit':
      return openUnit(desk, rest, moment)
    case 'elderOf':
      return giveElder(desk, rest, moment)
    case 'handover':
      return handover.open(desk, rest, moment)
    case 'speech':
      return propose(
        desk,
        { key: item, memberId, value: currentOf(desk, item, memberId) === 'en' ? 'vi' : 'en' },
        moment,
      )
    case 'elder':
      return toggled(item, memberId)
    case 'undo':
      return undo(desk, moment)
    case 'meeting':
      return answerWith(message([moment.t('settings.meetingFirst')]))
  }
}

/** Whatever is typed while a list or a value is asked for, or a preview waits. */
function answer(
  snapshot: Snapshot,
  { raw }: IntentOf<'answerSetting'>,
  source: SettingsSource | null,
  moment: Moment,
): Turn {
  const desk = deskOf(snapshot, source)
  if (desk === null) return silence
  const { focus } = snapshot.account.conversation
  const text = raw.kind === 'typed' ? raw.text : raw.choice
  if (focus.at === 'confirmSetting') return agree(desk, focus, text, moment)
  if (focus.at !== 'setting' && focus.at !== 'confirmHandover')
    return answerWith(settingsScreen(desk, moment), [focusing(snapshot, null)])
  const allowed = office(
    snapshot,
    focus.at === 'confirmHandover' || focus.of === 'handover' ? 'handOver' : 'changeSettings',
    moment,
  )
  if (!allowed.isAllowed)
    return { ...allowed.turn, changes: [...allowed.turn.changes, focusing(snapshot, null)] }
  if (focus.at === 'confirmHandover') return handover.agree(desk, focus.memberId, text, moment)
  const [rule, part] = [ruleOf(focus.of as SettingKey), unitPartOf(focus.of as SettingKey)]
  if (rule !== null) return giveRule(desk, rule, text, moment)
  if (part !== null) return giveUnit(desk, part, text, moment)
  const item = (Object.keys(itemWords) as ItemId[]).find((each) => each === focus.of)
  return item === undefined
    ? answerWith(settingsScreen(desk, moment), [focusing(snapshot, null)])
    : openItem(desk, item, text, moment)
}
