// One prompt of the sheet: what is asked, who will see the answer, what can be chosen and what may
// be typed.
import type { StepKey } from '../../domain/conversation.ts'
import { gentleKey, itemKeyOf, numberOf, partOf } from '../../domain/course.ts'
import { dueDateChoices } from '../../domain/due-date.ts'
import { localOf } from '../../domain/local-time.ts'
import type { Cause, Localised, Visibility } from '../../domain/questionnaire.ts'
import type { SheetItem } from '../../domain/sheet.ts'
import { formatDate, formatShortDate } from '../../i18n/format.ts'
import { shorten } from '../shorten.ts'
import type { Moment } from '../turn.ts'
import { type SheetSnapshot, scaleOf } from './course.ts'

export interface PromptChoice {
  readonly id: string
  readonly label: string
  /** Whole answers that mean the same. */
  readonly also?: readonly string[]
}

export interface Prompt {
  readonly step: StepKey
  readonly paragraphs: readonly string[]
  readonly visibility: Visibility
  readonly choices: readonly PromptChoice[]
  /** What typed words beyond the choices are taken as; null: only a choice will do. */
  readonly takes: 'text' | 'date' | null
  /** Why this is asked, with its source. */
  readonly why: string | null
}

interface Asking {
  readonly snapshot: SheetSnapshot
  readonly moment: Moment
  readonly step: StepKey
  readonly words: (text: Localised) => string
}

type Body = Omit<Prompt, 'step'>

export function itemOf({ assessment }: SheetSnapshot, step: StepKey): SheetItem | undefined {
  return assessment.sheet.items.find(({ key }) => key === itemKeyOf(step))
}

function skip({ moment: { t } }: Asking): PromptChoice {
  return { id: 'skip', label: t('sheet.choices.skip') }
}

/** The wording frozen for this sheet; a pack that lost wordings falls back to its first. */
function wordingOf({ words }: Asking, wordings: readonly Localised[], index: number): string {
  const wording = wordings[index] ?? wordings[0]
  return wording === undefined ? '' : words(wording)
}

/**
 * Fewer controls and shorter texts (domain/elder.ts); “vì sao” and a typed date are still heard.
 */
function isElder({ snapshot: { member } }: Asking): boolean {
  return member.isElder
}

/** What was promised, and until when. */
export function promiseText(snapshot: SheetSnapshot, remedyId: string, { t }: Moment): string {
  const remedy = snapshot.remedies.find(({ id }) => id === remedyId)
  if (remedy === undefined) return t('sheet.promise.gone')
  if (remedy.measure === null || remedy.dueOn === null) {
    return `${t('sheet.promise.unplanned', { cause: shorten(remedy.cause ?? '') })}\n${t('sheet.promise.planLater')}`
  }
  return t('sheet.promise.what', {
    measure: shorten(remedy.measure),
    date: formatDate(remedy.dueOn),
  })
}

function promiseState(asking: Asking, item: Extract<SheetItem, { kind: 'promise' }>): Body {
  const { t } = asking.moment
  const choices = (['done', 'progress', 'move', 'drop'] as const).map((id) => {
    return {
      id,
      label: t(`sheet.promise.choices.${id}`),
      also: t(`sheet.promise.also.${id}`).split('|'),
    }
  })
  const lead = item.key === 'p1' ? t('sheet.promise.first') : t('sheet.promise.next')
  return {
    paragraphs: [
      `${lead}\n${promiseText(asking.snapshot, item.remedyId, asking.moment)}`,
      t('sheet.promise.question'),
    ],
    visibility: 'self',
    choices,
    takes: null,
    why: t('sheet.promise.why'),
  }
}

/** The dates offered, by their own ISO text. */
export function dueChoices({
  snapshot,
  moment,
}: Pick<Asking, 'snapshot' | 'moment'>): readonly PromptChoice[] {
  const { t, now } = moment
  const today = localOf(now, snapshot.branch.zone).date
  return dueDateChoices(today, snapshot.meeting?.date ?? null).map(({ id, date }) => ({
    id: date,
    label: t(`sheet.due.choices.${id}`, { date: formatShortDate(date) }),
  }))
}

function due(asking: Asking, question: string): Body {
  return {
    paragraphs: isElder(asking) ? [question] : [question, asking.moment.t('sheet.due.hint')],
    visibility: 'self',
    choices: dueChoices(asking),
    takes: 'date',
    why: null,
  }
}

function level(asking: Asking, item: SheetItem): Body {
  const {
    snapshot,
    words,
    moment: { t },
  } = asking
  const { pack } = snapshot.round
  const choices = (scaleOf(item, pack)?.levels ?? []).map(({ id, label }) => ({
    id,
    label: words(label),
  }))
  const why = isElder(asking) ? [] : [{ id: 'why', label: t('sheet.choices.why') }]
  const ask = { choices: [...choices, ...why], takes: null } as const
  if (item.kind === 'head') {
    const head = pack.heads.find(({ id }) => id === item.head)
    if (head === undefined) throw new Error('a sheet names a head its pack does not have')
    const mark = pack.mark === null ? '' : ` (${words(pack.mark)})`
    const lead = t('sheet.head', { name: words(head.name), mark })
    return {
      ...ask,
      paragraphs: [`${lead}\n${wordingOf(asking, head.wordings, item.wording)}`],
      visibility: head.visibility,
      why: `${words(head.why)}\n${words(head.source)}`,
    }
  }
  if (item.kind !== 'manifestation') throw new Error('only heads and manifestations have levels')
  const manifestation = pack.manifestations.items.find(({ id }) => id === item.id)
  if (manifestation === undefined)
    throw new Error('a sheet names a manifestation its pack does not have')
  const lead = t('sheet.manifestation', {
    id: item.id,
    mark: words(pack.manifestations.mark),
    text: words(manifestation.text),
  })
  const question = wordingOf(asking, pack.manifestation.wordings, item.wording)
  return {
    ...ask,
    paragraphs: [lead, question],
    visibility: pack.manifestation.visibility,
    why: `${words(pack.manifestation.why)}\n${words(pack.manifestations.source)}`,
  }
}

