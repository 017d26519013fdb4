import assert from 'node:assert/strict';
import type { Descriptor, Manifest } from '../../../../src/domain/image/manifest.ts';
import { pulledFrom } from '../../../../src/domain/image/pulled.ts';
import { parsePlatform, type Platform } from '../../../../src/domain/platform.ts';

const oci = 'application/vnd.oci.image';

function platformOf(text: string): Platform {
  const parsed = parsePlatform(text);
  assert.ok(parsed.ok);
  return parsed.value;
}

const entry = (digest: string, platform?: string, type = 'manifest'): Descriptor => ({
  mediaType: `${oci}.${type}.v1+json`,
  digest,
  size: 1,
  annotations: new Map(),
  ...(platform !== undefined && { platform: platformOf(platform) }),
});
const index = (...entries: readonly Descriptor[]): Manifest => ({
  kind: 'index',
  mediaType: `${oci}.index.v1+json`,
  entries,
  annotations: new Map(),
});
const pulled = (
  top: Manifest,
  platform: string,
  inner: Readonly<Record<string, Manifest>> = {},
  configs: Readonly<Record<string, string>> = {},
) =>
  pulledFrom(
    top,
    {
      manifests: new Map(Object.entries(inner)),
      configs: new Map(Object.entries(configs).map(([digest, own]) => [digest, { platform: platformOf(own) }])),
    },
    4,
  )(platform);

describe('what nodes pull from an index', () => {
  it('is the first entry for exactly their platform', () => {
    const top = index(entry('v3', 'linux/amd64/v3'), entry('one', 'linux/amd64'), entry('two', 'linux/amd64'));
    assert.equal(pulled(top, 'linux/amd64'), 'one');
    assert.equal(pulled(index(entry('386', 'linux/386')), 'linux/amd64'), undefined);
    assert.equal(pulled(index(), 'linux/amd64'), undefined);
  });

  it('is the first entry without a platform if there is none, and no other', () => {
    const configs = { arm: 'linux/arm64', amd: 'linux/amd64' };
    assert.equal(pulled(index(entry('amd'), entry('arm')), 'linux/amd64', {}, configs), 'amd');
    assert.equal(pulled(index(entry('arm'), entry('amd')), 'linux/amd64', {}, configs), undefined);
    assert.equal(pulled(index(entry('arm'), entry('named', 'linux/amd64')), 'linux/amd64', {}, configs), 'named');
    assert.equal(pulled(index(entry('unread')), 'linux/amd64'), undefined);
  });

  it('is found in indexes inside of indexes, which an entry can limit to a platform', () => {
    const inner = { both: index(entry('amd', 'linux/amd64'), entry('arm', 'linux/arm64')) };
    assert.equal(pulled(index(entry('both', undefined, 'index')), 'linux/arm64', inner), 'arm');
    const limited = index(entry('both', 'linux/amd64', 'index'));
    assert.equal(pulled(limited, 'linux/amd64', inner), 'amd');
    assert.equal(pulled(limited, 'linux/arm64', inner), undefined);
  });

  it('is nothing in an index that contains itself', () => {
    const self = index(entry('self', undefined, 'index'));
    assert.equal(pulled(self, 'linux/amd64', { self }), undefined);
  });
});
