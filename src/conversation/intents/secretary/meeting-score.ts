// `/danhgia [MM/YYYY]`: the hundred points of a held meeting, one criterion at a time. A proposal
// for the branch's vote.
import {
  type MeetingScore,
  readPoints,
  type ScoredCriterion,
  scoreOf,
} from '../../../domain/meeting-score.ts'
import { localOf } from '../../../domain/local-time.ts'
import {
  monthOf,
  parsePeriod,
  type Period,
  period,
  type TypedPeriod,
} from '../../../domain/period.ts'
import { formatDate, formatPeriod, formatTime } from '../../../i18n/format.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { MeetingScoreSource } from '../../../store/meeting-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { criterionScreen, type Scoring, scoreScreen } from '../../screens/meeting-score.ts'
import { problemText } from '../../screens/problem.ts'
import { answerWith, message, type Moment, prefaced, type Turn } from '../../turn.ts'

type Source = MeetingScoreSource | null
type Asking = IntentOf<'scoreMeeting' | 'pressScore' | 'answerScore'>

const shownTyped = 20

function typedOf({ branch }: Snapshot, argument: string, { now }: Moment): TypedPeriod | null {
  if (argument.trim() === '') return null
  return parsePeriod(argument, monthOf(localOf(now, branch?.zone ?? 'Asia/Ho_Chi_Minh').date))
}

/**
 * Of which month: typed, of the button, or of what is being asked; null: of the last meeting held.
 */
function wantedOf(snapshot: Snapshot, intent: Asking, moment: Moment): Period | null {
  if (intent.kind === 'pressScore') return intent.period
  const { focus } = snapshot.account.conversation
  if (intent.kind === 'answerScore') return focus.at === 'score' ? period(focus.period) : null
  const typed = typedOf(snapshot, intent.argument, moment)
  return typed?.ok === true ? typed.period : null
}

export function load(
  tables: Tables,
  snapshot: Snapshot,
  intent: Asking,
  moment: Moment,
): Promise<Source> {
  const allowed = office(snapshot, 'scoreMeeting', moment)
  if (!allowed.isAllowed) return Promise.resolve(null)
  return tables.meetingScore(allowed.branch.id, wantedOf(snapshot, intent, moment), moment.now)
}

/** Who scores which meeting. */
interface Desk extends Scoring {
  readonly snapshot: Snapshot
  readonly branchId: string
  readonly byMember: string
  readonly moment: Moment
}

/** The desk, or why there is none. */
function deskOf(
  snapshot: Snapshot,
  found: Source,
  wanted: Period | null,
  moment: Moment,
): Desk | Turn {
  const allowed = office(snapshot, 'scoreMeeting', moment)
  if (!allowed.isAllowed) return allowed.turn
  const {
    t,
    library: { scoreSheet: sheet },
  } = moment
  const isAsked = snapshot.account.conversation.focus.at === 'score'
  const refuse = (text: string): Turn =>
    answerWith(message([text]), isAsked ? [leave(snapshot)] : [])
  if (found === null) {
    const none = t('meetingScore.refused.noneHeld')
    return refuse(
      wanted === null
        ? none
        : t('meetingScore.refused.noMeeting', { period: formatPeriod(wanted) }),
    )
  }
  const when = { time: formatTime(found.startsAt, t.language), date: formatDate(found.date) }
  if (!found.isHeld || found.source.calledFor > moment.now)
    return refuse(t('meetingScore.refused.notHeld', when))
  const { branch, member } = allowed
  const marks = found.marks?.sheet === sheet.version ? found.marks.marks : {}
  const score = scoreOf(found.period, sheet, marks)
  return {
    snapshot,
    branchId: branch.id,
    byMember: member.id,
    moment,
    found,
    score,
    zone: branch.zone,
  }
}

function focusing(
  { account }: Snapshot,
  focus: Snapshot['account']['conversation']['focus'],
): Change {
  return { kind: 'converse', conversation: { ...account.conversation, focus } }
}

function leave(snapshot: Snapshot): Change {
  return focusing(snapshot, { at: 'nothing' })
}

