/** The first day a zip can name. */
const noDate = new Date('1980-01-01T00:00:00Z')

/**
 * An Office file whose bytes depend on nothing but its content: entries in order, without the time
 * they were written; the properties say it was made at `madeAt`.
 */
export async function repack(file: Uint8Array, madeAt: Date): Promise<Uint8Array> {
  const { default: JSZip } = await import('jszip')
  const given = await JSZip.loadAsync(file)
  const made = new JSZip()
  const stamp = madeAt.toISOString().replace(/\.\d+Z$/, 'Z')
  for (const [name, entry] of Object.entries(given.files).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    if (entry.dir) continue
    const content =
      name === 'docProps/core.xml'
        ? dated(await entry.async('string'), stamp)
        : await entry.async('uint8array')
    made.file(name, content, { date: noDate, createFolders: false })
  }
  return made.generateAsync({ type: 'uint8array', compression: 'DEFLATE', platform: 'DOS' })
}

function dated(properties: string, stamp: string): string {
  return properties.replace(
    /(<dcterms:(?:created|modified)[^>]*>)[^<]*/g,
    (_, tag: string) => tag + stamp,
  )
}
