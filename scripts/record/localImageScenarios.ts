import { inspectLocalImage } from '../../src/tools/docker/imageInspect.ts';
import type { Scenario } from './scenario.ts';

const nobodys = 'registry.example/nothing:1';

/** An image in an engine's own store that was pulled for amd64 only. */
export const localImageScenarios: readonly Scenario[] = [
  {
    tool: 'docker',
    name: 'local-image/engine-down',
    engine: 'none',
    args: () => inspectLocalImage('docker', nobodys).args,
  },
  ...(['containerd', 'classic'] as const).flatMap(inStore),
];

function inStore(engine: 'containerd' | 'classic'): readonly Scenario[] {
  return [
    {
      tool: 'docker',
      name: `local-image/${engine}/pull`,
      engine,
      args: ({ registry }) => ['pull', '--quiet', '--platform', 'linux/amd64', `${registry}/base:1`],
    },
    ...[
      ['any', undefined],
      ['amd64', 'linux/amd64'],
      ['arm64', 'linux/arm64'],
    ].map(([name, platform]): Scenario => ({
      tool: 'docker',
      name: `local-image/${engine}/${name ?? ''}`,
      engine,
      args: ({ registry }) => inspectLocalImage('docker', `${registry}/base:1`, platform).args,
    })),
    {
      tool: 'docker',
      name: `local-image/${engine}/absent`,
      engine,
      args: () => inspectLocalImage('docker', nobodys).args,
    },
  ];
}
