/**
 * The stand-in at a terminal. Lines typed are acted out, and what the account sends is printed:
 *   101 follow                 person 101 follows        101 Xin chào       person 101 writes
 *   101 #2                     taps the second button    101@9001 /lichhop  writes in group 9001
 */
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { startStandIn, type StandIn } from './standin.ts'

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8083' }, webhook: { type: 'string' } },
})
const standIn = await startStandIn({ port: Number(values.port), retryUnitMs: 1000 })
if (values.webhook !== undefined) standIn.setWebhook(values.webhook)
print(
  `ZALO_OA_API_ROOT=${standIn.root} ZALO_OA_OAUTH_ROOT=${standIn.root} ZALO_OA_APP_ID=${standIn.appId}`,
)
print(`ZALO_OA_APP_SECRET=${standIn.appSecret} ZALO_OA_WEBHOOK_KEY=${standIn.webhookKey}`)
print(`ZALO_OA_REFRESH_TOKEN=${standIn.oauth.issueRefreshToken()}`)

const watched = new Set<string>()
createInterface({ input: process.stdin }).on('line', (line) => {
  act(line, standIn).catch((error: unknown) => {
    print(error instanceof Error ? error.message : 'not understood')
  })
})

async function act(line: string, { person, world }: StandIn): Promise<void> {
  const [, who, where, what = ''] = /^(\d+)(?:@(\d+))?\s+(.*)$/.exec(line.trim()) ?? []
  if (who === undefined) throw new Error('who says what? e.g. 101 Xin chào')
  const somebody = person(who)
  if (where !== undefined) world.group(where)
  void watch(where ?? who)
  const isTaken = await (what === 'follow'
    ? somebody.follows()
    : what === 'unfollow'
      ? somebody.unfollows()
      : /^#\d+$/.test(what)
        ? somebody.taps(Number(what.slice(1)))
        : somebody.says(what, where))
  if (!isTaken) print('(the webhook did not take it)')
}

async function watch(chat: string): Promise<void> {
  if (watched.has(chat)) return
  watched.add(chat)
  for (let count = standIn.world.seen(chat).length + 1; ; count += 1) {
    await standIn.world.untilSeen(chat, count)
    const shown = standIn.world.seen(chat)[count - 1]
    print(
      `← ${chat}: ${shown?.text ?? ''}${shown?.template ? ` [template ${shown.template.id}]` : ''}`,
    )
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
