// From the row of a turn to its snapshot: unsealed, checked at the border of the json columns, in
// the domain's words.
import { type Conversation, freshConversation, type OpenSheet } from '../../domain/conversation.ts'
import { itemsFor, sheetStateFor } from '../../domain/link-reach.ts'
import { localDate } from '../../domain/local-date.ts'
import { freshLock, type LockState } from '../../domain/lockout.ts'
import { localTime } from '../../domain/local-time.ts'
import type { MeetingRule } from '../../domain/meeting-rule.ts'
import { period } from '../../domain/period.ts'
import type { Pack } from '../../domain/questionnaire.ts'
import type { RemedyStatus } from '../../domain/remedy.ts'
import type { Sheet } from '../../domain/sheet.ts'
import type { TimelineOverrides } from '../../domain/timeline-rules.ts'
import type { Address } from '../../messaging/address.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import { type SealingKey, unseal } from '../../sealing/seal.ts'
import { contexts } from '../contexts.ts'
import { relinkFrom } from '../relink.ts'
import type {
  AccountView,
  AnswerView,
  AssessmentView,
  BranchView,
  MeetingView,
  MemberStatus,
  MemberView,
  RemedyView,
  Role,
  RoundView,
  Snapshot,
} from '../snapshot.ts'
import type { AnswerRow, MeetingRow, RemedyRow, SnapshotRow } from './snapshot-row.ts'
import { StoredAnswer, StoredConversation, StoredRemedy, StoredUnit } from './schema.ts'

/** The keys of a turn: the member's own and the branch's. They never leave the store. */
export interface TurnKeys {
  readonly member: SealingKey | null
  readonly branch: SealingKey | null
}

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64')

/**
 * What an older program stored and this one cannot read, or the sheet of a round that is over, is a
 * fresh start, never a crash.
 */
function openConversation(stored: unknown, round: number | null): Conversation {
  const read = StoredConversation.safeParse(stored)
  if (!read.success) return freshConversation
  const { sheet, ...rest } = read.data as unknown as Conversation
  if (sheet?.round === round) return { ...rest, sheet }
  return rest.focus.at === 'sheet' ? { ...rest, focus: { at: 'nothing' } } : rest
}

/** The sheet another account of the member has open, where it is this round's. */
function sheetElsewhere({ elsewhere, round_number: round }: SnapshotRow): OpenSheet | undefined {
  const read = StoredConversation.shape.sheet.safeParse(elsewhere?.sheet ?? undefined)
  return read.success && read.data?.round === round ? read.data : undefined
}

function openAccount(row: SnapshotRow, freshId: string): AccountView {
  const conversation = openConversation(row.conversation, row.round_number)
  const relink = relinkFrom(row.relink_id)
  const other = conversation.sheet === undefined ? sheetElsewhere(row) : undefined
  return {
    id: row.account_id ?? freshId,
    isNew: row.account_id === null,
    version: row.version ?? 0,
    relink,
    otherRelinks: relink === null ? (row.other_relinks ?? []) : [],
    language:
      row.account_language === 'en' || row.account_language === 'vi' ? row.account_language : null,
    state:
      row.account_state === 'linked' || row.account_state === 'unreachable'
        ? row.account_state
        : row.account_state === 'relinked'
          ? 'linked'
          : 'new',
    conversation: other === undefined ? conversation : { ...conversation, sheet: other },
    elsewhere: other !== undefined ? 'sheet' : row.elsewhere === null ? 'nothing' : 'account',
    wrongTries: row.wrong_tries ?? 0,
    wrongSince: row.wrong_since,
    lockedUntil: row.locked_until,
  }
}

function openMember(row: SnapshotRow, key: SealingKey | null): MemberView | null {
  if (row.member_id === null || row.member_name === null) return null
  return {
    id: row.member_id,
    name: key === null ? '' : unseal(key, row.member_name, contexts.memberName(row.member_id)),
    // Whoever holds a code has no office by it.
    role: relinkFrom(row.relink_id) === null ? (row.role as Role) : 'member',
    status: row.status as MemberStatus,
    consents: new Map(Object.entries(row.consents ?? {})),
    prefersQuick: row.prefers_quick,
    isElder: row.is_elder ?? false,
  }
}

function openBranch(row: SnapshotRow, key: SealingKey | null): BranchView | null {
  if (row.branch_id === null) return null
  return {
    id: row.branch_id,
    code: row.branch_code ?? '',
    name: row.branch_name ?? '',
    parentName: row.parent_name,
    path: row.path ?? '',
    zone: row.time_zone ?? '',
    meetingRule: row.meeting_rule as MeetingRule | null,
    meetingTime: row.meeting_time === null ? null : localTime(row.meeting_time),
    meetingPlace:
      row.meeting_place === null || key === null
        ? null
        : unseal(key, row.meeting_place, contexts.branchPlace(row.branch_id)),
    timeline: row.timeline as TimelineOverrides,
    quiet: { from: localTime(row.quiet_from ?? '21:00'), to: localTime(row.quiet_to ?? '07:00') },
    pack: row.pack ?? '',
    isVoiceOpen: row.is_voice_open ?? false,
    isDeputyTold: row.is_deputy_told ?? false,
    reviewees: row.reviewees_at_meeting === 2 ? 2 : 1,
    language: row.branch_language === 'en' ? 'en' : 'vi',
    unit: StoredUnit.parse(row.unit ?? {}),
    remindedOn: row.reminded_on === null ? null : localDate(row.reminded_on),
    hasGroup: row.has_group,
    officialMembers: row.official_members,
    bots: row.serving ?? [],
  }
}

