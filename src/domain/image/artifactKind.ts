import type { InspectedImage } from './describe.ts';

/** The kind of a registry entry that is not an image. */
export type ArtifactKind =
  | 'helmChart'
  | 'helmProvenance'
  | 'signature'
  | 'attestation'
  | 'sbom'
  | 'vulnerabilities'
  | 'wasm'
  | 'flux'
  | 'policy'
  | 'compose'
  | 'model'
  | 'plugin'
  | 'buildCache'
  | 'devContainer'
  | 'homebrew'
  | 'singularity'
  | 'files';

/**
 * By media type: of the artifact, of its configuration, or of its first layer if the configuration has no information. Version suffixes are
 * ignored. More specific ones come first.
 */
const kinds: readonly (readonly [pattern: RegExp, kind: ArtifactKind])[] = [
  [/^application\/vnd\.cncf\.helm\.chart\.provenance\b/, 'helmProvenance'],
  [/^application\/vnd\.cncf\.helm\./, 'helmChart'],
  // cosign, Notary Project, and the format of cosign since version 3
  [/^application\/vnd\.dev\.cosign\.(?:simplesigning|artifact\.sig)\b/, 'signature'],
  [/^application\/vnd\.cncf\.notary\./, 'signature'],
  [/^application\/vnd\.dev\.sigstore\.bundle\b/, 'signature'],
  [/^(?:application\/(?:spdx|vnd\.cyclonedx|vnd\.syft)|text\/spdx)\b/, 'sbom'],
  [/^application\/vnd\.dev\.cosign\.artifact\.sbom\b/, 'sbom'],
  [
    /^application\/(?:vnd\.in-toto|vnd\.dsse\.envelope|vnd\.docker\.attestation|vnd\.dev\.cosign\.attestation)\b/,
    'attestation',
  ],
  [/^application\/vnd\.dev\.cosign\.artifact\.(?:att|attestation)\b/, 'attestation'],
  [/^application\/sarif\b|^application\/vnd\.(?:aquasec\.trivy|security\.(?:sarif|vuln))/, 'vulnerabilities'],
  [/^application\/(?:vnd\.wasm\.|vnd\.module\.wasm|wasm\b|vnd\.bytecodealliance\.wasm)/, 'wasm'],
  [/^application\/vnd\.cncf\.flux\./, 'flux'],
  [/^application\/vnd\.(?:cncf\.openpolicyagent|cncf\.kubewarden|oci\.kyverno|cncf\.kyverno)\./, 'policy'],
  [/^application\/vnd\.docker\.compose\./, 'compose'],
  [/^application\/vnd\.(?:docker\.ai\.model|docker\.ai\.gguf|cncf\.model|ollama\.image|kitops\.modelkit)\b/, 'model'],
  [/^application\/vnd\.docker\.plugin\b/, 'plugin'],
  [/^application\/vnd\.buildkit\.cacheconfig\b/, 'buildCache'],
  [/^application\/vnd\.devcontainers\b/, 'devContainer'],
  [/^application\/vnd\.homebrew\.|^application\/vnd\.oci\.image\.layer\.v1\.tar\+brew/, 'homebrew'],
  [/^application\/vnd\.sylabs\.sif\b/, 'singularity'],
  [/^application\/vnd\.(?:unknown|oras|deislabs\.oras)\./, 'files'],
];

/** The kind of artifact by the first conclusive media type; undefined if there is none. */
export function artifactKind(...mediaTypes: readonly (string | undefined)[]): ArtifactKind | undefined {
  for (const type of mediaTypes) {
    const lower = type?.toLowerCase() ?? '';
    const found = kinds.find(([pattern]) => pattern.test(lower));
    if (found) {
      return found[1];
    }
  }
  return undefined;
}

/** Whether an artifact is a Helm chart, which `helm pull` reads. */
export function isChart({ other }: Pick<InspectedImage, 'other'>): boolean {
  return other.some(({ artifactType, mediaType }) => artifactKind(artifactType, mediaType) === 'helmChart');
}
