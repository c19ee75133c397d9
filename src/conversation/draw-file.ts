import { drawPaper } from '../documents/paper.ts'
import type { Attachment, Outbound } from '../messaging/outbound.ts'
import type { FileDraft } from './turn.ts'

async function drawn({ paper, ...words }: FileDraft): Promise<Attachment> {
  return {
    kind: paper.kind === 'picture' ? 'picture' : 'document',
    ...words,
    ...(await drawPaper(paper)),
  }
}

/**
 * The message with its file, drawn. Never in a transaction: a picture takes a second on a busy
 * machine.
 */
export async function withFile(message: Outbound, file: FileDraft): Promise<Outbound> {
  return { ...message, attachment: await drawn(file) }
}
