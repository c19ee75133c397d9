// The command menus of a chat.
import type { Opts } from 'telegraf/types'
import type { MenuCommand, MenuScope } from '../../messaging/platform.ts'
import type { Call } from './call.ts'
import { chatId } from './compose.ts'

export async function setMenu(
  { call, deadlineMs }: { readonly call: Call; readonly deadlineMs: number },
  scope: MenuScope,
  language: 'vi' | 'en',
  commands: readonly MenuCommand[],
): Promise<void> {
  // Without a language code the menu is everybody's whose app speaks neither of ours: they see the
  // Vietnamese one.
  const languages =
    language === 'vi' ? [{ language_code: 'vi' }, {}] : [{ language_code: language }]
  const list = commands.map(({ name, description }) => ({ command: name, description }))
  await Promise.all(
    languages.map((code) =>
      call('setMyCommands', { commands: list, scope: menuScope(scope), ...code }, { deadlineMs }),
    ),
  )
}

/** https://core.telegram.org/bots/api#botcommandscope */
function menuScope(scope: MenuScope): NonNullable<Opts<'setMyCommands'>['scope']> {
  switch (scope.kind) {
    case 'private':
      return { type: 'all_private_chats' }
    case 'group':
      return { type: 'all_group_chats' }
    case 'chat':
      return { type: 'chat', chat_id: chatId(scope.chat) }
  }
}
