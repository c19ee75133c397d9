// `/moi`: a fresh one-time code for everyone of the branch who is not linked yet, to be handed over
// in person.
import { formatCode } from '../../../domain/code.ts'
import { formatDate } from '../../../i18n/format.ts'
import { localOf } from '../../../domain/local-time.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { RosterLine, Tables } from '../../../store/tables.ts'
import { botLines } from '../../screens/bots.ts'
import { slipsOf } from '../../screens/slips.ts'
import { office } from '../../office.ts'
import { answerWith, message, type Moment, say, type Turn } from '../../turn.ts'

/** A member's code is used within two weeks (issue "the main job", §2). */
const codeLifeMs = 14 * 24 * 3_600_000
/** As many as one message holds; the rest come with the next `/moi`. */
const atOnce = 30

export function load(
  tables: Tables,
  snapshot: Snapshot,
  moment: Moment,
): Promise<readonly RosterLine[]> {
  const allowed = office(snapshot, 'inviteMembers', moment)
  return allowed.isAllowed ? tables.roster(allowed.branch.id, moment.now) : Promise.resolve([])
}

/** The office's row, about one member: each sees when a code was issued in their name. */
function about({ memberId }: RosterLine, audit: readonly Change[]): readonly Change[] {
  return audit.map((row) => (row.kind === 'audit' ? { ...row, subjectMemberId: memberId } : row))
}

export function turn(snapshot: Snapshot, roster: readonly RosterLine[], moment: Moment): Turn {
  const allowed = office(snapshot, 'inviteMembers', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t, now } = moment
  const waiting = roster.filter(
    ({ isLinked, mustLinkAgain, status }) => (!isLinked || mustLinkAgain) && status !== 'exempt',
  )
  if (waiting.length === 0) return answerWith(message([t('invite.nobody')]), allowed.audit)
  const expiresAt = new Date(now.getTime() + codeLifeMs)
  const codes = waiting.slice(0, atOnce).map((line) => ({ line, code: moment.code() }))
  const issue = codes.map(({ line, code }): Change => ({
    kind: 'issueCode',
    purpose: 'member',
    branchId: allowed.branch.id,
    memberId: line.memberId,
    code,
    expiresAt,
  }))
  const lines = codes.map(({ line, code }) => `– ${line.name}: ${formatCode(code)}`)
  const until = formatDate(localOf(expiresAt, allowed.branch.zone).date)
  const more = waiting.length > atOnce ? t('invite.more', { count: waiting.length - atOnce }) : null
  const { bots } = allowed.branch
  const again = waiting.filter(({ mustLinkAgain }) => mustLinkAgain).length
  const paragraphs = [
    t('invite.intro', { date: until }),
    lines.join('\n'),
    more,
    again === 0 ? null : t('invite.again', { count: again }),
    bots.length === 0 ? null : t('invite.where', { bots: botLines(bots, t) }),
    t('invite.how'),
  ]
  const invited = codes.map(({ line, code }) => ({ name: line.name, code }))
  return {
    changes: [...issue, ...codes.flatMap(({ line }) => about(line, allowed.audit))],
    // Like every export: never sent a second time by itself; asked for again, it brings new codes.
    replies: [{ ...say(message(paragraphs)), class: 'document' }],
    file: {
      paper: slipsOf(invited, bots, until, now, t),
      fileName: t('slips.fileName'),
      alt: t('slips.alt'),
      linkLine: t('slips.link'),
    },
  }
}
