import { workspace, type ConfigurationScope, type Uri } from 'vscode';

export const section = 'multiarch';

/** Every setting with its default value in package.json; a test compares the two. */
export const defaults = {
  'docker.path': 'docker',
  builder: '',
  platforms: 'auto' as 'auto' | readonly string[],
  image: '',
  clusters: [] as readonly string[],
  clusterPlatforms: {} as Readonly<Record<string, readonly string[]>>,
  statusBar: 'always' as 'always' | 'mismatch' | 'never',
  codeLens: true,
  'kubectl.path': 'kubectl',
  insecureRegistries: [] as readonly string[],
  checkProgramsAfterPush: true,
} as const;

/** The values of our settings; the files beside this one write them, and read other settings. An empty text counts as none. */
export const settings = {
  dockerPath: (): string => texted(ofMachine('docker.path')) ?? defaults['docker.path'],
  builder: (scope?: Uri): string | undefined => text('builder', scope),
  image: (scope?: Uri): string | undefined => text('image', scope),
  kubectlPath: (): string => texted(ofMachine('kubectl.path')) ?? defaults['kubectl.path'],
  /** The manually set platforms; undefined: follow the clusters. */
  platforms: (scope?: Uri): readonly string[] | undefined => {
    const platforms = texts(read('platforms', scope));
    return platforms.length === 0 ? undefined : platforms;
  },
  insecureRegistries: (): readonly string[] => texts(ofMachine('insecureRegistries')),
  /** Whether to check the programs of each push. */
  checksPrograms: (): boolean => read('checkProgramsAfterPush') !== false,
  /** Whether a Dockerfile has build commands above its last `FROM`. */
  showsCodeLens: (): boolean => read('codeLens') !== false,
  clusters: (): readonly string[] => texts(read('clusters')),
  clusterPlatforms: (): Readonly<Record<string, readonly string[]>> => {
    const value: unknown = read('clusterPlatforms');
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(
      entries.map(([context, platforms]) => [context, texts(platforms)] as const).filter(([, list]) => list.length > 0),
    );
  },
  statusBar: (): 'always' | 'mismatch' | 'never' => {
    const value: unknown = read('statusBar');
    return value === 'never' || value === 'mismatch' ? value : 'always';
  },
};

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

function text(key: keyof typeof defaults, scope?: ConfigurationScope): string | undefined {
  return texted(read(key, scope));
}

function texted(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/**
 * Only the user may decide which program runs and which registries may receive a password without TLS, never a workspace, trusted or not.
 * package.json also declares this (scope `machine`), but this code does not depend on it.
 */
function ofMachine(key: keyof typeof defaults): unknown {
  const { globalValue, defaultValue } = workspace.getConfiguration(section).inspect(key) ?? {};
  return globalValue ?? defaultValue;
}

function read(key: keyof typeof defaults, scope?: ConfigurationScope): unknown {
  return workspace.getConfiguration(section, scope).get(key);
}
