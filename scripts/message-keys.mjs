// Writes src/i18n/generated/keys.ts: the union of all message keys of locales/vi, so that a
// misspelt key does not compile.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

function leaves(tree, prefix) {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${prefix}${name}`] : leaves(value, `${prefix}${name}.`),
  )
}

export function writeMessageKeys() {
  const folder = join(root, 'locales', 'vi')
  const keys = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) =>
      leaves(JSON.parse(readFileSync(join(folder, file), 'utf8')), `${basename(file, '.json')}.`),
    )
  const target = join(root, 'src', 'i18n', 'generated', 'keys.ts')
  const text = `// Made by scripts/message-keys.mjs from locales/vi.\nexport type MessageKey =\n${keys.map((key) => `  | '${key}'`).join('\n')}\n`
  // Left alone when nothing changed: a newer file would make every start build anew.
  if (existsSync(target) && readFileSync(target, 'utf8') === text) return
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeMessageKeys()
