// A program of its own: the yardstick.
import { type Facts, watchFacts } from '../facts.ts'
import { serveCalls } from '../worker.ts'
import { startYardstick, type WizardTerms, type Yardstick } from './bot.ts'

const statements = new Map<string, number>()
const facts = watchFacts(statements)
let yardstick: Yardstick | undefined

const calls = {
  async start(terms: WizardTerms): Promise<{ webhook: string }> {
    yardstick = await startYardstick(terms, (kind) =>
      statements.set(kind, (statements.get(kind) ?? 0) + 1),
    )
    return { webhook: yardstick.webhook }
  },
  facts: (): Promise<Facts> => Promise.resolve(facts()),
}

export type WizardCalls = typeof calls

serveCalls(calls, () => yardstick?.stop() ?? Promise.resolve())
