import type { Translator } from '../../i18n/translator.ts'
import type { PlatformName } from '../../messaging/platform.ts'
import type { BotFace } from '../../store/snapshot.ts'

/** Whether a bot serves the branch whose bots these are. */
export function isServedBy(bots: readonly Pick<BotFace, 'id'>[], bot: string): boolean {
  return bots.length === 0 || bots.some(({ id }) => id === bot)
}

/** In a group a Zalo Bot gets only what mentions it, and people there are not told so by Zalo. */
export function hearsMentionsOnly({ platform }: Pick<BotFace, 'platform'>): boolean {
  return platform === 'zalo-bot'
}

function line({ platform, title, link }: BotFace, t: Translator): string {
  const values = {
    title: title ?? t('bots.nameless'),
    platform: t(`bots.platforms.${platform as PlatformName}`),
  }
  return link === null ? t('bots.line', values) : t('bots.linkedLine', { ...values, link })
}

/** One line each: what it is called, on which platform, and the link that opens it. */
export function botLines(bots: readonly BotFace[], t: Translator): string {
  return bots.map((bot) => line(bot, t)).join('\n')
}
