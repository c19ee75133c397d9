// npm run dev [-- --fresh]: the service with its log at debug, built and started anew whenever a
// source changes. Without a bot it is the try mode. --fresh counts for the first start alone.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { clearInterval, setInterval } from 'node:timers'
import { changedAt, ensureBuilt, ensureClient, ensureEmbeddedImage, root } from './build.mjs'
import { supervise } from './supervise.mjs'

/** What is read at a start and not compiled. */
const contents = ['locales', 'questionnaires', 'templates', 'demo', 'prisma/schema.prisma']
const lookEveryMs = 500

const say = (text) => process.stdout.write(`dev: ${text}\n`)
const newestContent = () => Math.max(...contents.map((path) => changedAt(join(root, path))))

say('building')
try {
  ensureBuilt()
  await ensureEmbeddedImage()
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}

let first = process.argv.slice(2)
const service = supervise({
  command: process.execPath,
  args: () => [join(root, 'dist/main.js'), ...first.splice(0)],
  env: { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] || 'debug' },
  onEnd: (code) => say(`it ended with ${String(code)}; the next change starts it again`),
})

// The compiler's own watch: a change is built in a second or two, and a fault keeps the old code.
const compiler = spawn(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.build.json')].concat([
    '--watch',
    '--preserveWatchOutput',
    '--pretty',
    'false',
  ]),
  { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true },
)
let isFirstBuild = true
let rest = ''
compiler.stdout.setEncoding('utf8').on('data', (chunk) => {
  const lines = (rest + chunk).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) hear(line)
})

function hear(line) {
  const [, faults] = /Found (\d+) errors?\. Watching/.exec(line) ?? []
  if (faults === undefined) {
    if (/error TS\d+/.test(line)) say(line)
    return
  }
  if (faults === '0' && !isFirstBuild) restart('built')
  if (faults !== '0') say('not built; what ran goes on')
  isFirstBuild = false
}

function restart(why) {
  say(`${why}, starting again`)
  void service.restart()
}

let seen = newestContent()
const looking = setInterval(() => {
  const now = newestContent()
  if (now === seen) return
  seen = now
  try {
    // New keys and a new client are sources to the compiler, which then starts the service itself.
    ensureClient()
    restart('contents changed')
  } catch (error) {
    say(`not taken: ${error.message}`)
  }
}, lookEveryMs)

let isStopping = false
const stop = () => {
  // npm passes on what the terminal has already sent.
  if (isStopping) return
  isStopping = true
  clearInterval(looking)
  compiler.kill('SIGTERM')
  void service.stop().then(() => process.exit(0))
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
await service.restart()
