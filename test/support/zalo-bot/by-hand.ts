/**
 * The stand-in at a terminal. Lines typed are acted out, and what the bot sends is printed:
 *   hoa xin chào             hoa says it
 *   hoa@to1 /lichhop         says it in group to1, mentioning the bot; with a ~ before it (hoa@to1 ~ chào) nobody is mentioned
 *   hoa !image               sends a picture; also !sticker, !voice, !unsupported
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { startStandIn, type StandIn } from './standin.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8082' },
    token: { type: 'string' },
    limits: { type: 'boolean' },
  },
})
const { port, token, limits } = values
const standIn = await startStandIn({
  port: Number(port),
  limits: limits === true,
  ...(token === undefined ? {} : { token }),
})
print(`Zalo Bot API root: ${standIn.apiRoot} token: ${standIn.token}`)

const watched = new Set<string>()
createInterface({ input: process.stdin }).on('line', (line) => {
  try {
    act(line, standIn)
  } catch (error) {
    print(error instanceof Error ? error.message : 'not understood')
  }
})

function act(line: string, { person, group }: StandIn): void {
  const [, who, where, what = ''] = /^(\w+)(?:@(\w+))?\s+(.*)$/.exec(line.trim()) ?? []
  if (who === undefined) throw new Error('who says what? e.g. hoa xin chào')
  const somebody = person(who)
  const place = where === undefined ? undefined : group(`zgr-${where}`)
  watch(place?.id ?? who)
  const how =
    place && !what.startsWith('~')
      ? { in: place, how: 'mention' as const }
      : place
        ? { in: place }
        : {}
  const said = what.startsWith('!')
    ? somebody.sends(what.slice(1), {}, how)
    : somebody.says(what.replace(/^~\s*/, ''), how)
  if (!said.isHeard) print('(the bot does not hear it)')
}

function watch(chat: string): void {
  if (watched.has(chat)) return
  watched.add(chat)
  void printNext(chat)
}

async function printNext(chat: string): Promise<void> {
  for (;;) {
    const { text } = await standIn.world.log(chat).next(2 ** 31 - 1)
    print(`← ${chat}: ${text}`)
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
