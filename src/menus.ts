// The platforms' own command menus: everyone's at start, an officer's in their own chat when they
// speak.
import { officerCommandNames, memberCommandNames } from './conversation/screens/help.ts'
import type { CommandName } from './conversation/commands.ts'
import { languages, type Translators } from './i18n/translator.ts'
import type { Log } from './log.ts'
import type { Address } from './messaging/address.ts'
import type { MenuCommand, MenuScope, Platform } from './messaging/platform.ts'

/** Who spoke, and whether their office has commands of its own. */
export interface Speaker {
  readonly from: Address
  readonly commands: readonly CommandName[]
}

export interface Menus {
  atStart(): Promise<void>
  readonly forOfficer: (speaker: Speaker) => void
}

const groupCommands: readonly CommandName[] = ['lichhop', 'huongdan', 'nhom']

export function createMenus(
  platforms: ReadonlyMap<string, Platform>,
  words: Translators,
  log: Log,
): Menus {
  /** Chats whose menu was set in this run: once is enough. */
  const known = new Set<string>()
  const set = async (
    platform: Platform,
    scope: MenuScope,
    names: readonly CommandName[],
  ): Promise<void> => {
    for (const language of languages) {
      const commands: readonly MenuCommand[] = names.map((name) => ({
        name,
        description: words[language](`commands.${name}.menu`),
      }))
      await platform.setMenu?.(scope, language, commands)
    }
  }
  const quietly = async (work: Promise<void>, bot: string): Promise<void> => {
    await work.catch((error: unknown) => {
      log.write('bot.menuNotSet', { bot, error })
    })
  }
  return {
    atStart: async () => {
      // Beside each other: one platform that is down holds up no other.
      await Promise.all(
        [...platforms.values()].map(async (platform) => {
          await quietly(set(platform, { kind: 'private' }, memberCommandNames), platform.bot)
          await quietly(set(platform, { kind: 'group' }, groupCommands), platform.bot)
        }),
      )
    },
    forOfficer: ({ from, commands }) => {
      const platform = platforms.get(from.bot)
      const key = `${from.bot} ${from.chat} ${commands.join()}`
      if (platform === undefined || known.has(key)) return
      known.add(key)
      if (commands.some((name) => officerCommandNames.includes(name)))
        void quietly(set(platform, { kind: 'chat', chat: from.chat }, commands), from.bot)
    },
  }
}
