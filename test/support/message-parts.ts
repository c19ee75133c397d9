// What stands in the keys of messages that are put together when they run.
import { commandNames, paperPhrases } from '../../src/conversation/commands.ts'
import { helpTopics } from '../../src/conversation/screens/help.ts'
import type { LeaveRefusal } from '../../src/domain/absence.ts'
import { attendanceStates } from '../../src/domain/attendance.ts'
import { branchTaskStates } from '../../src/domain/branch-task.ts'
import type { TaskLineFault } from '../../src/domain/branch-task-line.ts'
import { controlKinds } from '../../src/domain/control-text.ts'
import type { DueDateChoice, RemedyMoment } from '../../src/domain/due-date.ts'
import type { HolidayId } from '../../src/domain/holidays.ts'
import type { CourseRefusal } from '../../src/domain/meeting-course.ts'
import { closingPapers, meetingPapers } from '../../src/domain/meeting-papers.ts'
import type { PointsRefusal } from '../../src/domain/meeting-score.ts'
import type { MeetingRuleRefusal } from '../../src/domain/meeting-rule.ts'
import { type PaperRefusal, paperVerbs } from '../../src/domain/paper-codes.ts'
import type { SheetState } from '../../src/domain/participation.ts'
import type { PeriodRefusal } from '../../src/domain/period.ts'
import type { PeriodSpan } from '../../src/domain/period-span.ts'
import type { PlatformName } from '../../src/messaging/platform.ts'
import type { Problem, ProblemCode } from '../../src/domain/problems.ts'
import type { PurposeId, Visibility } from '../../src/domain/questionnaire.ts'
import type { RemedyStatus } from '../../src/domain/remedy.ts'
import type { RestReason } from '../../src/domain/review-rotation.ts'
import { rights } from '../../src/domain/rights.ts'
import { unitParts } from '../../src/domain/unit.ts'
import { itemWords } from '../../src/conversation/screens/settings-desk.ts'
import type { MissingReason, NextStep } from '../../src/domain/summary.ts'
import { type TimelineAction, defaultMonth } from '../../src/domain/timeline-rules.ts'
import { languages } from '../../src/i18n/translator.ts'
import type { MemberStatus, Role } from '../../src/store/snapshot.ts'
import type { BudgetMark } from '../../src/usecases/screens/budget.ts'
import type { ReviewTurn } from '../../src/usecases/screens/review-turn.ts'
import type { TaskRule } from '../../src/usecases/screens/tasks-due.ts'

/** Each no with details as the code gives them; a new code does not compile without its row. */
export const problems: {
  readonly [C in ProblemCode]: Omit<Extract<Problem, { code: C }>, 'code'>
} = {
  notUnderstood: { count: 3 },
  notUnderstoodText: {},
  chooseOne: { count: 3 },
  severalMatch: {},
  textTooLong: { limit: 2000, length: 2345 },
  classified: {},
  accusation: {},
  personalData: {},
  attachment: {},
  sheetCode: {},
  linkedAgain: {},
  lockedOutLong: { hours: 4 },
  notADate: { typed: '15/13' },
  past: { typed: '1/1' },
  tooFar: { typed: '1/1/2090' },
  staleButton: {},
  olderQuestion: {},
  noRound: {},
  roundOver: {},
  exempt: {},
  storeNotAgreed: {},
  nothingToEdit: { total: 9 },
  cannotSkip: {},
  cannotKeep: {},
  wordsNeeded: {},
  otherQuestion: { number: 3 },
  quickCount: { count: 7, given: 6 },
  quickUnclear: { count: 7 },
  quickWhy: {},
  noReason: {},
  nothingToSubmit: {},
  unfinished: { left: 3 },
  wrongCode: { left: 4 },
  lockedOut: { minutes: 60 },
  codeUsed: {},
  botFull: { limit: 50 },
  otherBot: { bots: '– Trợ lý, trên Zalo' },
  notYourOffice: {},
  voiceClosed: {},
  remedyGone: {},
}