export function causesOf(
  { round: { pack } }: SheetSnapshot,
  item: SheetItem | undefined,
): readonly Cause[] {
  if (item?.kind === 'head') return pack.heads.find(({ id }) => id === item.head)?.causes ?? []
  return item?.kind === 'manifestation' ? pack.manifestation.causes : []
}

function cause(asking: Asking, item: SheetItem | undefined): Body {
  const { t } = asking.moment
  const choices = causesOf(asking.snapshot, item).map(({ id, label }) => ({
    id,
    label: asking.words(label),
  }))
  const paragraphs = isElder(asking)
    ? [t('sheet.cause.question')]
    : [t('sheet.cause.question'), t('sheet.cause.hint')]
  return { paragraphs, visibility: 'self', choices, takes: 'text', why: null }
}

function measure({ moment: { t } }: Asking): Body {
  const none = { id: 'none', label: t('sheet.measure.none') }
  return {
    paragraphs: [t('sheet.measure.question')],
    visibility: 'self',
    choices: [none],
    takes: 'text',
    why: null,
  }
}

function open(asking: Asking, item: SheetItem): Body {
  const {
    snapshot: {
      round: { pack },
    },
    words,
    moment: { t },
  } = asking
  if (item.kind === 'acknowledge') {
    const { text, confirm, visibility, why } = pack.acknowledgement
    return {
      paragraphs: [words(text)],
      visibility,
      choices: [{ id: 'read', label: words(confirm) }, skip(asking)],
      takes: null,
      why: words(why),
    }
  }
  if (item.kind === 'deed') {
    return {
      paragraphs: [wordingOf(asking, pack.deed.wordings, item.wording)],
      visibility: pack.deed.visibility,
      choices: [skip(asking)],
      takes: 'text',
      why: words(pack.deed.why),
    }
  }
  const wordings = item.kind === 'voice' ? wordingOf(asking, pack.voice.wordings, item.wording) : ''
  const choices = (['named', 'anonymous', 'none'] as const).map((id) => {
    return { id, label: t(`voice.choices.${id}`), also: t(`voice.also.${id}`).split('|') }
  })
  return {
    paragraphs: [wordings],
    visibility: pack.voice.visibility,
    choices,
    takes: null,
    why: words(pack.voice.why),
  }
}

/** The voice as it is being written: an anonymous one says so. */
function voiceText({ snapshot, moment: { t } }: Asking): Body {
  const isAnonymous = snapshot.account.conversation.sheet?.isAnonymous === true
  return {
    paragraphs: [isAnonymous ? t('voice.writeAnonymous') : t('voice.writeNamed')],
    visibility: 'committee',
    choices: [{ id: 'none', label: t('voice.dropIt') }],
    takes: 'text',
    why: null,
  }
}

function gentle(asking: Asking): Body {
  const {
    snapshot,
    moment: { t },
  } = asking
  const { gentle: texts } = snapshot.round.pack
  const hasSameText = snapshot.account.conversation.sheet?.hasSameText === true
  const wordings = hasSameText ? texts.sameText : texts.allGood
  const choices = (['yes', 'no'] as const).map((id) => ({ id, label: t(`sheet.gentle.${id}`) }))
  return {
    paragraphs: [wordingOf(asking, wordings, snapshot.round.number % Math.max(1, wordings.length))],
    visibility: 'self',
    choices,
    takes: null,
    why: null,
  }
}

function bodyOf(asking: Asking): Body {
  const {
    step,
    snapshot,
    moment: { t },
  } = asking
  const item = itemOf(snapshot, step)
  if (itemKeyOf(step) === gentleKey && partOf(step) === 'choice') return gentle(asking)
  switch (partOf(step)) {
    case 'cause':
      return cause(asking, item)
    case 'measure':
      return measure(asking)
    case 'due':
      return due(
        asking,
        t(item?.kind === 'promise' ? 'sheet.promise.newDate' : 'sheet.due.question'),
      )
    case 'result':
      return {
        paragraphs: [t('sheet.promise.result')],
        visibility: 'self',
        choices: [skip(asking)],
        takes: 'text',
        why: null,
      }
    case 'reason':
      return {
        paragraphs: [t('sheet.promise.reason')],
        visibility: 'self',
        choices: [],
        takes: 'text',
        why: null,
      }
    case 'state':
      if (item?.kind !== 'promise') throw new Error('only promises have a state')
      return promiseState(asking, item)
    case 'level':
      if (item === undefined) throw new Error('a level belongs to an item')
      return level(asking, item)
    case 'text':
      if (item?.kind === 'voice') return voiceText(asking)
      break
    case 'read':
    case 'choice':
  }
  if (item === undefined) throw new Error('an open question belongs to an item')
  return open(asking, item)
}

/** The prompt of a step, in the words of the moment. The same for buttons and for typing. */
export function promptOf(snapshot: SheetSnapshot, step: StepKey, moment: Moment): Prompt {
  return { step, ...bodyOf({ snapshot, moment, step, words: (text) => text[moment.t.language] }) }
}

/** "(Câu 3/9)": where the member is; nothing at the gentle question. */
export function progressOf(
  { assessment: { sheet } }: SheetSnapshot,
  step: StepKey,
  { t }: Moment,
): string {
  const number = numberOf(sheet, step)
  return number === null ? '' : t('sheet.progress', { number, total: sheet.items.length })
}
