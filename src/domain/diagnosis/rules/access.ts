import { lineAt } from '../clues.ts';
import type { Judge, Rule } from './rule.ts';

/** What a build may use: SSH keys, Git, entitlements. Sources: buildkit session/sshforward, source/git, util/entitlements. */
export const accessRules: readonly Rule[] = [
  { code: 'sshAgentMissing', match: /invalid empty ssh agent socket|make sure SSH_AUTH_SOCK is set/ },
  {
    code: 'sshAgentMissing',
    match: /(?:no SSH key "(?<found>[^"\n]{1,100})" forwarded|unset ssh forward key (?<other>[\w.-]{1,100}))/,
    params: { reason: 'notForwarded' },
  },
  {
    code: 'sshAgentMissing',
    match:
      /failed to (?:connect to|dial) (?:ssh agent|[^\n]{0,200}agent)[^\n]{0,200}|no configured known hosts forwarded/,
    params: { reason: 'agent' },
  },
  {
    code: 'gitFailed',
    match: /git was not found in the system|unable to find 'git'|exec: "git": executable file not found/,
    params: { reason: 'missing' },
  },
  git(
    'login',
    /could not read (?:Username|Password) for |Permission denied \(publickey|fatal: Authentication failed|Repository not found|terminal prompts disabled/,
  ),
  git('ref', /repository does not contain ref |couldn't find remote ref|could not find default branch/),
  git('other', /git stderr:|failed to (?:fetch|clone|init) (?:remote|repo)|error fetching: fatal: /),
  {
    code: 'entitlementDenied',
    match: /granting entitlement (?<found>[\w.-]{1,60}) is not allowed by build daemon configuration/,
    params: { reason: 'daemon' },
  },
  {
    code: 'entitlementDenied',
    match: /(?<found>security\.insecure|network\.host|device [\w./=-]{1,80}) is not allowed/,
  },
];

const ofGit = /\bgit\b|fatal: |repository does not contain ref/i;

/** Git's messages about a remote; a step that runs Git prints them to its own log. */
function git(reason: string, match: RegExp): Judge {
  return (clues) => {
    const found = ofGit.test(clues.said) ? match.exec(clues.said) : null;
    return found ? { code: 'gitFailed', params: { reason, detail: lineAt(clues, found.index) } } : undefined;
  };
}
