// Values on their way to PostgreSQL and back, in its text format, so that both drivers give and
// take the same types.
import pg from 'pg'
import { parse as parseArray } from 'postgres-array'
import type { Value } from './statement.ts'

type Parse = (text: string) => unknown

/**
 * A value as PostgreSQL reads it; bytes stay bytes. Refuses nothing: the column's type decides what
 * it accepts.
 */
export function toWire(value: Value): string | Uint8Array | null {
  if (value === null || typeof value === 'string' || value instanceof Uint8Array) return value
  if (value instanceof Date) return value.toISOString()
  return isArray(value) ? arrayLiteral(value) : String(value)
}

// Array.isArray does not narrow a readonly array.
function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

function arrayLiteral(values: readonly Value[]): string {
  return `{${values.map(arrayElement).join(',')}}`
}

function arrayElement(value: Value): string {
  if (value === null) return 'NULL'
  if (isArray(value)) return arrayLiteral(value)
  const wire = toWire(value)
  const text = wire instanceof Uint8Array ? `\\x${Buffer.from(wire).toString('hex')}` : String(wire)
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
}

/**
 * int8 as a number: what is counted stays far below 2^53, and an id of a platform is text
 * (reliability.md §1, 8).
 */
function toSafeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError('An int8 beyond 2^53 was read; select it as text')
  return value
}

const toBytes = (text: string): Buffer => Buffer.from(text.slice(2), 'hex')
const toJson = (text: string): unknown => JSON.parse(text)

// Every session's zone is UTC (postgresql-address.ts), so PostgreSQL writes '2026-11-21
// 05:00:00.123+00'.
const toDate: Parse = (text) => {
  const date = new Date(text.replace(' ', 'T').replace(/\+00$/, 'Z'))
  if (Number.isNaN(date.getTime()))
    throw new RangeError('A time that no Date can hold was read; select it as text')
  return date
}

const arrayOf =
  (parse: Parse): Parse =>
  (text) =>
    parseArray(text, parse)

const asIs: Parse = (text) => text
const {
  BOOL,
  BYTEA,
  DATE,
  FLOAT4,
  FLOAT8,
  INT2,
  INT4,
  INT8,
  JSON: JSON_TYPE,
  JSONB,
  OID,
  TIMESTAMPTZ,
} = pg.types.builtins

const scalars: readonly (readonly [oid: number, arrayOid: number, parse: Parse])[] = [
  [BOOL, 1000, (text) => text === 't'],
  [BYTEA, 1001, toBytes],
  [INT2, 1005, Number],
  [INT4, 1007, Number],
  [INT8, 1016, toSafeInteger],
  [OID, 1028, Number],
  [FLOAT4, 1021, Number],
  [FLOAT8, 1022, Number],
  [JSON_TYPE, 199, toJson],
  [JSONB, 3807, toJson],
  [TIMESTAMPTZ, 1185, toDate],
  // A calendar day has no zone: it stays 'YYYY-MM-DD', the form domain/ reads.
  [DATE, 1182, asIs],
  [pg.types.builtins.NUMERIC, 1231, asIs],
  [pg.types.builtins.UUID, 2951, asIs],
  [pg.types.builtins.TEXT, 1009, asIs],
  [pg.types.builtins.VARCHAR, 1015, asIs],
]

/** Readers by type; a type not named here is read as its text. */
export const parsers: Readonly<Record<number, Parse>> = Object.fromEntries(
  scalars.flatMap(([oid, arrayOid, parse]) => [
    [oid, parse],
    [arrayOid, arrayOf(parse)],
  ]),
)

/** The same readers in the form `pg` asks for. */
export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number) => parsers[oid] ?? asIs) as pg.CustomTypesConfig['getTypeParser'],
}
