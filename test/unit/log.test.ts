import { describe, expect, it } from 'vitest'
import { createLog, safeError } from '../../src/log.ts'
import type { Facts, LogOptions } from '../../src/log.ts'

function record(options: Partial<LogOptions> = {}): {
  log: ReturnType<typeof createLog>
  lines: string[]
} {
  const lines: string[] = []
  const stream = { isTTY: false, write: (line: string) => lines.push(line) }
  return { log: createLog({ level: 'info', stream, ...options }), lines }
}

const parse = (line: string | undefined): Record<string, unknown> =>
  JSON.parse(line ?? '{}') as Record<string, unknown>

describe('facts', () => {
  it('keeps those of the list and drops all others', () => {
    const { log, lines } = record()
    const facts = {
      bot: 'telegram',
      count: 3,
      text: 'canary',
      fullName: 'canary',
      __proto__: { code: 'canary' },
    } as Facts
    log.write('round.opened', facts)
    const { time, ...rest } = parse(lines[0])
    expect(rest).toEqual({ level: 'info', msg: 'round.opened', bot: 'telegram', count: 3 })
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT/)
  })

  it('never shows an id of a person, yet shows the same one as the same', () => {
    const { log, lines } = record()
    log.write('service.ready', { chat: '123456789', member: 'm-1' })
    log.write('service.ready', { chat: '123456789' })
    const [first, second] = lines.map(parse)
    expect(first?.['chat']).toMatch(/^[0-9a-f]{12}$/)
    expect(second?.['chat']).toBe(first?.['chat'])
    expect(lines.join('')).not.toContain('123456789')
    const other = record()
    other.log.write('service.ready', { chat: '123456789' })
    expect(parse(other.lines[0])['chat']).not.toBe(first?.['chat'])
  })

  it.each(['Tôi còn ngại phát biểu', 'hai từ', '', 'x'.repeat(121), 'dòng\nmới'])(
    'takes %j for no code',
    (text) => {
      const { log, lines } = record()
      log.write('job.failed', { reason: text })
      expect(parse(lines[0])['reason']).toBe('[not a code]')
    },
  )

  it('takes no object and no text where a number belongs', () => {
    const { log, lines } = record()
    log.write('job.failed', { reason: { canary: 1 }, count: 'canary', ms: 5 } as unknown as Facts)
    expect(parse(lines[0])).toMatchObject({ ms: 5 })
    expect(lines[0]).not.toContain('canary')
  })

  it('is silent below its level', () => {
    const { log, lines } = record({ level: 'error' })
    log.write('job.failed')
    log.write('request.failed')
    expect(lines).toHaveLength(1)
  })
})

describe('errors', () => {
  function thrown(error: Error): string {
    const { log, lines } = record()
    log.write('request.failed', { error })
    return lines.join('')
  }

  it('leave their message and their properties behind', () => {
    const error = Object.assign(new TypeError('canary in the message'), {
      code: 'ECONNRESET',
      status: 502,
      config: { token: 'canary' },
      response: { data: 'canary' },
    })
    const line = thrown(error)
    expect(line).not.toContain('canary')
    expect(parse(line)['error']).toMatchObject({
      name: 'TypeError',
      code: 'ECONNRESET',
      status: 502,
    })
    expect(line).toContain('log.test.ts')
  })

  it('leave the messages of their causes behind too', () => {
    const line = thrown(
      new Error('canary 1', { cause: Object.assign(new Error('canary 2'), { code: 'P2002' }) }),
    )
    expect(line).not.toContain('canary')
    expect(parse(line)['error']).toMatchObject({ cause: { code: 'P2002' } })
  })

  it('leave behind a message that looks like frames, even one that was changed later', () => {
    const error = new Error('canary\n    at canary (/canary.js:1:1)\n    at canary\n')
    expect(thrown(error)).not.toContain('canary')
    const other = new Error('canary one\ncanary two')
    other.message = 'something else'
    expect(thrown(other)).not.toContain('canary')
  })

  it('keep the words of errors that this program wrote for operators', () => {
    const error = new Error('PostgreSQL does not answer')
    error.name = 'DatabaseProblem'
    expect(safeError(error)).toMatchObject({
      name: 'DatabaseProblem',
      message: 'PostgreSQL does not answer',
    })
  })

  it.each([
    ['canary', 'string'],
    [null, 'null'],
    [{ name: 'canary' }, 'object'],
    [undefined, 'undefined'],
  ])('takes anything thrown: %j', (value, name) => {
    expect(safeError(value)).toEqual({ name })
  })

  it('do not loop where a cause is its own', () => {
    const error: Error = new Error('a')
    error.cause = error
    expect(JSON.stringify(safeError(error)).length).toBeGreaterThan(10)
  })

  it('take no name or code that is a sentence', () => {
    const error = Object.assign(new Error('x'), { code: 'canary is here' })
    error.name = 'canary is here'
    expect(JSON.stringify({ ...safeError(error), stack: [] })).not.toContain('canary')
  })
})

describe('a terminal', () => {
  it('gets a line to read', () => {
    const lines: string[] = []
    const log = createLog({
      level: 'info',
      stream: { isTTY: true, write: (line: string) => lines.push(line) },
    })
    log.write('service.ready', { address: 'http://127.0.0.1:3000' })
    log.write('request.failed', { error: new Error('canary') })
    expect(lines[0]).toMatch(
      /^\d\d:\d\d:\d\d {2}info {3}service\.ready {2}address=http:\/\/127\.0\.0\.1:3000\n$/,
    )
    expect(lines[1]).toMatch(/^\d\d:\d\d:\d\d {2}error {2}request\.failed\n {4}Error\n {4}at /)
    expect(lines.join('')).not.toContain('canary')
  })
})
