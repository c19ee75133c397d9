/** A form with files as the Bot API takes it, just as far as the stand-in needs. */
export interface SentFile {
  readonly fileName: string
  readonly bytes: Buffer
}

/**
 * The fields of a `multipart/form-data` body; a file's value is a `SentFile`, every other a text,
 * `true` or `false`.
 */
export function readMultipart(
  contentType: string,
  body: Buffer,
): Readonly<Record<string, unknown>> {
  const boundary = /boundary=(?:"([^"]+)"|([^;]+))/.exec(contentType)?.slice(1).find(Boolean)
  if (boundary === undefined) return {}
  const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1)
  return Object.fromEntries(parts.flatMap(readPart))
}

function readPart(part: string): readonly (readonly [string, unknown])[] {
  const at = part.indexOf('\r\n\r\n')
  const head = Buffer.from(part.slice(0, at), 'latin1').toString()
  const bytes = Buffer.from(part.slice(at + 4, -2), 'latin1')
  const name = /[; ]name="([^"]*)"/.exec(head)?.[1]
  const fileName = /filename="([^"]*)"/.exec(head)?.[1]
  if (name === undefined) return []
  const text = bytes.toString()
  return [
    [
      name,
      fileName === undefined
        ? text === 'true' || text === 'false'
          ? text === 'true'
          : text
        : { fileName, bytes },
    ],
  ]
}
