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
/** An officer's commands, each with the right it takes. */
const officerCommands: Partial<Record<CommandName, Deed>> = {
  tonghop: 'seeSummary',
  thamgia: 'seeParticipation',
  hop: 'setMeeting',
  diemdanh: 'takeAttendance',
  danhgia: 'scoreMeeting',
  buoihop: 'runMeeting',
  phieugiay: 'givePaperSheets',
  khacphuc: 'seeRemediesOfBranch',
  baocao: 'seeSummary',
  danhsach: 'seeSummary',
  bienban: 'takeAttendance',
  kehoach: 'seeSummary',
  xoayvong: 'arrangeRotation',
  xemgopy: 'seeVoices',
  moi: 'inviteMembers',
  nhom: 'bindGroup',
}

export const officerCommandNames = Object.keys(officerCommands) as readonly CommandName[]

/** The commands of a person's menu: everyone's, and a secretary's or deputy's beside them. */
export function commandsFor(snapshot: Snapshot): readonly CommandName[] {
  const { member, branch } = snapshot
  if (member === null || branch === null) return ['start', 'huongdan']
  const officer = (Object.entries(officerCommands) as [CommandName, Deed][]).filter(
    ([, deed]) => mayDo(actorOf(member, branch.id), deed, { branchId: branch.id }) === 'allowed',
  )
  return [...officer.map(([name]) => name), ...memberCommandNames]
}

function menu(names: readonly CommandName[], { t }: Moment): readonly Choice[] {
  return names.map((name) => choice(t(`commands.${name}.label`), { kind: 'say', text: `/${name}` }))
}

/** What can be done here: one line each, and the most used as choices. */
export function helpScreen(snapshot: Snapshot, moment: Moment): Outbound {
  const { t } = moment
  const names = commandsFor(snapshot)
  const lines = names.map((name) =>
    t('help.line', { words: t(`commands.${name}.label`).toLocaleLowerCase(t.language), what: t(`commands.${name}.menu`) }),
  )
  return message([t('help.intro'), lines.join('\n'), t('help.typing')], menu(names.slice(0, 4), moment))
}
