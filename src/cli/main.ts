import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { runCli } from './run-cli.ts'

/** The question goes to stderr: what was asked for goes to stdout alone. */
function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  return new Promise((resolve) => {
    lines.once('close', () => {
      resolve(undefined)
    })
    lines.question(`${question}\n`, (answer) => {
      resolve(answer)
      lines.close()
    })
  })
}

const io = {
  out: (text: string) => void process.stdout.write(`${text}\n`),
  err: (text: string) => void process.stderr.write(`${text}\n`),
  now: () => new Date(),
  ask,
  randomBytes,
}

process.exitCode = await runCli(process.argv.slice(2), undefined, io)
