// What the doctor says. Each sentence that is not good news ends with what to do.
export const words = {
  node: (version: string) => `Node.js ${version}`,
  oldNode: (version: string) => `Node.js ${version} is older than 20.19. Install a newer one.`,

  configuration: (mode: string) => `read without faults (${mode})`,
  configurationFault: ({
    variable,
    wrong,
    todo,
  }: {
    variable: string
    wrong: string
    todo: string
  }) => `${variable} ${wrong}. ${todo}`,
  skipped: 'not looked at: the configuration has to be right first',

  dataDir: (path: string) => `${path} can be written to`,
  dataDirNew: (path: string) => `${path} will be made at the first start`,
  dataDirUnwritable: (path: string) =>
    `${path} cannot be written to. Give this user the right to, or set DATA_DIR.`,

  key: (path: string, id: string) => `${path}, fingerprint ${id}`,
  keyNew: (path: string) => `${path} will be made at the first start; back it up then`,
  keyOpen: (path: string) =>
    `${path} can be read by others on this machine. Run: chmod 600 ${path}`,
  keySame: 'is the one this installation was made with',
  keyFirst: 'becomes the one of this installation at its first start',
  keyLost:
    'is missing, and this installation has data that were sealed with one. Put that key ' +
    'back; a new one could not read them.',
  keyOther:
    'is NOT the one this installation was made with. Put that one back; nothing can be read ' +
    'without it.',

  questionnaires: 'are valid',
  questionnaireFault: (fault: string) => `${fault.trim()}. Correct the file.`,
  templates: 'are valid',
  templateFault: (fault: string) => `${fault.trim()}. Correct the file (templates/README.md).`,

  postgresql: (version: string) => `PostgreSQL ${version} answers`,
  embedded:
    'is the embedded one: for trying out only, a power cut may ruin it. Set DATABASE_URL ' +
    'before real use.',
  embeddedNew:
    'will be the embedded one, made at the first start: for trying out only. Set ' +
    'DATABASE_URL before real use.',
  embeddedBusy: (message: string) => `cannot be looked at while it is in use: ${message}`,
  settingOff: (name: string) =>
    `${name} is off: a crash may lose what was acknowledged. Set it to on in postgresql.conf.`,
  settings: 'fsync, full_page_writes and synchronous_commit are on',
  pending: (names: readonly string[]) =>
    `to be applied: ${names.join(', ')}. Run "tusoi migrate", or start the service.`,
  newer: (names: readonly string[]) =>
    `the database is newer than this program (${names.join(', ')}). Start the newer one.`,
  upToDate: 'are all applied',
  clock: (seconds: number) => `this machine and the database agree within ${String(seconds)} s`,
  clockApart: (seconds: number) =>
    `this machine and the database are ${String(seconds)} s apart. Set both by NTP.`,
  timeZone: (zone: string, local: string) => `${zone}, where it is ${local}`,

  roster: (branches: number, members: number, linked: number) =>
    `${String(branches)} ${branches === 1 ? 'branch' : 'branches'}, ${String(members)} ` +
    `members, ${String(linked)} linked`,
  rosterEmpty: 'there is no branch yet. Begin with: tusoi org template roster.xlsx',

  servesNobody: (bot: string, codes: readonly string[]) =>
    `${bot} is to serve ${codes.join(', ')}, which the tree does not have. Correct BOTS_FILE, ` +
    `or import the roster.`,
  mustLinkAgain: (count: number) =>
    `${String(count)} members are linked by a bot that does not serve their branch. They were ` +
    `told; the secretary gives new codes (/moi).`,

  outbox: 'nothing is stuck',
  outboxStuck: (count: number) =>
    `${String(count)} messages are held by an instance that is gone. A running service takes ` +
    `them up by itself; see that one runs.`,
  outboxLate: (count: number) =>
    `${String(count)} messages have been due for over 15 minutes. See that the service runs ` +
    `and the platform answers.`,
  outboxUnknown: (count: number) =>
    `${String(count)} messages may have arrived or not. The branch's secretary can have each ` +
    `sent again.`,

  noBot: 'none is configured: the service starts in try mode',
  metricsByToken: 'are shown to whoever brings METRICS_TOKEN, on this machine too',
  metricsHereOnly:
    'METRICS_TOKEN is not set: they are shown on this machine only, and through no proxy',
  metricsBehindProxy:
    'METRICS_TOKEN is not set: they are shown on this machine only, but a proxy that does not ' +
    'say for whom it asks looks like this machine. Set METRICS_TOKEN, and never pass /metrics.',
  polling: 'PUBLIC_URL is not set: the service asks the platform for messages by itself',
  publicUrl: (url: string) => url,
  publicLoopback: (url: string) =>
    `${url} can be reached from this machine only. Set the address the platform can reach.`,
  publicPort: (url: string) =>
    `${url}: Telegram calls only the ports 443, 80, 88 and 8443. Use one of them.`,
}
