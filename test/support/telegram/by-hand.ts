/**
 * The stand-in at a terminal. Lines typed are acted out, and what the bot sends is printed:
 *   101 /start ABCD2345      person 101 says it          101 #2        person 101 presses the second button
 *   101@-7 /lichhop          says it in group -7         101 block / 101 unblock
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { startStandIn, type StandIn } from './standin.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8081' },
    token: { type: 'string' },
    limits: { type: 'boolean' },
  },
})
const { port, token, limits } = values
const standIn = await startStandIn({
  port: Number(port),
  retryUnitMs: 1000,
  limits: limits === true,
  ...(token === undefined ? {} : { token }),
})
print(`TELEGRAM_API_ROOT=${standIn.apiRoot} TELEGRAM_BOT_TOKEN=${standIn.token}`)

const watched = new Set<number>()
createInterface({ input: process.stdin }).on('line', (line) => {
  try {
    act(line, standIn)
  } catch (error) {
    print(error instanceof Error ? error.message : 'not understood')
  }
})

function act(line: string, { person, group }: StandIn): void {
  const [, who, where, what = ''] = /^(\d+)(?:@(-\d+))?\s+(.*)$/.exec(line.trim()) ?? []
  if (who === undefined) throw new Error('who says what? e.g. 101 /start')
  const somebody = person(Number(who))
  const place = where === undefined ? undefined : group(Number(where))
  watch(place?.id ?? somebody.id)
  if (what === 'block') somebody.blocks()
  else if (what === 'unblock') somebody.unblocks()
  else if (/^#\d+$/.test(what)) somebody.presses(Number(what.slice(1)), place)
  else somebody.says(what, place ? { in: place } : {})
}

function watch(chat: number): void {
  if (watched.has(chat)) return
  watched.add(chat)
  void printNext(chat)
}

async function printNext(chat: number): Promise<void> {
  for (;;) {
    const { text, buttons } = await standIn.world.log(chat).next(2 ** 31 - 1)
    print(
      [
        `← ${String(chat)}: ${text}`,
        ...buttons.map(({ label }, index) => `   [#${String(index + 1)}] ${label}`),
      ].join('\n'),
    )
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
