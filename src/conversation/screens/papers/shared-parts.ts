// Parts that stand in more than one paper: what the summary shows of heads and remedies, and the
// branch's own tasks.
import type { PaperBlock } from '../../../documents/official-body.ts'
import type { planShape } from '../../../domain/paper-template.ts'
import type { Pack } from '../../../domain/questionnaire.ts'
import { doneMark } from '../../../domain/remedy.ts'
import type { MissingReason, Summary, SummaryRow } from '../../../domain/summary.ts'
import { formatPercent } from '../../../i18n/format.ts'
import type { Moment } from '../../turn.ts'
import { type Naming, namingOf, rowText, type SummaryData } from '../summary.ts'
import { numberText, type Wording } from './wording.ts'

/** Wordings that the report and the plan have under the same names. */
type Shared = Pick<
  Wording<Pick<typeof planShape, 'frame' | 'inserts'> & { readonly texts: SharedTexts }>,
  'line' | 'say' | 'styled'
>
type SharedTexts = Pick<
  (typeof planShape)['texts'],
  'content' | 'row' | 'contentNote' | 'doneOfDue' | MissingReason
>

interface NamedRow {
  readonly name: string
  readonly row: SummaryRow
  readonly naming: Naming
}

export function percentText(percent: number | null): string {
  return percent === null ? '–' : formatPercent(percent, 'vi')
}

/**
 * Heads in the order of the pack, which a summary that was kept has lost; then the groups of
 * manifestations.
 */
export function named(
  heads: readonly SummaryRow[],
  groups: readonly SummaryRow[],
  pack: Pack,
  moment: Moment,
): readonly NamedRow[] {
  const { t } = moment
  const [headLevels, groupLevels] = [
    namingOf(pack.scale, moment),
    namingOf(pack.manifestationScale, moment),
  ]
  return [
    ...pack.heads.flatMap(({ id, name }) =>
      heads
        .filter((row) => row.id === id)
        .map((row) => ({ name: name[t.language], row, naming: headLevels })),
    ),
    ...groups.map((row) => ({
      name: t('summary.group', { id: row.id }),
      row,
      naming: groupLevels,
    })),
  ]
}

/** What is withheld in the summary is withheld here. */
export function contentLines(
  { summary: { content }, pack }: SummaryData,
  { line, styled }: Shared,
  moment: Moment,
): readonly PaperBlock[] {
  if (content.kind === 'missing') return line(content.reason)
  const rows = named(content.heads, content.groups, pack, moment)
  return [
    ...line('content', { count: numberText(content.sheets) }),
    ...rows.flatMap(({ name, row, naming }) =>
      line('row', { name: styled(name), figures: styled(rowText(row, naming, moment)) }),
    ),
    ...line('contentNote'),
  ]
}

export function remedyLines({ remedies }: Summary, { line }: Shared): readonly PaperBlock[] {
  if (remedies.kind === 'missing') return line(remedies.reason)
  const { due, done, percent } = remedies
  return line('doneOfDue', {
    due: numberText(due),
    done: numberText(done),
    percent: percentText(percent),
    mark: String(doneMark.percent),
  })
}
