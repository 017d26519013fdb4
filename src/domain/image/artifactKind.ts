/** What an entry of a registry is that is no image, as people call it. */
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
 * By media type: of the artifact, of its configuration, or of its first layer where the configuration says nothing. Versions at the
 * end do not count. The more particular ones come first.
 */
const kinds: readonly (readonly [pattern: RegExp, kind: ArtifactKind])[] = [
  [/^application\/vnd\.cncf\.helm\.chart\.provenance\b/, 'helmProvenance'],
  [/^application\/vnd\.cncf\.helm\./, 'helmChart'],
  // cosign, Notary Project, and what cosign writes since its third version
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

/** The kind of artifact by the first of these media types that tells one; undefined where none does. */
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
