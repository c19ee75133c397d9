// A paper's wording with its fields filled in, its tone marks where the branch puts them. People's
// names are left as they are written.
import type { OfficialPaper } from '../../../documents/official-paper.ts'
import type { PaperBlock } from '../../../documents/official-body.ts'
import type { PaperEnding } from '../../../documents/official-ending.ts'
import { localOf } from '../../../domain/local-time.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { fillFields, roomAfter } from '../../../domain/paper-template.ts'
import type {
  CommonTexts,
  minutesShape,
  PaperShape,
  PaperTemplate,
  planShape,
  reportShape,
} from '../../../domain/paper-template.ts'
import { periodParts } from '../../../domain/period.ts'
import type { PeriodSpan } from '../../../domain/period-span.ts'
import { toneMarked } from '../../../domain/unit.ts'
import { formatNumber } from '../../../i18n/format.ts'
import type { BranchView, MemberView } from '../../../store/snapshot.ts'
import type { Moment } from '../../turn.ts'

type Texts<S extends PaperShape> = S['texts']
type Values<Names extends readonly string[]> = Readonly<Record<Names[number], string>>
/** Nothing where a wording has no fields. */
type Filling<Names extends readonly string[]> = Names extends readonly []
  ? readonly []
  : readonly [values: Values<Names>]

export interface Wording<S extends PaperShape> {
  readonly template: PaperTemplate<S>
  readonly common: CommonTexts
  /** What is ours and no person's name, in the branch's style. */
  readonly styled: (text: string) => string
  readonly fill: (wording: string, values: Readonly<Record<string, string>>) => string
  readonly say: <K extends keyof Texts<S>>(name: K, ...filling: Filling<Texts<S>[K]>) => string
  /** As a paragraph; none where the operator left the sentence empty. */
  readonly line: <K extends keyof Texts<S>>(
    name: K,
    ...filling: Filling<Texts<S>[K]>
  ) => readonly PaperBlock[]
}

function wordingOf<S extends PaperShape>(
  template: PaperTemplate<S>,
  common: CommonTexts,
  { unit }: BranchView,
): Wording<S> {
  const styled = (text: string): string => toneMarked(text, unit)
  const textOf = (name: keyof Texts<S>): string => styled(template.texts[name])
  return {
    template,
    common,
    styled,
    fill: fillFields,
    say: (name, ...[values]) => fillFields(textOf(name), values ?? {}),
    line: (name, ...[values]) => paragraph(textOf(name), values ?? {}),
  }
}

function paragraph(
  wording: string,
  values: Readonly<Record<string, string>>,
): readonly PaperBlock[] {
  const { text, hasRoom } = roomAfter(wording)
  return wording === ''
    ? []
    : [{ kind: 'line', text: fillFields(text, values), ...(hasRoom && { hasRoom }) }]
}

export function reportWording(
  branch: BranchView,
  { library: { papers } }: Moment,
): Wording<typeof reportShape> {
  return wordingOf(papers.report, papers.common, branch)
}

export function minutesWording(
  branch: BranchView,
  { library: { papers } }: Moment,
): Wording<typeof minutesShape> {
  return wordingOf(papers.minutes, papers.common, branch)
}

export function planWording(
  branch: BranchView,
  { library: { papers } }: Moment,
): Wording<typeof planShape> {
  return wordingOf(papers.plan, papers.common, branch)
}

export type Inserts<S extends PaperShape> = Readonly<
  Record<S['inserts'][number], readonly PaperBlock[]>
>

/** The paper's parts in the order its template gives them. */
export function bodyOf<S extends PaperShape>(
  { template, styled }: Wording<S>,
  frame: Values<S['frame']>,
  inserts: Inserts<S>,
): readonly PaperBlock[] {
  return template.body.flatMap((item): readonly PaperBlock[] => {
    if ('insert' in item) return inserts[item.insert]
    if ('dots' in item) return [{ kind: 'dots', lines: item.dots }]
    if ('heading' in item) return [{ kind: 'part', text: fillFields(styled(item.heading), frame) }]
    return paragraph(styled(item.text), frame)
  })
}

