// Questions without a level: read this, a deed, a voice; and whether all was really well.
import type { SheetItem } from '../../domain/sheet.ts'
import { type Asking, type Body, skip, wordingOf } from './prompt.ts'

export function open(asking: Asking, item: SheetItem): Body {
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
export function voiceText({ snapshot, moment: { t } }: Asking): Body {
  const isAnonymous = snapshot.account.conversation.sheet?.isAnonymous === true
  return {
    paragraphs: [isAnonymous ? t('voice.writeAnonymous') : t('voice.writeNamed')],
    visibility: 'committee',
    choices: [{ id: 'none', label: t('voice.dropIt') }],
    takes: 'text',
    why: null,
  }
}

export function gentle(asking: Asking): Body {
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
