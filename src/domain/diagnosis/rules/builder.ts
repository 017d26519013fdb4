import { lastWords } from '../clues.ts';
import type { Rule } from './rule.ts';

const booting = /\[internal\] (?:booting buildkit|waiting for connection)/;
const limited = /toomanyrequests|429 Too Many Requests|pull rate limit/;
/** buildx driver/kubernetes/driver.go, builder/builder.go */
const notReady =
  /expected \d{1,4} replicas to be ready, got|no remote endpoint provided|error while calling (?:deploymentClient|statefulSetClient|configMapClient|Create)|failed to connect to pod \S{1,253} after/;

/** The builder, and what its driver does not support. Sources: buildx builder/builder.go, build/{build,opt,utils}.go. */
export const builderRules: readonly Rule[] = [
  { code: 'builderNotFound', match: /no builder "(?<builder>[^"\n]{1,200})" found/ },
  {
    code: 'builderFailed',
    match:
      /failed to initialize builder (?<builder>\S{1,200})|failed to find driver "(?<driver>[^"\n]{1,100})"|no valid drivers found/,
  },
  // another builder or Docker context has the name
  {
    code: 'builderExists',
    match:
      /(?<detail>(?:existing instance for|instance name) "(?<builder>[^"\n]{1,200})" (?:but no append mode|already exists)[^\n]{0,200})/,
  },
  // BuildKit's own image comes from a registry, too
  (clues) =>
    booting.test(clues.step) && limited.test(clues.said)
      ? { code: 'registryRateLimit', params: { registry: clues.registry ?? 'docker.io', reason: 'booting' } }
      : undefined,
  (clues) =>
    booting.test(clues.step) || notReady.test(clues.said)
      ? {
          code: 'builderFailed',
          params: {
            detail: lastWords(clues),
            ...(clues.evidence.builder !== undefined && { builder: clues.evidence.builder }),
          },
        }
      : undefined,
  {
    code: 'multiPlatformUnsupported',
    match: /Multi-platform build is not supported for the (?<driver>[\w-]{1,40}) driver/,
  },
  {
    code: 'multiPlatformUnsupported',
    match: /[mM]ultiple platforms feature is currently not supported for (?<driver>[\w-]{1,40}) driver/,
  },
  {
    code: 'multiPlatformUnsupported',
    match: /multi-node push can't currently be performed with the (?<driver>[\w-]{1,40}) driver/,
  },
  {
    code: 'loadMultiPlatformUnsupported',
    match: /docker exporter does not (?:currently )?support exporting manifest lists/,
  },
  { code: 'loadMultiPlatformUnsupported', match: /docker for multi-node builds currently not supported/ },
  {
    code: 'exporterUnsupported',
    match:
      /(?<found>OCI exporter|Docker exporter|Cache export|Attestation) is not supported for the (?<driver>[\w-]{1,40}) driver/,
  },
  {
    code: 'exporterUnsupported',
    match: /(?<found>push-by-digest) is currently not implemented for (?<driver>[\w-]{1,40}) driver/,
  },
  {
    code: 'exporterUnsupported',
    match: /exporter "(?<found>docker|tar|local)" does not support attestations/,
    params: { reason: 'attestations' },
  },
  { code: 'exporterUnsupported', match: /(?<found>oci|tar|local) for multi-node builds currently not supported/ },
];
