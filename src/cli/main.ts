import { randomBytes } from 'node:crypto'
import { runCli } from './run-cli.ts'

const io = {
  out: (text: string) => void process.stdout.write(`${text}\n`),
  err: (text: string) => void process.stderr.write(`${text}\n`),
  now: () => new Date(),
  randomBytes,
}

process.exitCode = await runCli(process.argv.slice(2), undefined, io)