export function openMeeting(
  row: MeetingRow,
  branchId: string,
  key: SealingKey | null,
): MeetingView {
  return {
    id: row.id,
    period: period(row.period),
    kind: row.kind === 'thematic' ? 'thematic' : 'regular',
    date: localDate(row.date),
    startsAt: localTime(row.starts_at),
    place:
      row.place === null || key === null
        ? null
        : unseal(key, bytes(row.place), contexts.meetingPlace(row.id, branchId)),
    source: row.source === 'hand' ? 'hand' : 'rule',
    movedFor: row.moved_for,
    nominalDate: row.nominal_date === null ? null : localDate(row.nominal_date),
  }
}

function openAnswer(
  row: AnswerRow,
  assessmentId: string,
  key: SealingKey,
): readonly [string, AnswerView] {
  const value = StoredAnswer.parse(
    JSON.parse(
      unseal(key, bytes(row.body), contexts.answerValue(row.id, assessmentId, row.question)),
    ),
  )
  return [row.question, { version: row.version, at: new Date(row.at), value }]
}

export function openRemedy(row: RemedyRow, memberId: string, key: SealingKey): RemedyView {
  const { cause, measure } = StoredRemedy.parse(
    JSON.parse(unseal(key, bytes(row.body), contexts.remedyBody(row.id, memberId))),
  )
  const dueOn = row.due_on === null ? null : localDate(row.due_on)
  return {
    id: row.id,
    roundId: row.round_id,
    question: row.question,
    status: row.status as RemedyStatus,
    dueOn,
    moves: row.moves,
    cause,
    measure,
  }
}

function openRound(row: SnapshotRow, packs: ReadonlyMap<string, Pack>): RoundView | null {
  const pack = packs.get(row.questionnaire_hash ?? '')
  if (
    row.round_id === null ||
    row.round_number === null ||
    row.closes_at === null ||
    row.period === null ||
    pack === undefined
  )
    return null
  return {
    id: row.round_id,
    number: row.round_number,
    period: period(row.period),
    closesAt: row.closes_at,
    closedAt: row.closed_at,
    pack,
  }
}

function openAssessment(row: SnapshotRow, key: SealingKey | null): AssessmentView | null {
  const { assessment_id: id } = row
  if (id === null) return null
  const standing = relinkFrom(row.relink_id) === null ? 'whole' : 'again'
  const sheet = row.sheet as Sheet
  const answers = new Map(
    key === null ? [] : (row.answers ?? []).map((answer) => openAnswer(answer, id, key)),
  )
  const stored = row.assessment_state as AssessmentView['state']
  const state = sheetStateFor(standing, stored, answers.size)
  const isSeen = standing === 'whole' || state !== 'invited'
  return {
    id,
    state,
    sheet: { ...sheet, items: itemsFor(standing, sheet.items) },
    startedAt: isSeen ? row.started_at : null,
    submittedAt: isSeen ? row.submitted_at : null,
    isLate: row.is_late ?? false,
    submissions: row.submissions ?? 0,
    answers,
  }
}

export function keysOf(row: SnapshotRow, keyring: Keyring): TurnKeys {
  const {
    member_id: memberId,
    member_key: memberKey,
    branch_id: branchId,
    branch_key: branchKey,
  } = row
  return {
    member:
      memberId === null || memberKey === null
        ? null
        : keyring.dataKeys.open(memberKey, contexts.memberKey(memberId)),
    branch:
      branchId === null || branchKey === null
        ? null
        : keyring.dataKeys.open(branchKey, contexts.branchKey(branchId)),
  }
}

function openRemedies(
  { member_id: memberId, remedies }: SnapshotRow,
  key: SealingKey | null,
): readonly RemedyView[] {
  return memberId === null || key === null
    ? []
    : (remedies ?? []).map((remedy) => openRemedy(remedy, memberId, key))
}

function openLock(lock: SnapshotRow['tries']): LockState {
  if (lock === null) return freshLock
  const { wrong_tries: wrongTries, wrong_since: since, locked_until: until } = lock
  return {
    wrongTries,
    lastWrongAt: new Date(since),
    lockedUntil: until === null ? null : new Date(until),
  }
}

export function openSnapshot(
  row: SnapshotRow,
  keys: TurnKeys,
  from: Address,
  packs: ReadonlyMap<string, Pack>,
  freshId: string,
): Snapshot {
  const member = openMember(row, keys.member)
  const { group_id: groupId, group_branch_id: groupBranchId } = row
  return {
    from,
    account: openAccount(row, freshId),
    member,
    branch: openBranch(row, keys.branch),
    round: openRound(row, packs),
    assessment: openAssessment(row, keys.member),
    remedies: openRemedies(row, keys.member),
    meeting:
      row.meeting === null || row.branch_id === null
        ? null
        : openMeeting(row.meeting, row.branch_id, keys.branch),
    group:
      groupId === null || groupBranchId === null
        ? null
        : {
            id: groupId,
            branchId: groupBranchId,
            title: null,
            state: row.group_state === 'bound' ? 'bound' : 'removed',
          },
    isTight: row.is_tight,
    groupLock: openLock(row.tries),
  }
}
