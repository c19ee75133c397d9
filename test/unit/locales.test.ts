// The keys of both languages against the code that asks for them.
import { describe, expect, it } from 'vitest'
import type { ProblemCode } from '../../src/domain/problems.ts'
import { languages } from '../../src/i18n/translator.ts'
import { messageUses } from '../support/message-uses.ts'

import { namesOf, spoken, textOf, texts, words } from '../support/locale-texts.ts'
import { parts, problems } from '../support/message-parts.ts'

const uses = messageUses([...new Set(spoken.map(([key]) => key.split('.')[0] ?? ''))])

/**
 * A pattern that stands for different things in different places says nothing of what each is
 * filled with.
 */
const isManifold = (key: string): boolean =>
  key.includes('*') &&
  new Set(uses.filter((use) => use.key === key).map(({ names }) => names?.join())).size > 1
const keysOf = (key: string): readonly string[] =>
  key.includes('*') ? (parts[key] ?? []).map((part) => key.replace('*', part)) : [key]

describe('the keys', () => {
  it('are the same in both languages, and are filled with the same names', () => {
    expect([...texts.en.keys()].sort()).toEqual([...texts.vi.keys()].sort())
    const unequal = [...texts.vi.keys()].filter(
      (key) => namesOf(textOf('vi', key)).join() !== namesOf(textOf('en', key)).join(),
    )
    expect(unequal).toEqual([])
  })

  it('that are put together have a table here, and every table is in use', () => {
    const patterns = new Set(uses.map(({ key }) => key).filter((key) => key.includes('*')))
    expect(Object.keys(parts).sort()).toEqual([...patterns].sort())
  })

  it('that the code can ask for all exist', () => {
    const asked = uses.filter(({ key, isAsked }) => isAsked || key.includes('*'))
    const wanted = asked.flatMap(({ key, at }) => keysOf(key).map((whole) => ({ whole, at })))
    expect(wanted.filter(({ whole }) => !texts.vi.has(whole))).toEqual([])
  })

  it('are each asked for somewhere', () => {
    const used = new Set(uses.flatMap(({ key }) => keysOf(key)))
    expect(spoken.map(([key]) => key).filter((key) => !used.has(key))).toEqual([])
  })

  it('are filled wherever they are asked for', () => {
    const filled = uses.flatMap(({ key, names, at }) =>
      names === null || isManifold(key) ? [] : keysOf(key).map((whole) => ({ whole, names, at })),
    )
    const lacking = ({ whole, names }: (typeof filled)[number]) =>
      namesOf(textOf('vi', whole)).some((name) => !names.includes(name))
    expect(filled.length).toBeGreaterThan(100)
    expect(filled.filter(lacking)).toEqual([])
  })

  it.each(Object.entries(problems))('of the no %s are filled with its details', (code, details) => {
    for (const language of languages) {
      const said = words[language](`problems.${code as ProblemCode}`, details)
      expect(
        namesOf(textOf(language, `problems.${code}`)).filter((name) => !(name in details)),
      ).toEqual([])
      for (const value of Object.values(details)) expect(said).toContain(String(value))
    }
  })
})
