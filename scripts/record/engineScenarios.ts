import type { Scenario } from './scenario.ts';

const docker = (name: string, args: readonly string[], more: Partial<Scenario> = {}): Scenario => ({
  tool: 'docker',
  name,
  args: () => args,
  ...more,
});
const buildx = (name: string, args: readonly string[], more: Partial<Scenario> = {}): Scenario => ({
  ...docker(name, ['buildx', ...args], more),
  tool: 'buildx',
});

const versionJson = ['version', '--format', 'json'];
const info = ['info', '--format', '{{json .}}'];
const registries = ['info', '--format', '{{json .RegistryConfig}}'];
const plugins = ['info', '--format', '{{json .ClientInfo.Plugins}}'];
const platforms = ['--platform', 'linux/amd64,linux/arm64'];

/** Queries about the engine, buildx and its builders. */
export const engineScenarios: readonly Scenario[] = [
  docker('version', versionJson),
  docker('version-engine-down', versionJson, { engine: 'none' }),
  docker('info-containerd', info),
  docker('info-classic', info, { engine: 'classic' }),
  docker('info-registries', registries, { engine: 'insecure' }),
  docker('info-registries-engine-down', registries, { engine: 'none' }),
  docker('info-engine-down', info, { engine: 'none' }),
  docker('info-plugins', plugins),
  docker('info-plugins-engine-down', plugins, { engine: 'none' }),
  // Without the plugin, each form of the command fails differently, and one does not fail at all.
  docker('no-buildx/info-plugins', plugins, { config: 'noPlugins' }),
  docker('no-buildx/version', ['buildx', 'version'], { config: 'noPlugins' }),
  docker('no-buildx/help', ['buildx', '--help'], { config: 'noPlugins' }),
  docker('no-buildx/ls-json', ['buildx', 'ls', '--format', 'json'], { config: 'noPlugins' }),
  docker('no-buildx/inspect', ['buildx', 'inspect'], { config: 'noPlugins' }),
  docker('no-buildx/build', ['buildx', 'build', '.'], { config: 'noPlugins' }),
  docker('no-buildx/build-platform', ['buildx', 'build', ...platforms, '.'], { config: 'noPlugins' }),
  docker('no-buildx/bake', ['buildx', 'bake', '--print'], { config: 'noPlugins' }),
  docker('no-buildx/imagetools', ['buildx', 'imagetools', 'inspect', '--raw', 'app'], { config: 'noPlugins' }),

  buildx('version', ['version']),
  buildx('ls', ['ls', '--format', 'json']),
  buildx('ls-classic', ['ls', '--format', 'json'], { engine: 'classic' }),
  buildx('ls-emulation-off', ['ls', '--format', 'json'], { emulation: 'off' }),
  buildx('ls-engine-down', ['ls', '--format', 'json'], { engine: 'none' }),
  buildx('ls-many', ['ls', '--format', 'json'], { config: 'builders' }),
  buildx('inspect/current', ['inspect']),
  buildx('inspect/current-classic', ['inspect'], { engine: 'classic' }),
  buildx('inspect/current-emulation-off', ['inspect'], { emulation: 'off' }),
  buildx('inspect/engine-down', ['inspect'], { engine: 'none' }),
  buildx('inspect/docker-container-inactive', ['inspect', 'idle'], { config: 'builders' }),
  buildx('inspect/remote-unreachable', ['inspect', 'away'], { config: 'builders' }),
  buildx('inspect/remote-two-pinned-nodes', ['inspect', 'farm'], { config: 'builders' }),
  buildx('inspect/unknown', ['inspect', 'nobody']),
];
