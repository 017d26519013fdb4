import { lastWords, type Clues } from '../clues.ts';
import type { DiagnosisCode } from '../diagnosis.ts';
import { cacheNotWritten } from './cache.ts';
import { certificateFault } from './certificate.ts';
import { refusalRules } from './refusal.ts';
import type { Finding, Judge, Rule } from './rule.ts';

/**
 * Responses of a registry, or missing ones. Sources: containerd core/remotes/docker (errdesc.go, resolver.go, pusher.go), buildkit
 * util/resolver, Go net, net/http and crypto/x509.
 */
export const registryRules: readonly Rule[] = [
  ...refusalRules,
  about('registryRateLimit', /toomanyrequests|429 Too Many Requests|pull rate limit/),
  // the second one comes from servers that answer a TLS greeting without HTTP
  about(
    'registryPlainHttp',
    /server gave HTTP response to HTTPS client|first record does not look like a TLS handshake/,
  ),
  certificate,
  about(
    'repositoryNotFound',
    /(?:name unknown: |NAME_UNKNOWN|unknown: repository name not known|repository with name '[^'\n]{1,300}' does not exist)/,
  ),
  // a token service issues a token for less than was requested
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
    // the builder's container has its own loopback interface (docker/buildx#94)
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

/** The owner of the certificate: a registry and its token service can be on two machines. */
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

/** An unrecognized status or list of errors: only the registry's own message is available. */
function refusedByStatus(clues: Clues): Finding | undefined {
  const status =
    /failed to push \S{1,300}: errors:\n|unexpected status(?: from [A-Z]{3,7} request to \S{1,500})?: 4(?:0[05-9]|[12]\d) /.exec(
      clues.said,
    );
  return status && !clues.said.includes(': 404 ')
    ? { code: 'registryAnswerWrong', params: { ...registryParams(clues), reason: 'refused', detail: lastWords(clues) } }
    : undefined;
}

/** Repositories of Docker Hub without a namespace are reserved for Docker. */
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

/** Any network client prints the same messages, so there must be a connection to a registry. */
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
