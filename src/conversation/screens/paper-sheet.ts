// A member's sheet as it is printed: the same questions in the same words as in their chat, with
// numbers that begin at the first question that has letters. Whoever prints it, or is handed the
// strip, must not see from a number how much its owner has promised.
import type { PaperGroup, PaperQuestion, SheetPage } from '../../documents/sheet-page.ts'
import { formatCode } from '../../domain/code.ts'
import type { StepKey } from '../../domain/conversation.ts'
import type { Period } from '../../domain/period.ts'
import type { Pack } from '../../domain/questionnaire.ts'
import type { Sheet, SheetItem } from '../../domain/sheet.ts'
import { formatPeriod } from '../../i18n/format.ts'
import type { Translator } from '../../i18n/translator.ts'
import { choiceWords } from '../sheet/quick-page.ts'

const letters = 'abcdefghi'

interface PaperChoice {
  readonly id: string
  readonly label: string
}

/** A question that has a letter on paper; its number is its place among those. */
export interface PaperCoded {
  readonly item: SheetItem
  readonly number: number
  readonly choices: readonly PaperChoice[]
}

/** “b”: the letter of a choice. */
export function letterOf(place: number): string {
  return letters.charAt(place)
}

function choicesOf(item: SheetItem, pack: Pack, t: Translator): readonly PaperChoice[] {
  const words = (levels: Pack['scale']['levels']) =>
    levels.map(({ id, label }) => ({ id, label: label[t.language] }))
  if (item.kind === 'head') return words(pack.scale.levels)
  if (item.kind === 'manifestation') return words(pack.manifestationScale.levels)
  return item.kind === 'acknowledge'
    ? [{ id: 'read', label: pack.acknowledgement.confirm[t.language] }]
    : []
}

/**
 * What has a code: levels, and that group III was read. Not a promise, whose outcome is the
 * member's own and changes what they are reminded of; and nothing that is written in words
 * (docs/decisions/027).
 */
export function codedOf({ items }: Sheet, pack: Pack, t: Translator): readonly PaperCoded[] {
  return items
    .map((item) => ({ item, choices: choicesOf(item, pack, t) }))
    .filter(({ choices }) => choices.length > 0)
    .map((question, place) => ({ ...question, number: place + 1 }))
}

/** Where the answer to a coded question is kept. */
export function stepOf({ kind, key }: SheetItem): StepKey {
  return `${key}.${kind === 'acknowledge' ? 'read' : 'level'}`
}

type Words = Pick<PaperGroup, 'lead'> & Pick<PaperQuestion, 'text' | 'takes'>
type Printed = Exclude<SheetItem, { kind: 'promise' }>

function wordsOf(item: Printed, pack: Pack, t: Translator): Words {
  switch (item.kind) {
    case 'head':
    case 'manifestation':
    case 'acknowledge':
      return { ...choiceWords(item, pack, t), takes: 'code' }
    case 'deed':
    case 'voice': {
      const { wordings } = pack[item.kind]
      return {
        lead: '',
        text: (wordings[item.wording] ?? wordings[0])?.[t.language] ?? '',
        takes: 'words',
      }
    }
  }
}

/**
 * What was promised is not printed, as whoever prints the sheet would read it. It is asked after on
 * every sheet in the same line, without a number, whether there is anything or not.
 */
function promiseGroup(t: Translator): PaperGroup {
  return {
    lead: '',
    questions: [{ number: null, text: t('paperSheet.promise'), takes: 'nothing' }],
  }
}

function groupsOf({ items }: Sheet, pack: Pack, t: Translator): readonly PaperGroup[] {
  const groups: PaperGroup[] = []
  const printed = items.filter((item): item is Printed => item.kind !== 'promise')
  printed.forEach((item, place) => {
    const { lead, text, takes } = wordsOf(item, pack, t)
    const list = choicesOf(item, pack, t)
      .map(({ label }, at) => `${letterOf(at)}\u00a0–\u00a0${label}`)
      .join('; ')
    const head = [lead, list === '' ? '' : t('paperSheet.choices', { list })]
      .filter((part) => part !== '')
      .join(' ')
    const before = groups.at(-1)
    const asked = before?.lead === head ? before.questions : []
    if (before?.lead === head) groups.pop()
    groups.push({ lead: head, questions: [...asked, { number: place + 1, text, takes }] })
  })
  return [promiseGroup(t), ...groups]
}

interface PaperSheetOf {
  readonly name: string
  readonly period: Period
  readonly sheet: Sheet
  readonly pack: Pack
  /** Not formatted. */
  readonly code: string
  /** The line that is signed, from the consent notice. */
  readonly consent: string
}

export function paperSheetPage(
  { name, period, sheet, pack, code, consent }: PaperSheetOf,
  t: Translator,
): SheetPage {
  return {
    heading: t('paperSheet.heading', { period: formatPeriod(period) }),
    name,
    how: t('paperSheet.how'),
    groups: groupsOf(sheet, pack, t),
    code: formatCode(code),
    strip: {
      title: t('paperSheet.strip'),
      consent,
      sign: t('paperSheet.sign'),
      date: t('paperSheet.date'),
    },
  }
}
