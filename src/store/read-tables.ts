// The looks an intent may take, on a database.
import type { Database } from '../database/database.ts'
import type { Keyring } from '../sealing/keyring.ts'
import { readMeetings, readUnknown, readVoices } from './tables/branch.ts'
import { groupOfCode, memberOfCode, ownerOfCode } from './tables/codes.ts'
import { looksAt, ownAnswers, ownRemedy, textsBefore } from './tables/own.ts'
import { readRoster } from './tables/roster.ts'
import { readBranchRemedies, readSummary, type TallyRound } from './tables/summary.ts'
import type { Tables } from './tables.ts'

export interface TablesOptions {
  readonly database: Database
  readonly keyring: Keyring
  readonly noticeHash: string
  readonly tallyRound: TallyRound
}

export function createTables({ database, keyring, noticeHash, tallyRound }: TablesOptions): Tables {
  return {
    memberOfCode: (code, now) => memberOfCode(database, keyring, code, now),
    ownerOfCode: (codeId, now) => ownerOfCode(database, keyring, codeId, now),
    groupOfCode: (code, now) => groupOfCode(database, keyring, code, now),
    textsBefore: (memberId, roundId) => textsBefore(database, keyring, memberId, roundId),
    roster: (branchId) => readRoster(database, keyring, noticeHash, branchId),
    summary: (branchId, period) => readSummary(database, tallyRound, branchId, period),
    branchRemedies: (branchId, today) => readBranchRemedies(database, branchId, today),
    voices: (branchId, period) => readVoices(database, keyring, branchId, period),
    meetings: (branchId, from) => readMeetings(database, keyring, branchId, from),
    looks: (branchId, memberId) => looksAt(database, keyring, branchId, memberId),
    ownAnswers: (memberId) => ownAnswers(database, keyring, memberId),
    remedy: (memberId, remedyId) => ownRemedy(database, keyring, memberId, remedyId),
    unknownDelivery: (outboxId) => readUnknown(database, outboxId),
  }
}
