// The looks an intent may take, on a database.
import type { Database } from '../database/database.ts'
import type { Plan } from '../domain/message-budget.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { readAttendance } from './tables/attendance.ts'
import { readBranchTasks, readOpenTaskCount } from './tables/branch-tasks.ts'
import { readAttendanceYear } from './tables/attendance-year.ts'
import { readMeetings, readUnknown, readVoices } from './tables/branch.ts'
import { groupOfCode, memberOfCode, ownerOfCode } from './tables/codes.ts'
import { looksAt, ownAnswers, ownRemedy, readAbsences, textsBefore } from './tables/own.ts'
import { readMeetingPapers, readMeetingScore } from './tables/meeting-score.ts'
import { readMeetingRecord } from './tables/meeting-record.ts'
import { readPaperSource } from './tables/paper.ts'
import { ownData } from './tables/own-data.ts'
import { readPaperSheets } from './tables/paper-sheets.ts'
import { readRotation } from './tables/rotation.ts'
import { readRoster } from './tables/roster.ts'
import { readSettings } from './tables/settings.ts'
import { readClosings, readSummary } from './tables/summary.ts'
import type { Tables } from './tables.ts'

interface TablesOptions {
  readonly database: Database
  readonly keyring: Keyring
  readonly meaningHash: string
  /** By bot; absent: no bot has a limit. */
  readonly plans?: ReadonlyMap<string, Plan>
}

export function createTables({
  database,
  keyring,
  meaningHash,
  plans = new Map(),
}: TablesOptions): Tables {
  return {
    memberOfCode: (code, bot, now) =>
      memberOfCode(database, keyring, code, { bot, plan: plans.get(bot) ?? {} }, now),
    ownerOfCode: (codeId, bot, now) =>
      ownerOfCode(database, keyring, codeId, { bot, plan: plans.get(bot) ?? {} }, now),
    groupOfCode: (code, bot, now) =>
      groupOfCode(database, keyring, code, { bot, plan: plans.get(bot) ?? {} }, now),
    textsBefore: (memberId, roundId) => textsBefore(database, keyring, memberId, roundId),
    roster: (branchId, now) => readRoster(database, keyring, meaningHash, branchId, now),
    summary: (branchId, period, now) => readSummary(database, branchId, period, now),
    closings: (branchId, from, to) => readClosings(database, branchId, from, to),
    attendance: (branchId, period, now) => readAttendance(database, keyring, branchId, period, now),
    branchTasks: (branchId, of, now) => readBranchTasks(database, keyring, branchId, of, now),
    openTaskCount: (branchId, memberId) => readOpenTaskCount(database, branchId, memberId),
    meetingPapers: (branchId, period, now) => readMeetingPapers(database, branchId, period, now),
    meetingScore: (branchId, period, now) => readMeetingScore(database, branchId, period, now),
    absences: (memberId, today) => readAbsences(database, memberId, today),
    paperSheets: (branchId, code, now) =>
      readPaperSheets(database, keyring, { branchId, code, meaningHash, now }),
    voices: (branchId, period) => readVoices(database, keyring, branchId, period),
    meetingRecord: (branchId, period, now) =>
      readMeetingRecord(database, keyring, branchId, period, now),
    meetings: (branchId, from) => readMeetings(database, keyring, branchId, from),
    rotation: (branchId) => readRotation(database, keyring, meaningHash, branchId),
    attendanceYear: (branchId, of, now) => readAttendanceYear(database, keyring, branchId, of, now),
    paper: (question) => readPaperSource(database, keyring, meaningHash, question),
    settings: (branchId, memberId, isWhole, now) =>
      readSettings(database, keyring, { branchId, memberId, isWhole, now }),
    looks: (branchId, memberId) => looksAt(database, keyring, branchId, memberId),
    ownData: (memberId) => ownData(database, keyring, meaningHash, memberId),
    ownAnswers: (memberId) => ownAnswers(database, keyring, memberId),
    remedy: (memberId, remedyId) => ownRemedy(database, keyring, memberId, remedyId),
    unknownDelivery: (outboxId) => readUnknown(database, outboxId),
  }
}
