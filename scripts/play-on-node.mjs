// node scripts/play-on-node.mjs MAJOR: the built service on another Node than this one, which comes
// as an npm package into a temporary folder. Plays one sheet of the try mode from the invitation to
// "Đã ghi nhận phiếu", and stops the service; ends with 1 where that does not work.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, root } from './build.mjs'

const major = process.argv[2] ?? '24'
const member = 'Trần Văn Lâm'
const mostPrompts = 40
const folder = mkdtempSync(join(tmpdir(), 'tu-soi-node-'))

/** The path of that Node's program. */
function install() {
  const name = `node-${process.platform}-${process.arch}`
  writeFileSync(join(folder, 'package.json'), '{}')
  execFileSync('npm', ['install', '--no-save', '--ignore-scripts', `${name}@${major}`], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return join(folder, 'node_modules', name, 'bin', 'node')
}

/** Starts the try mode; resolves with its address once it is printed. */
function start(node) {
  const child = spawn(node, [join(root, 'dist/main.js')], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', DATA_DIR: join(folder, 'data'), PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise((resolve) => child.on('exit', resolve))
  const url = new Promise((resolve, reject) => {
    let said = ''
    child.stdout.on('data', (chunk) => {
      said += String(chunk)
      const found = /http:\/\/[\w.:[\]]+/u.exec(said)?.[0]
      if (found !== undefined) resolve(found)
    })
    exited.then((code) => reject(new Error(`the service ended with ${String(code)}: ${said}`)))
  })
  return { child, exited, url }
}

class Phone {
  constructor(url, chat) {
    this.url = url
    this.chat = chat
  }

  async newest() {
    const { messages } = await (await fetch(`${this.url}/play/state?language=vi`)).json()
    return messages[this.chat].findLast(({ from }) => from === 'bot')
  }

  async says(text) {
    const body = JSON.stringify({ person: this.chat, chat: this.chat, text })
    const headers = { 'content-type': 'application/json', origin: this.url }
    const { status } = await fetch(`${this.url}/play/say`, { method: 'POST', headers, body })
    if (status !== 200) throw new Error(`"${text}" was answered with ${String(status)}`)
    return this.newest()
  }
}

/** The first choice where there are choices, a word where words are asked. */
function answerTo({ text, choices }) {
  if (choices.length === 0) return 'Giúp hai hộ cao tuổi làm thủ tục trực tuyến'
  const labels = choices.map(({ label }) => label)
  const none = labels.findIndex((label) => /không có|bỏ qua/iu.test(label))
  const send = labels.findIndex((label) => /gửi/iu.test(label))
  if (/phiếu/iu.test(text) && send >= 0) return 'gửi'
  return String((none >= 0 ? none : 0) + 1)
}

async function playSheet(url) {
  const { members } = await (await fetch(`${url}/play/state?language=vi`)).json()
  const phone = new Phone(url, members.find(({ name }) => name === member).chat)
  let asked = await phone.says('tự soi')
  for (let prompt = 0; prompt < mostPrompts; prompt += 1) {
    if (asked.text.startsWith('Đã ghi nhận phiếu')) return prompt
    asked = await phone.says(answerTo(asked))
  }
  throw new Error(`still asked after ${String(mostPrompts)} prompts: ${asked.text}`)
}

ensureBuilt()
try {
  const node = install()
  const { child, exited, url } = start(node)
  try {
    const prompts = await playSheet(await url)
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
    process.stdout.write(`On Node ${version} a sheet was sent after ${String(prompts)} prompts\n`)
  } finally {
    child.kill('SIGTERM')
  }
  const code = await exited
  if (code !== 0) throw new Error(`asked to stop, the service ended with ${String(code)}`)
} catch (error) {
  process.stderr.write(`${error.stack}\n`)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
