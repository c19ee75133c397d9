import { apiError, type ApiError } from './api-error.ts'
import type { World } from './world.ts'

/** Why the bot may not write to a chat, in Telegram's words; undefined when it may. */
export function refusalFor(chat: number | undefined, world: World): ApiError | undefined {
  if (chat === undefined) return apiError(400, 'Bad Request: chat_id is empty')
  return chat < 0 ? groupRefusal(chat, world) : personRefusal(chat, world)
}

function groupRefusal(chat: number, world: World): ApiError | undefined {
  const movedTo = world.moved.get(chat)
  if (movedTo !== undefined)
    return apiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      migrate_to_chat_id: movedTo,
    })
  const group = world.groups.get(chat)
  if (!group) return apiError(400, 'Bad Request: chat not found')
  return group.hasBot
    ? undefined
    : apiError(403, `Forbidden: bot was kicked from the ${group.type} chat`)
}

function personRefusal(chat: number, world: World): ApiError | undefined {
  switch (world.people.get(chat)?.standing) {
    case undefined:
      return apiError(400, 'Bad Request: chat not found')
    case 'stranger':
      return apiError(403, "Forbidden: bot can't initiate conversation with a user")
    case 'blocked':
      return apiError(403, 'Forbidden: bot was blocked by the user')
    case 'deactivated':
      return apiError(403, 'Forbidden: user is deactivated')
    case 'started':
      return undefined
  }
}