const quarters = ['I', 'II', 'III', 'IV']

/** A zero stands before months 1 and 2 and days under ten only (domain reference §6.2). */
export function monthText(month: number): string {
  return month <= 2 ? `0${String(month)}` : String(month)
}

/** `tháng 02 năm 2026`, `quý IV năm 2026`. */
export function spanWords(
  { kind, from }: PeriodSpan,
  { common, styled }: Pick<Wording<PaperShape>, 'common' | 'styled'>,
): string {
  const { year, month, quarter } = periodParts(from)
  return fillFields(styled(common[kind]), {
    year: String(year),
    month: monthText(month),
    quarter: quarters[quarter - 1] ?? '',
  })
}

/** `ngày 05 tháng 02 năm 2026`. */
export function dateWords(
  date: LocalDate,
  { common, styled }: Pick<Wording<PaperShape>, 'common' | 'styled'>,
): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return fillFields(styled(common.date), {
    year,
    month: monthText(Number(month)),
    day: day.padStart(2, '0'),
  })
}

export function numberText(value: number): string {
  return formatNumber(value, 'vi')
}

/** Who draws a paper up, for which branch. */
export interface Drafting {
  readonly branch: BranchView
  readonly member: MemberView
}

/** As the branch calls itself; typed names stand as typed. */
export function issuerOf(
  { unit, name }: BranchView,
  { styled }: Pick<Wording<PaperShape>, 'styled'>,
): string {
  return unit.issuer ?? styled(name)
}

interface PaperContent {
  readonly about: string
  readonly body: readonly PaperBlock[]
  readonly ending: PaperEnding
}

/** By the branch, in the name of who drafts it when they may sign. */
export function signedBy<S extends PaperShape>(
  { member }: Drafting,
  { template, common, styled }: Wording<S>,
): PaperEnding {
  const signs = member.role === 'secretary' || member.role === 'deputy'
  return {
    kind: 'signed',
    recipients: { title: styled(common.recipients), lines: template.recipients.map(styled) },
    signature: {
      onBehalf: styled(common.onBehalf),
      office: styled(member.role === 'deputy' ? common.deputy : common.secretary),
      name: signs ? member.name : '',
    },
  }
}

/**
 * A paper of a ward's or commune's branch is dated there; elsewhere the place is written by hand.
 */
function placeOf(
  { parentName, unit }: BranchView,
  { common, styled }: Pick<Wording<PaperShape>, 'common' | 'styled'>,
): string {
  const place = /^đảng (?:bộ|ủy|uỷ) (?:xã|phường|thị trấn|đặc khu) (?<place>.+)$/iu.exec(
    parentName ?? '',
  )?.groups?.['place']
  return unit.place ?? styled(place ?? common.noPlace)
}

const usualSymbol = 'CB'

/**
 * The head and the foot around a content. Names of organisations that the branch typed stand as
 * typed.
 */
export function framePaper<S extends PaperShape>(
  { branch }: Drafting,
  wording: Wording<S>,
  { about, body, ending }: PaperContent,
  { now }: Moment,
): OfficialPaper {
  const { template, common, styled } = wording
  const { unit, parentName, zone } = branch
  const superior = unit.superior ?? (parentName === null ? null : styled(parentName))
  return {
    kind: 'official',
    superior: superior?.toLocaleUpperCase('vi') ?? null,
    issuer: issuerOf(branch, wording).toLocaleUpperCase('vi'),
    number: fillFields(styled(common.number), {
      symbol: `${template.symbol}/${unit.symbol ?? usualSymbol}`,
    }),
    draftMark: styled(common.draft),
    party: styled(common.party),
    placeAndDate: fillFields(styled(common.placeAndDate), {
      place: placeOf(branch, wording),
      year: localOf(now, zone).date.slice(0, 4),
    }),
    type: styled(template.type),
    about,
    body,
    ending,
    footer: styled(common.footer),
    madeAt: now,
  }
}
