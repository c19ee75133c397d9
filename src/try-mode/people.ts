// Who is in the made-up branch, and how each is reached in its two apps.
import type { App } from '../app.ts'
import { sql } from '../database/statement.ts'
import type { PlayMember } from '../http/play-port.ts'
import type { Translator } from '../i18n/translator.ts'
import { bot, textOnlyBot, textOnlyChat } from '../platforms/playground/bots.ts'
import type { RosterLine } from '../store/tables.ts'
import type { DemoBranch } from './demo-branch.ts'

/** By member, the bots they are linked with; reminders come to the first. */
type Links = ReadonlyMap<string, readonly string[]>

/**
 * In the order of preference that reminders keep (src/store/unfinished.ts); both bots serve the
 * branch.
 */
export async function readLinks({ database }: App): Promise<Links> {
  const rows = await database.query(sql<{ member_id: string; bots: readonly string[] }>(
    'play-links',
    { isIdempotent: true },
  )`
    SELECT member_id, array_agg(bot_id ORDER BY state = 'linked' DESC, is_preferred DESC,
      linked_at) AS bots FROM account
    WHERE member_id IS NOT NULL AND state IN ('linked', 'relinked')
    GROUP BY member_id ORDER BY member_id`)
  return new Map(rows.map(({ member_id, bots }) => [member_id, bots]))
}

function reminderNote(here: string, preferred: string | undefined, t: Translator): string {
  if (preferred === here) return t('tryMode.reminders.here')
  return preferred === bot ? t('tryMode.reminders.buttons') : t('tryMode.reminders.text')
}

function noteOf(
  person: RosterLine,
  here: string,
  links: readonly string[],
  demo: DemoBranch,
  t: Translator,
): string {
  const notes = person.status === 'official' ? [] : [t(`tryMode.status.${person.status}`)]
  const hasNoPhone = demo.members.some(
    ({ name, phone }) => name === person.name && phone === 'none',
  )
  if (hasNoPhone) notes.push(t('tryMode.noPhone'))
  else if (links.length === 0) notes.push(t('tryMode.notLinked'))
  else if (!links.includes(here)) notes.push(t('tryMode.notLinkedHere'))
  else if (links.length > 1) notes.push(reminderNote(here, links[0], t))
  return notes.join(' · ')
}

export function describePeople(
  roster: readonly RosterLine[],
  links: Links,
  demo: DemoBranch,
  t: Translator,
): readonly PlayMember[] {
  return roster.map((person) => {
    const chat = `m:${person.memberId}`
    const bots = links.get(person.memberId) ?? []
    return {
      chat,
      name: person.name,
      role: t(`tryMode.roles.${person.role}`),
      note: noteOf(person, bot, bots, demo, t),
      textOnly: { chat: textOnlyChat(chat), note: noteOf(person, textOnlyBot, bots, demo, t) },
      isRemindedByText: bots[0] === textOnlyBot,
    }
  })
}
