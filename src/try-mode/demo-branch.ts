import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'

const DemoMember = z.strictObject({
  ref: z.string(),
  name: z.string(),
  role: z.enum(['secretary', 'deputy', 'committee', 'member']),
  status: z.enum(['official', 'probationary', 'exempt']).default('official'),
  /**
   * `linked`: in both apps, reminders come to the one with buttons; `text`: to the text-only one.
   * `none`: takes part on paper; `new`: has the slip with the code and has not linked yet.
   */
  phone: z.enum(['linked', 'text', 'new', 'none']).default('linked'),
  months: z.array(z.string().regex(/^([gem]{7}|p|n)$/u)),
})
export type DemoMember = z.infer<typeof DemoMember>

const DemoRemedy = z.strictObject({
  cause: z.string(),
  measure: z.string(),
  inDays: z.int(),
  done: z.boolean(),
})
export type DemoRemedy = z.infer<typeof DemoRemedy>

const DemoBranch = z.strictObject({
  code: z.string(),
  name: z.string(),
  parentCode: z.string(),
  parentName: z.string(),
  meeting: z.strictObject({ day: z.int().min(1).max(10), time: z.string(), place: z.string() }),
  members: z.array(DemoMember),
  remedies: z.array(DemoRemedy),
  deeds: z.array(z.string()),
  voices: z.array(z.string()),
})
export type DemoBranch = z.infer<typeof DemoBranch>

/** The made-up branch of `demo/branch.yaml` below the package's root. */
export function readDemoBranch(root: string): DemoBranch {
  return DemoBranch.parse(parse(readFileSync(join(root, 'demo', 'branch.yaml'), 'utf8')))
}