const all = <K extends string>(table: Readonly<Record<K, true>>): readonly string[] =>
  Object.keys(table)
export const voiceKinds = ['named', 'anonymous', 'none']
export const remedyVerbs = ['done', 'progress', 'move', 'drop']

/** What stands for the `*` of each key that is put together when it runs. */
export const parts: Readonly<Record<string, readonly string[]>> = {
  'commands.*.words': commandNames,
  'commands.*.label': commandNames,
  'commands.*.menu': commandNames,
  'commands.controls.*': controlKinds,
  'problems.*': Object.keys(problems),
  'bots.platforms.*': all<PlatformName>({
    telegram: true,
    'zalo-bot': true,
    'zalo-oa': true,
    playground: true,
  }),
  'sheet.seenBy.*': all<Visibility>({ self: true, aggregate: true, committee: true }),
  'sheet.choices.*': ['quick', 'single'],
  'sheet.due.choices.*': all<DueDateChoice['id']>({
    nextMeeting: true,
    endOfMonth: true,
    endOfQuarter: true,
  }),
  'sheet.promise.choices.*': remedyVerbs,
  'sheet.promise.also.*': remedyVerbs,
  'voice.also.*': voiceKinds,
  'sheet.promise.states.*': remedyVerbs,
  'sheet.gentle.*': ['yes', 'no'],
  'review.choices.*': ['submit', 'edit', 'pause'],
  'voice.choices.*': voiceKinds,
  'remedies.status.*': all<RemedyStatus>({
    open: true,
    inProgress: true,
    done: true,
    dropped: true,
    withdrawn: true,
    noMeasure: true,
  }),
  'holidays.*': all<HolidayId>({
    newYear: true,
    tet: true,
    hungKings: true,
    reunification: true,
    labour: true,
    national: true,
    culture: true,
  }),
  'schedule.*': ['regular', 'thematic'],
  'schedule.calendar.*': ['regular', 'thematic'],
  'meeting.actions.*': [...new Set(defaultMonth.map(({ action }): TimelineAction => action))],
  'meeting.change.*': ['date', 'time', 'place', 'kind', 'rule', 'agenda'],
  'meeting.rules.*': ['third', 'fifth', 'firstSaturday', 'byHand'],
  'meeting.refused.*': all<MeetingRuleRefusal>({
    notARule: true,
    noSuchDay: true,
    whichWeek: true,
  }),
  'own.language.*': languages,
  'reviewRotation.choices.*': ['swap', 'swapSecond', 'putOff', 'putOffSecond'],
  'reviewRotation.rests.*': all<Exclude<RestReason, 'exempt'>>({
    away: true,
    temporary: true,
    newlyMoved: true,
  }),
  'reviewRotation.turn.*': [
    'putOff',
    'inPlace',
    ...all<ReviewTurn['telling']>({ first: true, again: true, successor: true }),
  ],
  'own.looks.deeds.*': Object.keys(rights),
  'own.data.purposes.*': all<PurposeId>({ remind: true, store: true, remedies: true }),
  'delivery.*': ['arrived', 'resend'],
  'reminders.*': all<RemedyMoment['ruleId']>({
    remedySoon: true,
    remedyToday: true,
    remedyOverdue: true,
  }),
  'reminders.group.*': ['regular', 'thematic', 'windowOpening', 'windowClosing'],
  'reminders.secretary.*': ['minutes', 'minutesAgain', 'arrived', 'resend'],
  'reminders.tasks.*': all<TaskRule>({ taskSoon: true, taskToday: true, taskOverdue: true }),
  'reminders.undelivered.why.*': ['gone', 'quota', 'unreachable', 'rejected'],
  'summary.missing.*': all<MissingReason>({
    fewRespondents: true,
    shownEarly: true,
    fewOwners: true,
    roundOpen: true,
    noRound: true,
  }),
  'summary.steps.*': all<NextStep>({
    remindUnfinished: true,
    reachMark: true,
    readVoices: true,
    raiseTopic: true,
  }),
  'summary.refused.*': all<PeriodRefusal>({ notAMonth: true, inTheFuture: true }),
  'report.refused.*': all<PeriodRefusal>({ notAMonth: true, inTheFuture: true }),
  'report.span.*': all<PeriodSpan['kind']>({ month: true, quarter: true, year: true }),
  'plan.refused.*': all<PeriodRefusal>({ notAMonth: true, inTheFuture: true }),
  'attendanceRegister.refused.*': all<PeriodRefusal>({ notAMonth: true, inTheFuture: true }),
  'attendanceRegister.marks.*': attendanceStates,
  'tryMode.events.*': [...new Set(defaultMonth.map(({ action }) => action)), 'remedy', 'message'],
  'tryMode.roles.*': all<Role>({ secretary: true, deputy: true, committee: true, member: true }),
  'tryMode.status.*': all<Exclude<MemberStatus, 'official'>>({ probationary: true, exempt: true }),
  'budget.*': all<Exclude<BudgetMark, 'forecast'>>({ tight: true, repliesOnly: true, spent: true }),
  'absence.refused.*': all<LeaveRefusal>({
    notALeave: true,
    notADate: true,
    endsBeforeStart: true,
    tooLong: true,
    past: true,
    tooFar: true,
  }),
  'settings.rules.*': defaultMonth.map(({ id }) => id),
  'settings.units.*': unitParts,
  'settings.items.*': Object.keys(itemWords).concat('meeting'),
  'settings.names.*': [
    'quiet',
    'pack',
    'rotation',
    'voice',
    'deputy',
    'language',
    'speech',
    'elder',
  ],
  'settings.values.*': ['none', 'one', 'two'],
  'settings.*': ['yes', 'no'],
  'handover.*': ['yes', 'no'],
  'settings.refused.*': [
    'notARule',
    'notATime',
    'notQuiet',
    'wholeDay',
    'quietTooLong',
    'quietTooShort',
    'cannotBeOff',
    'cannotMove',
    'dayOutOfRange',
    'quietHours',
    'wrongOrder',
    'empty',
    'tooLong',
    'strangeLetters',
    'notASymbol',
    'notAToneMark',
  ],
  'handover.refused.*': ['self', 'exempt', 'probationary', 'notLinked'],
  'attendance.states.*': attendanceStates,
  'attendance.words.*': attendanceStates,
  'help.topics.*': helpTopics,
  'meetingCourse.refused.*': all<CourseRefusal>({
    notCurrent: true,
    ended: true,
    notBefore: true,
    notAfter: true,
    inTheFuture: true,
  }),
  'branchTasks.states.*': [...branchTaskStates, 'overdue'],
  'branchTasks.choices.*': ['done', 'putOff', 'drop', 'reopen'],
  'branchTasks.refused.*': all<TaskLineFault['code']>({
    shape: true,
    nobody: true,
    nothing: true,
    tooLong: true,
    whoTooLong: true,
    noSuchNumber: true,
    severalNames: true,
    notADate: true,
    past: true,
    tooFar: true,
  }),
  'meetingPapers.names.*': meetingPapers,
  'meetingPapers.choices.*': closingPapers,
  'meetingPapers.words.*': paperPhrases,
  'meetingScore.choices.*': ['suggested', 'given'],
  'meetingScore.refused.*': all<PeriodRefusal | PointsRefusal>({
    notAMonth: true,
    inTheFuture: true,
    notANumber: true,
    negative: true,
    fraction: true,
    tooMany: true,
  }),
  'paperDesk.states.*': ['invited', 'inProgress'],
  'paperDesk.choices.*': paperVerbs,
  'paperDesk.refused.*': all<PaperRefusal>({
    left: true,
    exempt: true,
    away: true,
    using: true,
    sent: true,
    nothingEntered: true,
  }),
  'participation.states.*': all<SheetState | 'away'>({
    away: true,
    done: true,
    onPaper: true,
    inProgress: true,
    notBegun: true,
  }),
}
