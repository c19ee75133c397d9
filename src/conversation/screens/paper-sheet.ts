// A member's sheet as it is printed: the same questions, in the same words and with the same
// numbers as in their chat.
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

/** A question that has a letter on paper; its number is its place in the sheet. */
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
  const all = items.map((item, place) => ({
    item,
    number: place + 1,
    choices: choicesOf(item, pack, t),
  }))
  return all.filter(({ choices }) => choices.length > 0)
}

/** Where the answer to a coded question is kept. */
export function stepOf({ kind, key }: SheetItem): StepKey {
  return `${key}.${kind === 'acknowledge' ? 'read' : 'level'}`
}

type Words = Pick<PaperGroup, 'lead'> & Pick<PaperQuestion, 'text' | 'takes'>

/** What was promised is not printed: whoever prints the sheet would read it. */
function wordsOf(item: SheetItem, pack: Pack, t: Translator): Words {
  switch (item.kind) {
    case 'promise':
      return { lead: '', text: t('paperSheet.promise'), takes: 'nothing' }
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

function groupsOf({ items }: Sheet, pack: Pack, t: Translator): readonly PaperGroup[] {
  const groups: PaperGroup[] = []
  items.forEach((item, place) => {
    const { lead, text, takes } = wordsOf(item, pack, t)
    const list = choicesOf(item, pack, t)
      .map(({ label }, at) => `${letterOf(at)}\u00a0–\u00a0${label}`)
      .join('; ')
    const head = [lead, list === '' ? '' : t('paperSheet.choices', { list })]
      .filter((part) => part !== '')
      .join(' ')
    const before = groups.at(-1)
    const asked = before?.lead === head ? before.questions : []
    const last = asked.at(-1)
    // All promises are asked after in one line: nothing tells one from another here.
    const isAgain = takes === 'nothing' && last?.text === text
    const questions = isAgain
      ? [...asked.slice(0, -1), { ...last, numbers: [...last.numbers, place + 1] }]
      : [...asked, { numbers: [place + 1], text, takes }]
    if (before?.lead === head) groups.pop()
    groups.push({ lead: head, questions })
  })
  return groups
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
