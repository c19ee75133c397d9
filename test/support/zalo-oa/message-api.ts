/**
 * The message calls of the account's API, done on the world, with Zalo's windows, limits and
 * refusals.
 */
import { arrayOf, recordOf, stringOf, type Params } from '../standin/params.ts'
import type { World } from './world.ts'

export type Answer = Readonly<Record<string, unknown>>

const maxText = 2000
const hour = 3_600_000
const freeMs = 48 * hour
const windowMs = 7 * 24 * hour

/** A refusal; like Zalo's, its message may quote what was sent. */
export function refusal(error: number, message = 'refused'): Answer {
  return { error, message }
}

/** Does what a call asks for; undefined for a path there is not. */
export function perform(path: string, body: Params, world: World, now: Date): Answer | undefined {
  if (path === '/v3.0/oa/message/cs') return sendToPerson(body, world, now)
  if (path === '/v3.0/oa/group/message') return sendToGroup(body, world, now)
  if (path === '/v3.0/oa/message/template') return sendTemplate(body, world, now)
  return undefined
}

/** Whom a call writes to. */
export function chatOf(body: Params): string | undefined {
  const recipient = recordOf(body['recipient'])
  return (
    stringOf(recipient['user_id']) ?? stringOf(recipient['group_id']) ?? stringOf(body['user_id'])
  )
}

function sendToPerson(body: Params, world: World, now: Date): Answer {
  const id = stringOf(recordOf(body['recipient'])['user_id'])
  const person = id === undefined ? undefined : world.people.get(id)
  if (!person) return refusal(-201, 'user_id is invalid')
  const fault = textFault(body)
  if (fault) return fault
  if (person.isBlocking) return refusal(-244, 'user restricted')
  const silentMs = now.getTime() - person.heardAt
  if (person.heardAt === 0 && !person.isFollowing) return refusal(-213, 'user has not followed')
  if (silentMs > windowMs) return refusal(-230, `no interaction in 7 days: ${textOf(body)}`)
  if (silentMs > freeMs && world.paidLeft === 0) return refusal(-211, 'out of quota')
  const isPaid = silentMs > freeMs
  if (isPaid) world.paidLeft -= 1
  const messageId = world.show(
    person.id,
    { text: textOf(body), buttons: buttonsOf(body), ...pictureOf(body) },
    now,
  )
  const quota = {
    quota_type: isPaid ? 'purchase_quota' : 'reply',
    remain: isPaid ? String(world.paidLeft) : '8',
    owner_type: 'OA',
  }
  return done({ message_id: messageId, user_id: person.id, quota })
}

function sendToGroup(body: Params, world: World, now: Date): Answer {
  const id = stringOf(recordOf(body['recipient'])['group_id'])
  const group = id === undefined ? undefined : world.groups.get(id)
  if (!group) return refusal(-241, 'OA is not in the group')
  if (!group.isEnabled) return refusal(-237, 'group is disabled')
  const fault = textFault(body)
  if (fault) return fault
  return done({
    message_id: world.show(group.id, { text: textOf(body), buttons: [], ...pictureOf(body) }, now),
    group_id: group.id,
  })
}

function sendTemplate(body: Params, world: World, now: Date): Answer {
  const person = world.people.get(stringOf(body['user_id']) ?? '')
  const id = stringOf(body['template_id'])
  if (!person || id === undefined) return refusal(-201, 'user_id is invalid')
  if (person.isBlocking) return refusal(-217, 'user blocked')
  if (world.paidLeft === 0) return refusal(-321, 'out of money')
  world.paidLeft -= 1
  const template = { id, data: recordOf(body['template_data']) }
  const messageId = world.show(person.id, { text: '', buttons: [], template }, now)
  return done({ message_id: messageId, user_id: person.id, sent_time: String(now.getTime()) })
}

function textFault(body: Params): Answer | undefined {
  const text = textOf(body)
  const media = mediaOf(body)
  if (media !== undefined && !(/^https?:/u.test(media) && URL.canParse(media)))
    return refusal(-201, 'attachment is invalid')
  if (text.trim() === '' && media === undefined) return refusal(-201, 'message is invalid')
  return text.length > maxText ? refusal(-210, 'parameter too long') : undefined
}

function textOf(body: Params): string {
  return stringOf(recordOf(body['message'])['text']) ?? ''
}

/** The address of a picture; undefined where there is none. */
function mediaOf(body: Params): string | undefined {
  const { type, payload } = recordOf(recordOf(body['message'])['attachment'])
  const { template_type: template, elements } = recordOf(payload)
  const [first] = arrayOf(elements).map(recordOf)
  if (type !== 'template' || template !== 'media') return undefined
  return first?.['media_type'] === 'image' ? (stringOf(first['url']) ?? '') : ''
}

function pictureOf(body: Params): { readonly picture?: string } {
  const picture = mediaOf(body)
  return picture === undefined ? {} : { picture }
}

function buttonsOf(body: Params): { title: string; payload: string }[] {
  const { payload } = recordOf(recordOf(body['message'])['attachment'])
  return arrayOf(recordOf(payload)['buttons'])
    .map(recordOf)
    .map((one) => ({
      title: stringOf(one['title']) ?? '',
      payload: stringOf(one['payload']) ?? '',
    }))
}

function done(data: Answer): Answer {
  return { data, error: 0, message: 'Success' }
}
