// The invitation slips of a branch, for `/moi` and for the operator.
import type { Slips } from '../../documents/slips.ts'
import { formatCode } from '../../domain/code.ts'
import type { Translator } from '../../i18n/translator.ts'
import type { PlatformName } from '../../messaging/platform.ts'
import type { BotFace } from '../../store/snapshot.ts'

interface Invited {
  readonly name: string
  /** Not formatted. */
  readonly code: string
}

/** Telegram takes the code along in its link; elsewhere the link only opens the chat. */
function linkOf(bot: BotFace | undefined, code: string): string | null {
  if (bot?.link === undefined || bot.link === null) return null
  return bot.platform === 'telegram' ? `${bot.link}?start=${code}` : bot.link
}

function stepsOf(bot: BotFace | undefined, t: Translator): readonly string[] {
  const check = t('slips.check')
  const hasLink = bot?.link !== undefined && bot.link !== null
  if (hasLink && bot.platform === 'telegram') return [t('slips.scan'), t('slips.start'), check]
  const name = bot?.title ?? t('bots.nameless')
  const platform = bot === undefined ? '' : t(`bots.platforms.${bot.platform as PlatformName}`)
  const where = bot === undefined ? t('slips.somewhere') : t('slips.where', { name, platform })
  return [t(hasLink ? 'slips.scanOrOpen' : 'slips.open', { where }), t('slips.type'), check]
}

/** Of several bots the one members are likeliest to have: one with a link, Zalo before Telegram. */
function botOf(bots: readonly BotFace[]): BotFace | undefined {
  const linked = bots.filter(({ link }) => link !== null)
  return linked.find(({ platform }) => platform !== 'telegram') ?? linked[0] ?? bots[0]
}

/** `until`: the codes' last day, as it is written. */
export function slipsOf(
  invited: readonly Invited[],
  bots: readonly BotFace[],
  until: string,
  madeAt: Date,
  t: Translator,
): Slips {
  const bot = botOf(bots)
  return {
    kind: 'slips',
    title: t('slips.title'),
    steps: stepsOf(bot, t),
    note: t('slips.note', { date: until }),
    madeAt,
    slips: invited.map(({ name, code }) => ({
      name,
      code: formatCode(code),
      link: linkOf(bot, code),
    })),
  }
}
