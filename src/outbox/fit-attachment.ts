// A message as a platform can take it: its file by upload, by a link, or not at all.
import type { Address } from '../messaging/address.ts'
import type { Attachment, Outbound } from '../messaging/outbound.ts'
import type { Abilities } from '../messaging/platform.ts'

/**
 * Lays a file out for its one fetch, and gives the address. Rejects where the database cannot be
 * written.
 */
export type Publish = (file: Attachment) => Promise<string>

/**
 * Called when the message is about to leave, so that a link lives from then on, and a message that
 * went round to another account fits that account's platform. `publish`: absent without a public
 * address.
 */
export async function fitAttachment(
  message: Outbound,
  to: Address,
  abilities: Abilities,
  publish?: Publish,
): Promise<Outbound> {
  const { attachment, ...text } = message
  if (attachment === undefined) return message
  const isPicture = attachment.kind === 'picture'
  // A group has as many hands as members: a document in it would be the first one's.
  if (to.kind === 'group' && !isPicture) return text
  if (isPicture ? abilities.photoUpload : abilities.documents) return message
  const textForm = isPicture ? { ...text, text: joined(text.text, attachment.alt) } : text
  if (publish === undefined) return textForm
  const url = await publish(attachment)
  if (isPicture && abilities.photoByUrl === true)
    return { ...text, attachment: { ...attachment, url } }
  return { ...textForm, text: joined(textForm.text, `${attachment.linkLine}\n${url}`) }
}

function joined(...paragraphs: readonly string[]): string {
  return paragraphs.filter((paragraph) => paragraph !== '').join('\n\n')
}
