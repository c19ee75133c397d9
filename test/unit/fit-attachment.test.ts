import { expect, test, vi } from 'vitest'
import type { Attachment, Outbound } from '../../src/messaging/outbound.ts'
import type { Abilities } from '../../src/messaging/platform.ts'
import { fitAttachment } from '../../src/outbox/fit-attachment.ts'

const document: Attachment = {
  kind: 'document',
  fileName: 'lịch.ics',
  mediaType: 'text/calendar',
  bytes: Uint8Array.of(1, 2),
  alt: 'Lịch họp',
  linkLine: 'Tải một lần:',
}
const picture: Attachment = {
  ...document,
  kind: 'picture',
  fileName: 'a.png',
  mediaType: 'image/png',
  alt: 'Tham gia: 9/10',
}
const pace = { perSecond: 1, privateChatGapMs: 0, groupPerMinute: 1, inFlight: 1 }
const poor: Abilities = {
  buttons: false,
  edit: false,
  documents: false,
  photoUpload: false,
  maxText: 2000,
  groupHears: 'mentions',
  pace,
}
const rich: Abilities = { ...poor, documents: true, photoUpload: true }
const choices = [{ label: 'Tốt', payload: 'p' }]
const url = 'https://tusoi.example/d/token'

type Case = readonly [
  string,
  Outbound,
  'private' | 'group',
  Abilities,
  'links' | 'noLinks',
  Outbound,
]
const said = { text: 'Họp ngày 03/12.', choices, isProtected: true }
const cases: readonly Case[] = [
  ['nothing to carry', said, 'private', poor, 'links', said],
  [
    'a document by upload',
    { ...said, attachment: document },
    'private',
    rich,
    'links',
    { ...said, attachment: document },
  ],
  [
    'a document by link',
    { ...said, attachment: document },
    'private',
    poor,
    'links',
    { ...said, text: `Họp ngày 03/12.\n\nTải một lần:\n${url}` },
  ],
  [
    'a document, no public address',
    { ...said, attachment: document },
    'private',
    poor,
    'noLinks',
    said,
  ],
  ['a document never to a group', { ...said, attachment: document }, 'group', rich, 'links', said],
  [
    'a picture by upload',
    { ...said, attachment: picture },
    'group',
    rich,
    'links',
    { ...said, attachment: picture },
  ],
  [
    'a picture fetched by the platform',
    { ...said, attachment: picture },
    'group',
    { ...poor, photoByUrl: true },
    'links',
    { ...said, attachment: { ...picture, url } },
  ],
  [
    'a picture by link',
    { text: '', attachment: picture },
    'private',
    poor,
    'links',
    { text: `Tham gia: 9/10\n\nTải một lần:\n${url}` },
  ],
  [
    'a picture in words',
    { ...said, attachment: picture },
    'private',
    { ...poor, photoByUrl: true },
    'noLinks',
    { ...said, text: 'Họp ngày 03/12.\n\nTham gia: 9/10' },
  ],
]

test.each(cases)('%s', async (_, message, kind, abilities, links, fitting) => {
  const publish = vi.fn(() => Promise.resolve(url))
  const to = { bot: 'b', chat: '1', kind }
  expect(
    await fitAttachment(message, to, abilities, links === 'links' ? publish : undefined),
  ).toEqual(fitting)
  const isLinked = JSON.stringify(fitting).includes(url)
  expect(publish.mock.calls).toEqual(isLinked ? [[message.attachment]] : [])
})
