import { pushedIndex } from './pushedIndex.ts';
import type { Places, Scenario } from './scenario.ts';

const inspect = (
  name: string,
  args: (at: Places) => readonly string[] | Promise<readonly string[]>,
  more: Partial<Scenario> = {},
): Scenario => ({
  tool: 'buildx',
  name: `imagetools/${name}`,
  args: async (at) => ['buildx', 'imagetools', 'inspect', ...(await args(at))],
  ...more,
});

/** The reference by digest of a manifest in the index `app:two`. */
async function child(at: Places, which: (platform: string) => boolean): Promise<string> {
  const entries = await pushedIndex(at.registry, 'app', 'two');
  return `${at.registry}/app@${entries.find(({ platform }) => which(platform))!.digest}`;
}

/** Queries about images in a registry, which the previous builds pushed. */
export const imagetoolsScenarios: readonly Scenario[] = [
  inspect('raw-index', (at) => ['--raw', `${at.registry}/app:two`]),
  inspect('raw-index-one-platform', (at) => ['--raw', `${at.registry}/app:one`]),
  inspect('raw-manifest', (at) => ['--raw', `${at.registry}/app:bare`]),
  inspect('raw-child', async (at) => ['--raw', await child(at, (platform) => platform === 'linux/arm64')]),
  inspect('raw-attestation', async (at) => ['--raw', await child(at, (platform) => platform === 'unknown/unknown')]),
  inspect('raw-index-without-attestations', (at) => ['--raw', `${at.registry}/base:1`]),
  inspect('raw-cache', (at) => ['--raw', `${at.registry}/app:cache`]),
  inspect('image-of-manifest', (at) => ['--format', '{{json .Image}}', `${at.registry}/app:bare`]),
  inspect('image-of-child', async (at) => [
    ...['--format', '{{json .Image}}', await child(at, (platform) => platform === 'linux/arm64')],
  ]),
  inspect('image-of-index', (at) => ['--format', '{{json .Image}}', `${at.registry}/app:two`]),
  inspect('manifest-of-index', (at) => ['--format', '{{json .Manifest}}', `${at.registry}/app:two`]),
  inspect('text-of-manifest', (at) => [`${at.registry}/app:bare`]),
  inspect('not-found', (at) => ['--raw', `${at.registry}/app:nothing`]),
  inspect('repository-not-found', (at) => ['--raw', `${at.registry}/nothing:1`]),
  inspect('unauthorized', (at) => ['--raw', `${at.guarded}/app:1`]),
  inspect('wrong-login', (at) => ['--raw', `${at.guarded}/app:1`], { config: 'wrongLogin' }),
  inspect('nobody-listens', (at) => ['--raw', `${at.nobody}/app:1`]),
  inspect('plain-http', (at) => ['--raw', `${at.plain}/app:1`]),
  inspect('unknown-authority', (at) => ['--raw', `${at.unknownAuthority}/app:1`]),
  inspect('bad-reference', () => ['--raw', 'App:1:2']),
];
