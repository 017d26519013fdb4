import { workspace, type ConfigurationScope, type Uri } from 'vscode';

export const section = 'multiarch';

/** Every setting with the value that package.json gives it when nobody sets it; a test compares the two. */
export const defaults = {
  'docker.path': 'docker',
  builder: '',
  platforms: 'auto' as 'auto' | readonly string[],
  image: '',
} as const;

/** What `"auto"` means while no cluster was chosen: the two that nearly every cluster is made of. */
const usualPlatforms = ['linux/amd64', 'linux/arm64'];

/** The only place that reads settings. An empty text is the same as none. */
export const settings = {
  dockerPath: (): string => text('docker.path') ?? defaults['docker.path'],
  builder: (scope?: Uri): string | undefined => text('builder', scope),
  image: (scope?: Uri): string | undefined => text('image', scope),
  targetPlatforms: (scope?: Uri): readonly string[] => {
    const value: unknown = read('platforms', scope);
    const platforms = Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
    return platforms.length === 0 ? usualPlatforms : platforms;
  },
};

function text(key: keyof typeof defaults, scope?: ConfigurationScope): string | undefined {
  const value: unknown = read(key, scope);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function read(key: keyof typeof defaults, scope?: ConfigurationScope): unknown {
  return workspace.getConfiguration(section, scope).get(key);
}