export function open(
  snapshot: Snapshot,
  intent: IntentOf<'scoreMeeting'>,
  found: Source,
  moment: Moment,
): Turn {
  const typed = typedOf(snapshot, intent.argument, moment)
  const desk = deskOf(snapshot, found, typed?.ok === true ? typed.period : null, moment)
  if (typed?.ok === false && office(snapshot, 'scoreMeeting', moment).isAllowed)
    return answerWith(
      message([
        moment.t(`meetingScore.refused.${typed.reason}`, {
          typed: intent.argument.slice(0, shownTyped),
        }),
      ]),
    )
  if ('changes' in desk) return desk
  const { marks } = desk.found
  const isOutdated = marks !== null && marks.sheet !== desk.score.sheet.version
  return prefaced(
    nextScreen(desk),
    isOutdated ? moment.t('meetingScore.outdated', { version: marks.sheet }) : null,
  )
}

/** The first criterion without points; the sum when all have them. */
function nextScreen(desk: Desk): Turn {
  const next = desk.score.lines.find(({ points }) => points === null)
  return next === undefined
    ? answerWith(scoreScreen(desk, desk.moment), [leave(desk.snapshot)])
    : ask(desk, next)
}

function ask(desk: Desk, line: ScoredCriterion, preface: string | null = null): Turn {
  const { snapshot, score, moment } = desk
  const focus = { at: 'score', period: score.period, criterion: line.criterion.id } as const
  return prefaced(
    answerWith(criterionScreen(desk, line, moment), [focusing(snapshot, focus)]),
    preface,
  )
}

/** Points by button, or a criterion to be asked again. */
export function press(
  snapshot: Snapshot,
  { criterion, points, period: of }: IntentOf<'pressScore'>,
  found: Source,
  moment: Moment,
): Turn {
  const desk = deskOf(snapshot, found, of, moment)
  if ('changes' in desk) return desk
  const line = desk.score.lines.find((each) => each.criterion.id === criterion)
  if (line === undefined || (points !== null && points > line.criterion.max))
    return answerWith(message([problemText({ code: 'staleButton' }, moment.t)]))
  return points === null ? ask(desk, line) : give(desk, line, points)
}

/** Points typed; “quay lại”; “sửa 3”. */
export function answer(
  snapshot: Snapshot,
  { raw }: IntentOf<'answerScore'>,
  found: Source,
  moment: Moment,
): Turn {
  const { focus } = snapshot.account.conversation
  const desk = deskOf(snapshot, found, focus.at === 'score' ? period(focus.period) : null, moment)
  if ('changes' in desk) return desk
  const { lines } = desk.score
  const at =
    focus.at === 'score' ? lines.findIndex(({ criterion }) => criterion.id === focus.criterion) : -1
  const line = lines[at]
  if (line === undefined) return nextScreen(desk)
  if (raw.kind === 'pressed') {
    const edited = /^edit (?<number>\d+)$/u.exec(raw.choice)?.groups?.['number']
    return ask(desk, (edited === undefined ? lines[at - 1] : lines[Number(edited) - 1]) ?? line)
  }
  const typed = readPoints(raw.text, line.criterion.max)
  if (!typed.ok)
    return ask(
      desk,
      line,
      moment.t(`meetingScore.refused.${typed.reason}`, { max: line.criterion.max }),
    )
  return give(desk, line, typed.points)
}

/** Kept at once; then the next that has none. */
function give(desk: Desk, { criterion }: ScoredCriterion, points: number): Turn {
  const { branchId, byMember, score, found } = desk
  const { sheet } = score
  const given = score.lines.flatMap((line) =>
    line.points === null ? [] : [[line.criterion.id, line.points] as const],
  )
  const before = Object.fromEntries(given)
  const next: MeetingScore = scoreOf(found.period, sheet, { ...before, [criterion.id]: points })
  const put: Change = {
    kind: 'scoreMeeting',
    branchId,
    period: found.period,
    byMember,
    sheet: sheet.version,
    marks: { [criterion.id]: points },
  }
  return prefaced(nextScreen({ ...desk, score: next }), null, [put])
}
