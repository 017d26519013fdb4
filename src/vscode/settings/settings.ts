import { workspace, type ConfigurationScope, type Uri } from 'vscode';

export const section = 'multiarch';

/** Every setting with the value that package.json gives it when nobody sets it; a test compares the two. */
export const defaults = {
  'docker.path': 'docker',
  builder: '',
  platforms: 'auto' as 'auto' | readonly string[],
  image: '',
  clusters: [] as readonly string[],
  clusterPlatforms: {} as Readonly<Record<string, readonly string[]>>,
  statusBar: 'always' as 'always' | 'mismatch' | 'never',
  'kubectl.path': 'kubectl',
  insecureRegistries: [] as readonly string[],
} as const;

/** What our settings say; the files beside this one write them, and read those of others. An empty text is the same as none. */
export const settings = {
  dockerPath: (): string => texted(ofMachine('docker.path')) ?? defaults['docker.path'],
  builder: (scope?: Uri): string | undefined => text('builder', scope),
  image: (scope?: Uri): string | undefined => text('image', scope),
  kubectlPath: (): string => texted(ofMachine('kubectl.path')) ?? defaults['kubectl.path'],
  /** The platforms that are named by hand; undefined: follow the clusters. */
  platforms: (scope?: Uri): readonly string[] | undefined => {
    const platforms = texts(read('platforms', scope));
    return platforms.length === 0 ? undefined : platforms;
  },
  insecureRegistries: (): readonly string[] => texts(ofMachine('insecureRegistries')),
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
 * Which program is run and who may have a password without TLS is the user's to say, and never that of a workspace, trusted
 * or not. package.json says so too (scope `machine`); this does not depend on it.
 */
function ofMachine(key: keyof typeof defaults): unknown {
  const { globalValue, defaultValue } = workspace.getConfiguration(section).inspect(key) ?? {};
  return globalValue ?? defaultValue;
}

function read(key: keyof typeof defaults, scope?: ConfigurationScope): unknown {
  return workspace.getConfiguration(section, scope).get(key);
}
