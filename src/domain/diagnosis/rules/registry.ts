import type { Clues } from '../clues.ts';
import type { DiagnosisCode } from '../diagnosis.ts';
import type { Judge, Rule } from './rule.ts';

/**
 * What a registry answers, or that it does not. Sources: containerd core/remotes/docker (errdesc.go, resolver.go,
 * pusher.go), buildkit util/resolver, Go net, net/http and crypto/x509.
 */
export const registryRules: readonly Rule[] = [
  about('registryRateLimit', /toomanyrequests|429 Too Many Requests|pull rate limit/),
  // the second one comes from servers that answer a TLS greeting with no HTTP at all
  about(
    'registryPlainHttp',
    /server gave HTTP response to HTTPS client|first record does not look like a TLS handshake/,
  ),
  about(
    'registryUnknownCertificate',
    /x509: |tls: failed to verify certificate|remote error: tls: (?:bad|unknown) certificate/,
  ),
  about(
    'repositoryNotFound',
    /(?:name unknown: |NAME_UNKNOWN|unknown: repository name not known|repository with name '[^'\n]{1,300}' does not exist)/,
  ),
  about(
    'registryLoginRequired',
    /no basic auth credentials|unauthorized: |: 401 Unauthorized|failed to fetch (?:oauth|anonymous) token: [^\n]{0,2000}: 40[01] /,
  ),
  about('registryAccessDenied', /insufficient_scope|access denied|denied: |: 403 Forbidden/),
  unreachable(/no such host|server misbehaving|Temporary failure in name resolution/, 'name'),
  (clues) => {
    const finding = unreachable(
      /connection refused|no route to host|network is unreachable|i\/o timeout|connection timed out|TLS handshake timeout|Client\.Timeout exceeded|proxyconnect tcp/,
      'connection',
    )(clues);
    // the builder's container has a loopback interface of its own (docker/buildx#94)
    return finding && inContainer(clues) && isLoopback(clues.registry)
      ? { ...finding, params: { ...finding.params, reason: 'loopback' } }
      : finding;
  },
  unreachable(
    /: 50[0-9] |connection reset by peer|broken pipe|use of closed network connection|unexpected EOF/,
    'broken',
  ),
  unreachable(/failed to do request: /, 'connection'),
];

function about(code: DiagnosisCode, match: RegExp): Judge {
  return (clues) => (match.test(clues.said) ? { code, params: registryParams(clues) } : undefined);
}

/** The same words come from anything that talks over a network, so a registry must have been spoken to. */
function unreachable(match: RegExp, reason: string): Judge {
  const registry =
    /failed to (?:do request|push|resolve|fetch|copy|authorize)|unexpected status from|https?:\/\/[^\s"]{1,260}\/v2\//;
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
