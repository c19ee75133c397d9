import {
  byState,
  countRoster,
  isCountedAway,
  type Participant,
  percentOf,
  type SheetState,
  tookPart,
} from '../../domain/participation.ts'
import { formatDate, formatNumber, formatPercent, formatPeriod } from '../../i18n/format.ts'
import type { Outbound } from '../../messaging/outbound.ts'
import type { RoundView } from '../../store/snapshot.ts'
import type { RosterLine } from '../../store/tables.ts'
import { choice, message, type Moment } from '../turn.ts'

const states: Readonly<Record<NonNullable<RosterLine['state']>, SheetState>> = {
  invited: 'notBegun',
  inProgress: 'inProgress',
  submitted: 'done',
  onPaper: 'onPaper',
}

/**
 * A line of the roster as participation counts it. Whoever joined after the round opened is not
 * part of it.
 */
export function toParticipant(line: RosterLine): Participant & { readonly line: RosterLine } {
  const isExempt = line.status === 'exempt' || line.state === null
  return {
    line,
    isExempt,
    state: states[line.state ?? 'invited'],
    isLate: line.isLate,
    isAway: line.isAway,
    isEntered: line.isRecorded,
  }
}

/** Names of a state; the long list of a large branch is cut, the number stays true. */
const shownNames = 40

function listOf(
  state: SheetState | 'away',
  people: readonly { readonly line: RosterLine }[],
  { t }: Moment,
): string | null {
  if (people.length === 0) return null
  const names = people
    .slice(0, shownNames)
    .map(({ line }) => `– ${line.name}${mark(line, state, t)}`)
  const more =
    people.length > shownNames
      ? [t('participation.more', { count: people.length - shownNames })]
      : []
  return [
    t(`participation.states.${state}`, { count: formatNumber(people.length, t.language) }),
    ...names,
    ...more,
  ].join('\n')
}

function mark(line: RosterLine, state: SheetState | 'away', t: Moment['t']): string {
  if (state === 'done' && line.isRecorded)
    return t(line.isLate ? 'participation.enteredLate' : 'participation.entered')
  if (state === 'done') return line.isLate ? t('participation.late') : ''
  if (state === 'onPaper') return ''
  if (line.awayUntil !== null)
    return t('participation.awayUntil', { date: formatDate(line.awayUntil) })
  if (state === 'away') return ''
  if (!line.isLinked) return t('participation.notLinked')
  if (!line.isReachable) return t('participation.unreachable')
  return line.mustBeCalled ? t('participation.mustBeCalled') : ''
}

/** Names by state, no content; those who wait come first. */
export function participationScreen(
  roster: readonly RosterLine[],
  round: RoundView | null,
  moment: Moment,
): Outbound {
  const { t } = moment
  const people = roster.map(toParticipant)
  const counts = countRoster(people)
  const percent = percentOf(tookPart(counts), counts.expected)
  const head = t('participation.head', {
    period: round === null ? '' : formatPeriod(round.period),
    took: formatNumber(tookPart(counts), t.language),
    expected: formatNumber(counts.expected, t.language),
    percent: percent === null ? '' : formatPercent(percent, t.language),
  })
  const { notBegun, inProgress, onPaper, done } = byState(people)
  const lists = [
    listOf('notBegun', notBegun, moment),
    listOf('inProgress', inProgress, moment),
    listOf('away', people.filter(isCountedAway), moment),
    listOf('onPaper', onPaper, moment),
    listOf('done', done, moment),
  ]
  const remind =
    notBegun.length + inProgress.length > 0
      ? [choice(t('participation.remind'), { kind: 'say', text: '/nhacnho' })]
      : []
  return message([head, ...lists], remind)
}
