// Sheets on paper as one document to print, each with its code.
import { codeDays } from '../../../domain/code.ts'
import { paperRefusal } from '../../../domain/paper-codes.ts'
import type { Change } from '../../../store/change.ts'
import type { PaperLine } from '../../../store/sheet-sources.ts'
import { personOf, printedScreen, refusalText, sheetsOf } from '../../screens/paper-desk.ts'
import { say, type Turn } from '../../turn.ts'
import { auditOf, type Desk, refuse } from './paper-sheets-desk.ts'

/** As many codes as one message holds. */
const atOnce = 30

export function print(desk: Desk, wanted: readonly PaperLine[]): Turn {
  const { allowed, source, moment } = desk
  const { t, now, library } = moment
  const refused = wanted.flatMap((line) => refusalText(line, 'print', moment) ?? [])
  const may = wanted.filter((line) => paperRefusal(personOf(line), 'print') === null)
  const lines = may.slice(0, atOnce)
  if (lines.length === 0)
    return refuse(refused.length === 0 ? t('paperDesk.nobodyWaits') : refused.join('\n'))
  const expiresAt = new Date(now.getTime() + codeDays * 86_400_000)
  const sheets = lines.map((line) => ({ line, code: moment.code() }))
  const issue = sheets.map(({ line, code }): Change => ({
    kind: 'issueCode',
    purpose: 'sheet',
    branchId: allowed.branch.id,
    memberId: line.memberId,
    assessmentId: line.assessmentId,
    code,
    expiresAt,
  }))
  const printed = printedScreen(sheets, { refused, left: may.length - lines.length }, moment)
  return {
    changes: [...issue, ...auditOf(desk, lines)],
    // Never sent a second time by itself; asked for again, it brings new codes.
    replies: [{ ...say(printed), class: 'document' }],
    file: {
      paper: sheetsOf(source, sheets, library, now),
      fileName: t('paperDesk.fileName'),
      alt: t('paperDesk.alt'),
      linkLine: t('paperDesk.link'),
    },
  }
}
