// A reply as it will wait to be sent: to whom, when, signed.
import { afterQuiet } from '../../domain/quiet-hours.ts'
import type { OutboxDraft } from '../../outbox/draft.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import type { Reply } from '../change.ts'
import { signed } from '../signature.ts'
import { replyKeyOf } from '../turn-key.ts'
import type { BegunTurn } from './begin.ts'
import type { Correspondent } from './correspondents.ts'

/** What a draft is made of beside its reply. */
interface Addressing {
  readonly begun: BegunTurn
  readonly others: ReadonlyMap<string, Correspondent>
  readonly id: () => string
  readonly keyring: Keyring
}

function recipientOf(reply: Reply, { begun, others }: Addressing): Correspondent | null {
  const { snapshot } = begun
  if (reply.to.kind === 'here') {
    const subject = reply.signedFor ?? snapshot.member?.id ?? snapshot.account.id
    const { from, member } = snapshot
    const isElder = member?.isElder === true && from.kind === 'private'
    return {
      bot: from.bot,
      address: from,
      subject,
      memberId: member?.id ?? null,
      language: 'vi',
      isElder,
    }
  }
  return (
    others.get(reply.to.kind === 'member' ? reply.to.memberId : `secretary:${reply.to.branchId}`) ??
    null
  )
}

export function draftOf(reply: Reply, place: number, addressing: Addressing): OutboxDraft | null {
  const { begun, id, keyring } = addressing
  const recipient = recipientOf(reply, addressing)
  if (recipient === null) return null
  const { branch } = begun.snapshot
  const said = reply.inLanguages?.[recipient.language] ?? reply.message
  const isPrompt = reply.class === 'prompt'
  const from = reply.notBefore ?? begun.now
  const notBefore = isPrompt && branch !== null ? afterQuiet(from, branch.quiet, branch.zone) : from
  return {
    id: id(),
    bot: recipient.bot,
    dedupeKey: reply.dedupeKey ?? replyKeyOf(begun.inbound, place),
    class: reply.class,
    lane: isPrompt ? 1 : 0,
    address: recipient.address,
    message: signed(
      recipient.isElder ? { ...said, isByDigits: true } : said,
      recipient.subject,
      keyring,
    ),
    notBefore,
    ...(reply.notAfter === undefined ? {} : { notAfter: reply.notAfter }),
    ...(reply.mergeKey === undefined ? {} : { mergeKey: reply.mergeKey }),
    ...(recipient.memberId === null ? {} : { memberId: recipient.memberId }),
    ...(branch === null ? {} : { branchId: branch.id }),
  }
}
