/** An action or reusable workflow, pinned to a commit: a tag of GitHub can be moved. */
export interface PinnedAction {
  readonly name: string;
  readonly commit: string;
  readonly version: string;
}

const pin = (name: string, version: string, commit: string): PinnedAction => ({ name, version, commit });

/**
 * The actions of generated workflows. Their versions and commits are those that docker/github-builder 1.17.0 pins itself
 * (.github/workflows/build.yml and bake.yml), and for actions that it does not use, those of the action's repository.
 */
export const actions = {
  checkout: pin('actions/checkout', 'v7.0.1', '3d3c42e5aac5ba805825da76410c181273ba90b1'),
  uploadArtifact: pin('actions/upload-artifact', 'v7.0.1', '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a'),
  downloadArtifact: pin('actions/download-artifact', 'v8.0.1', '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c'),
  login: pin('docker/login-action', 'v4.6.0', 'dbcb813823bdd20940b903addbd779551569679f'),
  setUpBuildx: pin('docker/setup-buildx-action', 'v4.3.0', '37fe631027851001ddb9b187196cc803df7f5f0e'),
  setUpQemu: pin('docker/setup-qemu-action', 'v4.2.0', '96fe6ef7f33517b61c61be40b68a1882f3264fb8'),
  metadata: pin('docker/metadata-action', 'v6.2.0', 'dc802804100637a589fabce1cb79ff13a1411302'),
  buildPush: pin('docker/build-push-action', 'v7.3.0', '53b7df96c91f9c12dcc8a07bcb9ccacbed38856a'),
  bake: pin('docker/bake-action', 'v7.3.0', 'd3418bd7d0e9324001bca92fa8ba175ea7e6dc9b'),
  builderBuild: pin(
    'docker/github-builder/.github/workflows/build.yml',
    'v1.17.0',
    '58cb9f5b71b1836d6f690c1e95effdeb9b98cb8a',
  ),
  builderBake: pin(
    'docker/github-builder/.github/workflows/bake.yml',
    'v1.17.0',
    '58cb9f5b71b1836d6f690c1e95effdeb9b98cb8a',
  ),
} as const satisfies Readonly<Record<string, PinnedAction>>;

/** The value of `uses`. */
export function usesOf({ name, commit }: PinnedAction): string {
  return `${name}@${commit}`;
}

/** The version of a value of `uses`, for a comment. */
export function versionOf(uses: string): string | undefined {
  return Object.values(actions).find((action) => usesOf(action) === uses)?.version;
}
