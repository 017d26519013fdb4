import { lastWords } from '../clues.ts';
import type { Rule } from './rule.ts';

/** The builder, and what its driver cannot do. Sources: buildx builder/builder.go, build/{build,opt,utils}.go. */
export const builderRules: readonly Rule[] = [
  { code: 'builderNotFound', match: /no builder "(?<builder>[^"\n]{1,200})" found/ },
  {
    code: 'builderFailed',
    match:
      /failed to initialize builder (?<builder>\S{1,200})|failed to find driver "(?<driver>[^"\n]{1,100})"|no valid drivers found/,
  },
  // somebody else's builder or Docker context has the name
  {
    code: 'builderExists',
    match:
      /(?<detail>(?:existing instance for|instance name) "(?<builder>[^"\n]{1,200})" (?:but no append mode|already exists)[^\n]{0,200})/,
  },
  (clues) =>
    /\[internal\] (?:booting buildkit|waiting for connection)/.test(clues.step)
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
  { code: 'exporterUnsupported', match: /(?<found>oci|tar|local) for multi-node builds currently not supported/ },
];
