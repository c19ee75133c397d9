import { join } from 'node:path'
import { slipsOf } from '../../conversation/screens/slips.ts'
import { packageRoot } from '../../database/package-root.ts'
import { drawSlips } from '../../documents/slips.ts'
import { createTranslators } from '../../i18n/translator.ts'
import type { IssuedCode } from '../../store/codes.ts'
import type { BotFace } from '../../store/snapshot.ts'

/** Invitation slips in Vietnamese, which is what a branch speaks on paper. */
export function drawInvitations(
  codes: readonly IssuedCode[],
  bots: readonly BotFace[],
  until: string,
  now: Date,
): Promise<Uint8Array> {
  const { vi } = createTranslators(join(packageRoot(import.meta.url), 'locales'))
  return drawSlips(
    slipsOf(
      codes.map(({ fullName: name, code }) => ({ name, code })),
      bots,
      until,
      now,
      vi,
    ),
  )
}
