import type { Command, Io } from '../command.ts'
import { beginAuthorisation, officialAccounts } from '../compose/official-account.ts'
import { withInstallation } from '../compose/installation.ts'
import { readConfig } from '../../config.ts'
import type { OfficialAccount } from '../compose/official-account.ts'
import type { Opened } from '../compose/installation.ts'
import type { Config } from '../../config.ts'
import { exitCode } from '../exit-code.ts'
import { Failure } from '../failure.ts'
import { texts } from '../texts.ts'

export const botAuthorise: Command = {
  name: 'bot authorise',
  usage: '[--bot NAME] [--redirect URL]',
  about:
    "Lets the service act for a Zalo Official Account: shows the page for the account's " +
    'administrator, and takes what comes back.',
  argumentCount: 0,
  options: { bot: { type: 'string' }, redirect: { type: 'string' } },
  async run({ options: { bot, redirect }, io, env }) {
    const account = find(readConfig(env), typeof bot === 'string' ? bot : undefined)
    await withInstallation(env, (opened) =>
      authorise(opened, account, typeof redirect === 'string' ? redirect : undefined, io),
    )
    return exitCode.ok
  },
}

/**
 * Asks for the consent and stores what it brings; the running service finds it within half a
 * minute.
 */
export async function authorise(
  opened: Pick<Opened, 'database' | 'keyring'>,
  account: OfficialAccount,
  redirect: string | undefined,
  io: Io,
): Promise<void> {
  const redirectUri = redirect ?? account.redirectUri
  if (redirectUri === undefined)
    throw new Failure(exitCode.configuration, 'no-redirect', texts.noRedirect)
  const authorisation = beginAuthorisation(opened, account, redirectUri, io)
  io.out(texts.consentPage(account.name, authorisation.url))
  const outcome = await authorisation.finish((await io.ask(texts.pasteCode)) ?? '')
  if ('wrong' in outcome)
    throw new Failure(exitCode.badInput, `paste-${outcome.wrong}`, texts.badPaste[outcome.wrong])
  io.out(texts.authorised(account.name, outcome.goodUntil.toISOString()))
}

function find(config: Config, name: string | undefined): OfficialAccount {
  const accounts = officialAccounts(config)
  const account =
    name === undefined && accounts.length === 1
      ? accounts[0]
      : accounts.find((each) => each.name === name)
  if (account === undefined)
    throw new Failure(exitCode.configuration, 'no-account', texts.noAccount(name))
  return account
}
