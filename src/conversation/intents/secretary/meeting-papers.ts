// “Biên bản đã xong”, “đã đăng tài liệu”: what the secretary answers to the reminders, by button or
// by words. It stops the asking and counts in the meeting's score.
import {
  closingPapers,
  type MeetingPaper,
  type PapersDone,
  papersLeft,
} from '../../../domain/meeting-papers.ts'
import type { Change } from '../../../store/change.ts'
import type { Snapshot } from '../../../store/snapshot.ts'
import type { MeetingPapersSource } from '../../../store/meeting-sources.ts'
import type { Tables } from '../../../store/tables.ts'
import type { PaperTarget } from '../../action.ts'
import type { IntentOf } from '../../intent.ts'
import { office } from '../../office.ts'
import { closingChoices, paperNames } from '../../screens/meeting-papers.ts'
import { formatDate } from '../../../i18n/format.ts'
import { answerWith, message, type Moment, type Turn } from '../../turn.ts'

export function load(
  tables: Tables,
  snapshot: Snapshot,
  { period, paper }: IntentOf<'settlePaper'>,
  moment: Moment,
): Promise<MeetingPapersSource | null> {
  const allowed = office(snapshot, 'settlePapers', moment)
  if (!allowed.isAllowed) return Promise.resolve(null)
  // Documents are of the meeting to come; everything else of the one that was.
  const coming = paper === 'documents' ? (snapshot.meeting?.period ?? null) : null
  return tables.meetingPapers(allowed.branch.id, period ?? coming, moment.now)
}

function papersOf(paper: PaperTarget): readonly MeetingPaper[] {
  return paper === 'closing' ? closingPapers : [paper]
}

export function turn(
  snapshot: Snapshot,
  intent: IntentOf<'settlePaper'>,
  source: MeetingPapersSource | null,
  moment: Moment,
): Turn {
  const allowed = office(snapshot, 'settlePapers', moment)
  if (!allowed.isAllowed) return allowed.turn
  const { t } = moment
  if (source === null) return answerWith(message([t('meetingPapers.noMeeting')]))
  const { branch, member } = allowed
  const { period, date } = source
  const papers = papersOf(intent.paper)
  const { isDone } = intent
  const said: PapersDone = {
    ...source.said,
    ...Object.fromEntries(papers.map((paper) => [paper, isDone])),
  }
  const put: Change = {
    kind: 'markPapers',
    branchId: branch.id,
    period,
    byMember: member.id,
    papers,
    isDone,
  }
  const values = { papers: paperNames(papers, moment), date: formatDate(date) }
  if (intent.paper === 'documents')
    return answerWith(
      message([t(isDone ? 'meetingPapers.documentsDone' : 'meetingPapers.documentsNot', values)]),
      [put],
    )
  const left = papersLeft(closingPapers, said)
  const kept = t(isDone ? 'meetingPapers.done' : 'meetingPapers.notDone', values)
  const rest =
    left.length === 0
      ? t('meetingPapers.complete')
      : t('meetingPapers.left', { papers: paperNames(left, moment) })
  const quiet: readonly Change[] =
    left.length > 0
      ? []
      : ['askMinutes', 'askMinutesLast'].map((rule) => {
          return {
            kind: 'dropPrompts',
            memberId: member.id,
            mergeKey: `papers:${rule}:${branch.id}`,
          }
        })
  return answerWith(message([kept, rest], closingChoices(period, said, moment)), [put, ...quiet])
}
