import { lastWords, type Clues } from '../clues.ts';
import type { DiagnosisCode } from '../diagnosis.ts';
import { cacheNotWritten } from './cache.ts';
import { certificateFault } from './certificate.ts';
import { refusalRules } from './refusal.ts';
import type { Finding, Judge, Rule } from './rule.ts';

/**
 * What a registry answers, or that it does not. Sources: containerd core/remotes/docker (errdesc.go, resolver.go,
 * pusher.go), buildkit util/resolver, Go net, net/http and crypto/x509.
 */
export const registryRules: readonly Rule[] = [
  ...refusalRules,
  about('registryRateLimit', /toomanyrequests|429 Too Many Requests|pull rate limit/),
  // the second one comes from servers that answer a TLS greeting with no HTTP at all
  about(
    'registryPlainHttp',
    /server gave HTTP response to HTTPS client|first record does not look like a TLS handshake/,
  ),
  certificate,
  about(
    'repositoryNotFound',
    /(?:name unknown: |NAME_UNKNOWN|unknown: repository name not known|repository with name '[^'\n]{1,300}' does not exist)/,
  ),
  // a token service gives a token for less than was asked
  scopeDenied,
  about(
    'registryLoginRequired',
    /invalid_grant|no basic auth credentials|unauthorized: |: 401 Unauthorized|failed to fetch (?:oauth|anonymous) token: [^\n]{0,2000}: 40[01] /,
  ),
  about('registryAccessDenied', /insufficient_scope|access denied|denied: |: 403 Forbidden/),
  cacheNotWritten,
  unreachable(/no such host|server misbehaving|Temporary failure in name resolution/, 'name'),
  (clues) => {
    const finding = unreachable(
      /connection refused|no route to host|network is unreachable|i\/o timeout|connection timed out|TLS handshake timeout|Client\.Timeout exceeded|context deadline exceeded|proxyconnect tcp/,
      'connection',
    )(clues);
    // the builder's container has a loopback interface of its own (docker/buildx#94)
    return finding && inContainer(clues) && isLoopback(clues.registry)
      ? { ...finding, params: { ...finding.params, reason: 'loopback' } }
      : finding;
  },
  unreachable(
    /: 50\d\b|connection reset by peer|broken pipe|use of closed network connection|unexpected EOF|cannot reuse body|closed pipe|: 416 |blob upload (?:unknown|invalid)|BLOB_UPLOAD_(?:UNKNOWN|INVALID)|GOAWAY|stream error: stream ID|INTERNAL_ERROR|server closed idle connection/,
    'broken',
  ),
  unreachable(/failed to do request: /, 'connection'),
  refusedByStatus,
];

/** Whose certificate it is: a registry and its token service may be two machines. */
function certificate(clues: Clues): Finding | undefined {
  const fault = certificateFault(clues.said);
  if (fault === undefined) {
    return undefined;
  }
  const host = asked.exec(clues.said)?.groups?.host;
  const detail = certificateWords.exec(clues.said)?.groups?.words;
  const params = {
    ...registryParams(clues),
    ...(host !== undefined && !isOf(host, clues.registry) && { server: host }),
    ...(detail !== undefined && { detail }),
  };
  switch (fault) {
    case 'expired':
    case 'notYet':
      return { code: 'registryCertificateExpired', params: { ...params, reason: fault } };
    case 'name':
      return { code: 'registryCertificateName', params };
    case 'client':
      return { code: 'registryUnknownCertificate', params: { ...params, reason: fault } };
    case 'authority':
      return { code: 'registryUnknownCertificate', params };
  }
}

const asked = /(?:Get|Head|Post|Put|Patch|Delete) "?https:\/\/(?<host>[^\s"/@?]{1,260})/;
const certificateWords = /x509: (?<words>[^\n]{1,600})/;

function isOf(host: string, registry: string | undefined): boolean {
  return host === registry || (registry === 'docker.io' && host.endsWith('.docker.io'));
}

/** A status, or a list of faults, that no rule knows: the registry's own words are all there is. */
function refusedByStatus(clues: Clues): Finding | undefined {
  const status =
    /failed to push \S{1,300}: errors:\n|unexpected status(?: from [A-Z]{3,7} request to \S{1,500})?: 4(?:0[05-9]|[12]\d) /.exec(
      clues.said,
    );
  return status && !clues.said.includes(': 404 ')
    ? { code: 'registryAnswerWrong', params: { ...registryParams(clues), reason: 'refused', detail: lastWords(clues) } }
    : undefined;
}

/** Docker Hub's repositories without a namespace are Docker's own. */
function scopeDenied(clues: Clues): Finding | undefined {
  if (!/insufficient[_ ]scope/.test(clues.said)) {
    return undefined;
  }
  const params = registryParams(clues);
  const official = clues.pushing && clues.image?.startsWith('docker.io/library/') === true;
  return { code: 'registryAccessDenied', params: { ...params, ...(official && { reason: 'namespace' }) } };
}

function about(code: DiagnosisCode, match: RegExp): Judge {
  return (clues) => (match.test(clues.said) ? { code, params: registryParams(clues) } : undefined);
}

/** The same words come from anything that talks over a network, so a registry must have been spoken to. */
function unreachable(match: RegExp, reason: string): Judge {
  const registry =
    /failed to (?:do request|push|resolve|fetch|copy|authorize|commit)|failed commit on ref|unexpected status from|https?:\/\/[^\s"]{1,260}\/v2\//;
  return (clues) =>
    match.test(clues.said) && registry.test(clues.said)
      ? { code: 'registryUnreachable', params: { ...registryParams(clues), reason } }
      : undefined;
}

function registryParams({ registry, image, pushing, evidence }: Clues): Record<string, string> {
  return {
    ...(registry !== undefined && { registry }),
    ...(image !== undefined && { image }),
    ...(evidence.driver !== undefined && { driver: evidence.driver }),
    reason: pushing ? 'push' : 'pull',
  };
}

function inContainer({ evidence: { driver } }: Clues): boolean {
  return driver !== undefined && driver !== 'docker';
}

function isLoopback(registry: string | undefined): boolean {
  return registry !== undefined && /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/.test(registry);
}
