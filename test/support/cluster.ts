// A PostgreSQL cluster of this run's own: made in a temporary folder, reached by a socket in it,
// gone at the end.
import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

export interface Cluster {
  readonly version: string
  /** The address of one of its databases. */
  urlOf(database: string): string
  stop(): Promise<void>
}

interface Owner {
  readonly uid?: number
  readonly gid?: number
}

const settings = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
  'shared_buffers=64MB',
  'listen_addresses=',
  'lc_messages=C',
]

/** The folder of `initdb` and `postgres`: the PATH's first, else Debian's newest. */
export function findBinaries(path: string | undefined): string | undefined {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian)
    ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))
    : []
  const folders = [
    ...(path ?? '').split(delimiter),
    ...versions.map((version) => join(debian, version, 'bin')),
  ]
  const found = folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(folder, name))),
  )
  return found === undefined ? undefined : dirname(realpathSync(join(found, 'initdb')))
}

/** Makes and starts a cluster; refuses where `initdb` does, with what it said. */
export async function startCluster(binaries: string): Promise<Cluster> {
  const owner = ownerOfServer()
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-pg-'))
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const made = spawnSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    {
      ...owner,
      cwd: folder,
      encoding: 'utf8',
    },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const stop = await start(join(binaries, 'postgres'), data, folder, owner)
  return {
    version: spawnSync(join(binaries, 'postgres'), ['--version'], {
      encoding: 'utf8',
    }).stdout.trim(),
    urlOf: (database) =>
      `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`,
    stop,
  }
}

// The server refuses to run as root: it is then run as Debian's user of its name.
function ownerOfServer(): Owner {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string): number =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout)
  return { uid: idOf('-u'), gid: idOf('-g') }
}

/**
 * The shell ends the server and removes its folder when our end of its input closes, even if we are
 * killed.
 */
const guard =
  'folder=$1; shift; "$@" & server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf "$folder"'

function start(
  postgres: string,
  data: string,
  folder: string,
  owner: Owner,
): Promise<() => Promise<void>> {
  const args = settings.flatMap((setting) => ['-c', setting])
  const shell = spawn(
    'sh',
    ['-c', guard, 'guard', folder, postgres, '-D', data, '-k', folder, ...args],
    {
      ...owner,
      cwd: '/',
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  )
  const ended = new Promise<void>((resolve) =>
    shell.on('exit', () => {
      resolve()
    }),
  )
  const stop = async (): Promise<void> => {
    shell.stdin.end()
    await ended
  }
  return new Promise((resolve, reject) => {
    let said = ''
    shell.on('error', reject)
    shell.on('exit', () => {
      reject(new Error(`PostgreSQL did not start: ${said}`))
    })
    shell.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
      if (said.includes('database system is ready to accept connections')) resolve(stop)
    })
  })
}
