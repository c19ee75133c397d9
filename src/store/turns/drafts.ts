// A reply as it will wait to be sent: to whom, when, signed.
import { afterQuiet } from '../../domain/quiet-hours.ts'
import type { OutboxDraft } from '../../outbox/draft.ts'
import { hex } from '../../outbox/sealed-address.ts'
import type { Keyring } from '../../sealing/keyring.ts'
import type { Reply } from '../change.ts'
import { signed } from '../signature.ts'
import { replyKeyOf } from '../turn-key.ts'
import type { BegunTurn } from './begin.ts'
import { type Correspondent, type Correspondents, keyOf } from './correspondents.ts'

/** What a draft is made of beside its reply. */
interface Addressing {
  readonly begun: BegunTurn
  readonly others: Correspondents
  readonly id: () => string
  readonly keyring: Keyring
}

function recipientsOf(reply: Reply, { begun, others }: Addressing): readonly Correspondent[] {
  const { snapshot } = begun
  if (reply.to.kind === 'here') {
    const subject = reply.signedFor ?? snapshot.member?.id ?? snapshot.account.id
    const { from, member } = snapshot
    const isElder = member?.isElder === true && from.kind === 'private'
    const memberId = member?.id ?? null
    return [{ bot: from.bot, address: from, subject, memberId, language: 'vi', isElder }]
  }
  return others.get(keyOf(reply.to)) ?? []
}

/** One for each chat that hears it. */
export function draftsOf(
  reply: Reply,
  place: number,
  addressing: Addressing,
): readonly OutboxDraft[] {
  return recipientsOf(reply, addressing).map((recipient) =>
    draftTo(recipient, reply, place, addressing),
  )
}

/** What several chats hear is said once in each. */
function keyIn({ address }: Correspondent, { dedupeKey, to }: Reply): string | undefined {
  if (dedupeKey === undefined || to.kind !== 'otherChats' || !('chatHash' in address))
    return dedupeKey
  return `${dedupeKey}:${hex(address.chatHash)}`
}

function draftTo(
  recipient: Correspondent,
  reply: Reply,
  place: number,
  { begun, id, keyring }: Addressing,
): OutboxDraft {
  const { branch } = begun.snapshot
  const said = reply.inLanguages?.[recipient.language] ?? reply.message
  const isPrompt = reply.class === 'prompt'
  const from = reply.notBefore ?? begun.now
  const notBefore = isPrompt && branch !== null ? afterQuiet(from, branch.quiet, branch.zone) : from
  return {
    id: id(),
    bot: recipient.bot,
    dedupeKey: keyIn(recipient, reply) ?? replyKeyOf(begun.inbound, place),
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
