import { lastWords, lineAt, type Clues } from '../clues.ts';
import type { DiagnosisCode } from '../diagnosis.ts';
import { certificateFault } from './certificate.ts';
import type { Finding, Params, Rule } from './rule.ts';

/** Engines and BuildKits on other machines. Sources: docker/cli connhelper, OpenSSH, grpc-go internal/transport, Go net and crypto. */
export const remoteRules: readonly Rule[] = [farEngine, farBuildKit];

const spoken = /error during connect: |command \[ssh |(?:daemon|docker API) at (?:tcp|ssh|https?):\/\/|exec: "ssh": /;
const sshHost = /(?<![^\s\]])(?<host>[^\s\]]{1,260}) docker system dial-stdio/;
const engineHost = /(?:tcp|ssh):\/\/(?:[^\s/@]{1,100}@)?(?<host>[^\s/"?;]{1,259}[^\s/"?;.])/;
const requestHost = /"?https?:\/\/(?<host>[^\s"/@%]{1,260})\/(?:v1\.|_ping)/;
const container = /buildx_buildkit_(?<node>[\w.-]{1,120})/;
const stderr = /stderr="?(?<words>[^\n]{1,500})/;
/** Go's message about a connection, without its purpose. */
const goWords = /(?:dial (?:tcp|unix)|x509: |remote error: tls: |tls: )[^\n]{0,500}/;

type Fault = readonly [match: RegExp, code: DiagnosisCode, reason: string];

/** OpenSSH's messages first: all others follow from them. */
const faults: readonly Fault[] = [
  [
    /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|No [\w-]{1,20} host key is known/,
    'builderLogin',
    'hostKey',
  ],
  [
    /Permission denied \([\w,-]{1,100}\)|Too many authentication failures|Permission denied, please try again|no mutual signature|Load key "/,
    'builderLogin',
    'key',
  ],
  [
    /permission denied while trying to connect to the [Dd]ocker|docker\.sock: connect: permission denied/,
    'engineAccessDenied',
    'remote',
  ],
  [
    /docker: (?:command )?not found|docker: No such file|unknown command: docker|'docker' is not recognized/,
    'engineNotRunning',
    'noDocker',
  ],
  [/exec: "ssh": executable file not found/, 'engineNotRunning', 'noSsh'],
  [
    /no such host|Could not resolve hostname|Name or service not known|nodename nor servname|Temporary failure in name resolution|server misbehaving/,
    'engineNotRunning',
    'name',
  ],
  [
    /kex_exchange_identification|ssh_exchange_identification|Connection (?:closed|reset) by (?:remote host|[\d.:a-f]{3,40} port)/,
    'engineNotRunning',
    'busy',
  ],
];

/** The engine of a builder or of the current context is on another machine. */
function farEngine(clues: Clues): Finding | undefined {
  const { said } = clues;
  if (!spoken.test(said)) {
    return undefined;
  }
  const host = (sshHost.exec(said) ?? engineHost.exec(said) ?? requestHost.exec(said))?.groups?.host;
  if (host === undefined) {
    return undefined;
  }
  const params = { ...placeOf(clues), host };
  const found = faults
    .map(([match, ...rest]) => [match.exec(said), ...rest] as const)
    .find(([match]) => match !== null);
  if (found?.[0]) {
    const [match, code, reason] = found;
    return { code, params: { ...params, reason, detail: wordsAt(clues, match.index) } };
  }
  const fault = certificateFault(said);
  const detail = ownWordsOf(stderr.exec(said)?.groups?.words ?? lastWords(clues));
  return fault === undefined
    ? { code: 'engineNotRunning', params: { ...params, reason: 'remote', detail } }
    : { code: 'builderCertificate', params: { ...params, reason: fault, detail } };
}

const grpc =
  /failed to list workers|listing workers|connection error: desc = |authentication handshake failed|waiting for connection/;
const dialled = /dial(?:ing:?)? tcp:? (?:lookup )?(?<host>[^\s"]{1,260}?):? /;
const socket = /dial(?:ing:?)? unix (?<path>\/[^\s:"]{1,260})/;

/** A BuildKit that buildx connects to directly: drivers remote and kubernetes. */
function farBuildKit(clues: Clues): Finding | undefined {
  const { said } = clues;
  if (!grpc.test(said)) {
    return undefined;
  }
  const host = dialled.exec(said)?.groups?.host;
  const path = socket.exec(said)?.groups?.path;
  const params = { ...placeOf(clues), ...(host !== undefined && { host }), ...(path !== undefined && { path }) };
  const fault = certificateFault(said);
  if (fault !== undefined) {
    return { code: 'builderCertificate', params: { ...params, reason: fault, detail: ownWordsOf(lastWords(clues)) } };
  }
  const reason = /no such host|server misbehaving/.test(said)
    ? 'name'
    : /connection refused|no such file or directory|i\/o timeout|no route to host|network is unreachable/.test(said)
      ? 'connection'
      : undefined;
  return (host ?? path) === undefined || reason === undefined
    ? undefined
    : { code: 'builderFailed', params: { ...params, reason, detail: ownWordsOf(lastWords(clues)) } };
}

function placeOf({ said, evidence: { builder } }: Clues): Params {
  const node = container.exec(said)?.groups?.node;
  return { ...(builder !== undefined && { builder }), ...(node !== undefined && { node }) };
}

/** The message of the remote side or of ssh, without the command. */
function wordsAt(clues: Clues, position: number): string {
  return ownWordsOf(lineAt(clues, position));
}

function ownWordsOf(line: string): string {
  const words = stderr.exec(line)?.groups?.words ?? goWords.exec(line)?.[0] ?? line;
  return words.replace(/"$/, '');
}
