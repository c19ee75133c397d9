// What each command means, whatever is being asked.
import { readAgendaRequest } from '../domain/agenda-line.ts'
import { readAttendanceRequest } from '../domain/attendance-line.ts'
import { readControl } from '../domain/control-text.ts'
import { fold } from '../domain/folded-words.ts'
import { readCode } from '../domain/code.ts'
import { readCourseRequest } from '../domain/course-line.ts'
import type { CommandName, TypedCommand, Vocabulary } from './commands.ts'
import type { Intent } from './intent.ts'

const commandIntents: Record<CommandName, (argument: string, vocabulary: Vocabulary) => Intent> = {
  start: (argument) => {
    const code = readCode(argument)
    return code === null ? { kind: 'help', argument: '' } : { kind: 'enterCode', code }
  },
  tusoi: () => ({ kind: 'openSheet' }),
  tieptuc: () => ({ kind: 'openSheet' }),
  tusua: (number) => ({
    kind: 'listRemedies',
    number: /^\d{1,2}$/u.test(number.trim()) ? Number(number) : null,
  }),
  lichhop: () => ({ kind: 'schedule' }),
  baovang: (argument) => ({ kind: 'declareAbsence', argument }),
  veroi: () => ({ kind: 'endAbsence' }),
  bieuhien: (group) => ({ kind: 'manifestations', group }),
  gopy: () => ({ kind: 'beginVoice' }),
  dulieucuatoi: () => ({ kind: 'myData' }),
  dongy: () => ({ kind: 'beginConsent' }),
  rutdongy: () => ({ kind: 'withdraw', raw: null }),
  xoadulieu: () => ({ kind: 'erase', raw: null }),
  aidaxem: () => ({ kind: 'whoLooked' }),
  ngonngu: (argument) => ({ kind: 'language', argument }),
  huongdan: (argument) => ({ kind: 'help', argument }),
  huy: () => ({ kind: 'cancel' }),
  tonghop: (span) => ({ kind: 'summary', span }),
  baocao: (span) => ({ kind: 'report', span }),
  danhsach: readRegisterRequest,
  bienban: (month) => ({ kind: 'minutes', month }),
  kehoach: (period) => ({ kind: 'plan', period }),
  thamgia: () => ({ kind: 'participation' }),
  nhacnho: () => ({ kind: 'remindUnfinished' }),
  hop: (argument) => agendaIntent(argument) ?? { kind: 'meeting', argument },
  xoayvong: (argument) => ({ kind: 'reviewRotation', argument }),
  diemdanh: (argument, { attendance }) => ({
    kind: 'attendance',
    ...readAttendanceRequest(argument, attendance),
  }),
  congviec: (argument) => ({ kind: 'tasks', argument }),
  danhgia: (argument) => ({ kind: 'scoreMeeting', argument }),
  buoihop: (argument) => ({ kind: 'meetingCourse', ...readCourseRequest(argument) }),
  khacphuc: (span) => ({ kind: 'branchRemedies', span }),
  phieugiay: (argument) => ({ kind: 'paperSheets', argument }),
  nhapho: (argument) => ({ kind: 'paperConsent', argument }),
  caidat: (argument) => ({ kind: 'settings', argument }),
  hoantac: () => ({ kind: 'settings', argument: 'hoan tac' }),
  moi: () => ({ kind: 'invite' }),
  nhom: () => ({ kind: 'groupCode' }),
  xemgopy: (period) => ({ kind: 'readVoices', period }),
  phieunhanh: () => ({ kind: 'chooseQuick', isQuick: true }),
  tungcau: () => ({ kind: 'chooseQuick', isQuick: false }),
}

/** “danh sách điểm danh năm 2026”: the other sheet. */
function readRegisterRequest(argument: string): Intent {
  const words = argument.trim().split(/\s+/u)
  const isAttendance = ['diem danh', 'attendance'].find(
    (name) => fold(words.slice(0, name.split(' ').length).join(' ')) === name,
  )
  if (isAttendance === undefined) return { kind: 'register', span: argument }
  return { kind: 'attendanceRegister', span: words.slice(isAttendance.split(' ').length).join(' ') }
}

/** Lines that change an agenda, which may be typed without the command. */
export function agendaIntent(typed: string): Intent | null {
  const request = readAgendaRequest(typed)
  return request === null ? null : { kind: 'agenda', request }
}

/** "/tusoi ở đây" asks for the sheet, and for what comes after to come here. */
export function interpretCommand({ name, argument }: TypedCommand, vocabulary: Vocabulary): Intent {
  const { controls } = vocabulary
  const isHere =
    (name === 'tusoi' || name === 'tieptuc') && readControl(argument, controls)?.kind === 'here'
  return isHere ? { kind: 'preferHere', opens: true } : commandIntents[name](argument, vocabulary)
}
