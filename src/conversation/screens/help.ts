import { matchChoice } from '../../domain/choice-text.ts'
import { type Deed, mayDo } from '../../domain/rights.ts'
import type { Choice, Outbound } from '../../messaging/outbound.ts'
import type { Snapshot } from '../../store/snapshot.ts'
import type { CommandName } from '../commands.ts'
import { actorOf } from '../office.ts'
import { choice, message, type Moment } from '../turn.ts'

/** Everyone's menu. */
export const memberCommandNames: readonly CommandName[] = [
  'tusoi',
  'tusua',
  'congviec',
  'lichhop',
  'baovang',
  'gopy',
  'bieuhien',
  'dulieucuatoi',
  'aidaxem',
  'ngonngu',
  'caidat',
  'huongdan',
]
/**
 * What help is divided into for an officer: a list of all their commands is no message for a phone.
 */
export const helpTopics = ['month', 'meeting', 'papers', 'own'] as const
type HelpTopic = (typeof helpTopics)[number]

/** An officer's commands, each with the right it takes and the topic it is explained under. */
const officerCommands: Partial<Record<CommandName, readonly [Deed, Exclude<HelpTopic, 'own'>]>> = {
  tonghop: ['seeSummary', 'month'],
  thamgia: ['seeParticipation', 'month'],
  nhacnho: ['remindUnfinished', 'month'],
  khacphuc: ['seeRemediesOfBranch', 'month'],
  phieugiay: ['givePaperSheets', 'month'],
  xemgopy: ['seeVoices', 'month'],
  moi: ['inviteMembers', 'month'],
  nhom: ['bindGroup', 'month'],
  hop: ['setMeeting', 'meeting'],
  xoayvong: ['arrangeRotation', 'meeting'],
  diemdanh: ['takeAttendance', 'meeting'],
  buoihop: ['runMeeting', 'meeting'],
  danhgia: ['scoreMeeting', 'meeting'],
  baocao: ['seeSummary', 'papers'],
  bienban: ['takeAttendance', 'papers'],
  kehoach: ['seeSummary', 'papers'],
  danhsach: ['seeSummary', 'papers'],
}

export const officerCommandNames = Object.keys(officerCommands) as readonly CommandName[]

function officerCommandsOf({ member, branch }: Snapshot): readonly CommandName[] {
  if (member === null || branch === null) return []
  return officerCommandNames.filter((name) => {
    const deed = officerCommands[name]?.[0]
    return (
      deed !== undefined &&
      mayDo(actorOf(member, branch.id), deed, { branchId: branch.id }) === 'allowed'
    )
  })
}

/** The commands of a person's menu: everyone's, and a secretary's or deputy's beside them. */
export function commandsFor(snapshot: Snapshot): readonly CommandName[] {
  if (snapshot.member === null || snapshot.branch === null) return ['start', 'huongdan']
  return [...officerCommandsOf(snapshot), ...memberCommandNames]
}

/** What an officer has besides their menu: said in the topic, where there is room. */
const besides: Readonly<Partial<Record<HelpTopic, readonly CommandName[]>>> = {
  meeting: ['congviec'],
  own: ['veroi', 'nhapho', 'dongy', 'rutdongy', 'xoadulieu', 'hoantac'],
}

function namesOf(topic: HelpTopic, snapshot: Snapshot): readonly CommandName[] {
  const mine =
    topic === 'own'
      ? memberCommandNames
      : officerCommandsOf(snapshot).filter((name) => officerCommands[name]?.[1] === topic)
  return mine.length === 0 ? [] : [...mine, ...(besides[topic] ?? [])]
}

function lineOf(name: CommandName, { t }: Moment): string {
  return t('help.line', {
    words: t(`commands.${name}.label`).toLocaleLowerCase(t.language),
    what: t(`commands.${name}.menu`),
  })
}

function menu(names: readonly CommandName[], { t }: Moment): readonly Choice[] {
  return names.map((name) => choice(t(`commands.${name}.label`), { kind: 'say', text: `/${name}` }))
}

/** “hướng dẫn 2”, “hướng dẫn buổi họp”: the topic of those this person has; null: none of them. */
function topicOf(typed: string, topics: readonly HelpTopic[], { t }: Moment): HelpTopic | null {
  const match = matchChoice(
    typed,
    topics.map((topic) => ({ label: t(`help.topics.${topic}`) })),
  )
  return match.kind === 'one' ? (topics[match.index] ?? null) : null
}

/**
 * What can be done here: a line each and the most used as choices; for an officer by topic, `typed`
 * being one of them or nothing.
 */
export function helpScreen(snapshot: Snapshot, moment: Moment, typed = ''): Outbound {
  const { t } = moment
  const topics = helpTopics.filter((topic) => namesOf(topic, snapshot).length > 0)
  const names = commandsFor(snapshot)
  const linesOf = (some: readonly CommandName[]): string =>
    some.map((name) => lineOf(name, moment)).join('\n')
  if (topics.length < 2)
    return message(
      [t('help.intro'), linesOf(names), t('help.typing')],
      menu(names.slice(0, 4), moment),
    )
  const topic = typed === '' ? null : topicOf(typed, topics, moment)
  if (topic !== null)
    return message([
      t('help.topic', { topic: t(`help.topics.${topic}`) }),
      linesOf(namesOf(topic, snapshot)),
    ])
  const sections = topics.map((each) => {
    const words = namesOf(each, snapshot)
      .map((name) => t(`commands.${name}.label`).toLocaleLowerCase(t.language))
      .join(', ')
    return t('help.section', { topic: t(`help.topics.${each}`), words })
  })
  const choices = topics.map((each, index) =>
    choice(t(`help.topics.${each}`), { kind: 'say', text: `/huongdan ${String(index + 1)}` }),
  )
  return message([t('help.intro'), sections.join('\n'), t('help.typing')], choices)
}
