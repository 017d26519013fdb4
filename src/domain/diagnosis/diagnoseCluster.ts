import type { ClusterState } from '../cluster/cluster.ts';
import type { KubeConfigProblem } from '../configFiles/kubeFacts.ts';
import { redact } from '../redact.ts';
import { certificateFault } from './rules/certificate.ts';
import { paramOf, readable } from './text.ts';
import type { Diagnosis, DiagnosisCode } from './diagnosis.ts';
import { diagnosisOf } from './remedies.ts';

/** The evidence of a failed cluster request. */
export interface ClusterEvidence {
  /** The request; by default its nodes. */
  readonly about?: 'workloads' | 'restart' | 'rollout' | 'undo' | undefined;
  /** The name that kubectl was searched with. */
  readonly kubectlMissing?: string;
  readonly contextMissing?: boolean;
  readonly brokenFile?: { readonly file: string } & KubeConfigProblem;
  /** stderr of kubectl and its child processes. */
  readonly words?: string;
  readonly timedOut?: boolean;
  /** kubectl succeeded, but its output was not a list. */
  readonly cut?: boolean;
}

export interface ClusterFailure {
  readonly state: Exclude<ClusterState, 'read' | 'declared'>;
  readonly problem: Diagnosis;
}

interface Rule {
  readonly pattern: RegExp;
  readonly state: ClusterFailure['state'];
  readonly code: DiagnosisCode;
  readonly reason?: string;
}

/**
 * Messages of kubectl, from k8s.io/kubectl cmd/util (`Error from server (…)`), client-go's `clientcmd` and `exec`, and Go's `net`. The
 * login comes first: before kubectl's message, there is the plugin's own, which may look like any other.
 */
const rules: readonly Rule[] = [
  {
    pattern:
      /getting credentials: |exec plugin|oauth2: |invalid_grant|failed to refresh token|executable .{0,200} (?:failed|not found)|no Auth Provider found|auth plugin has been removed/,
    state: 'failed',
    code: 'clusterLoginFailed',
  },
  { pattern: /\(Forbidden\)|\bforbidden: /, state: 'forbidden', code: 'clusterForbidden' },
  { pattern: /\(Unauthorized\)|\bUnauthorized\b|must be logged in/, state: 'failed', code: 'clusterUnauthorized' },
  {
    pattern: /context "[^"\n]{0,300}" does not exist|context was not found/,
    state: 'failed',
    code: 'clusterContextMissing',
  },
  {
    pattern:
      /x509: |certificate signed by|tls: failed to verify|remote error: tls: |unable to read client-(?:cert|key)|certificate-authority/,
    state: 'failed',
    code: 'clusterCertificate',
  },
  {
    pattern: /error loading config file|invalid configuration|couldn't get version\/kind/,
    state: 'failed',
    code: 'kubeconfigInvalid',
  },
  {
    pattern: /Client\.Timeout|context deadline exceeded|i\/o timeout|TLS handshake timeout/,
    state: 'unreachable',
    code: 'clusterUnreachable',
    reason: 'timeout',
  },
  { pattern: /unexpected EOF/, state: 'unreachable', code: 'clusterUnreachable', reason: 'cut' },
  {
    pattern:
      /connection refused|no such host|no route to host|network is unreachable|connection reset|\bEOF\b|was refused|Unable to connect|http2: |\((?:ServiceUnavailable|Timeout)\)/,
    state: 'unreachable',
    code: 'clusterUnreachable',
  },
];

/** Why a cluster request failed. */
export function diagnoseCluster(
  evidence: ClusterEvidence & { readonly context: string; readonly server?: string; readonly exec?: boolean },
): ClusterFailure {
  const {
    context,
    server,
    exec = false,
    kubectlMissing,
    contextMissing,
    brokenFile,
    words = '',
    timedOut,
    cut,
    about,
  } = evidence;
  const detail = paramOf(readable(redact(words)).trim());
  const params = { context, ...(server !== undefined && { server: redact(server) }), ...(detail !== '' && { detail }) };
  const failure = (
    state: ClusterFailure['state'],
    code: DiagnosisCode,
    more: Readonly<Record<string, string>> = {},
  ): ClusterFailure => ({ state, problem: diagnosisOf(code, { ...params, ...more }) });
  if (kubectlMissing !== undefined) {
    return failure('failed', 'kubectlNotFound', { path: kubectlMissing });
  }
  if (brokenFile !== undefined) {
    return failure('failed', 'kubeconfigInvalid', brokenFile);
  }
  if (contextMissing) {
    return failure('failed', 'clusterContextMissing');
  }
  if (timedOut) {
    // a program that waits for the user, who cannot see its question
    return exec
      ? failure('failed', 'clusterLoginFailed', { reason: 'timeout' })
      : failure('unreachable', 'clusterUnreachable', { reason: 'timeout' });
  }
  const rule = rules.find(({ pattern }) => pattern.test(words));
  if (rule !== undefined) {
    const reason = rule.reason ?? reasonOf(rule.code, words, about);
    return failure(rule.state, rule.code, reason === undefined ? {} : { reason });
  }
  return cut
    ? failure('unreachable', 'clusterUnreachable', { reason: 'cut' })
    : failure('failed', 'clusterFailed', about === undefined ? {} : { reason: about });
}

function reasonOf(code: DiagnosisCode, words: string, about: ClusterEvidence['about']): string | undefined {
  return code === 'clusterForbidden' ? about : code === 'clusterCertificate' ? certificateFault(words) : undefined;
}
