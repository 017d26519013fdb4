import assert from 'node:assert/strict';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import type { ChosenCluster } from '../../../../src/vscode/targets/clusters/clusterModel.ts';
import { fateOf, missingIn } from '../../../../src/domain/coverage/imageFate.ts';

const image: InspectedImage = {
  ref: 'registry.test/app:1',
  digest: 'sha256:a',
  mediaType: 'application/vnd.oci.image.index.v1+json',
  kind: 'index',
  images: [{ platform: 'linux/amd64', digest: 'sha256:b', size: 1, attestations: [] }],
  other: [],
};
const chosen = (context: string, known?: ChosenCluster['known']): ChosenCluster => ({
  context,
  known,
  at: undefined,
  readAt: undefined,
  asking: false,
  gone: false,
});
const read = chosen('prod', {
  context: 'prod',
  state: 'read',
  local: false,
  groups: [{ platform: 'linux/amd64', nodes: 2, eligible: 2, taints: [], ineligible: [] }],
});

describe('the fate of an image', () => {
  it('is unknown on a cluster that was not queried', () => {
    const { state, groups } = fateOf(image, [read, chosen('edge')], []);
    assert.equal(state, 'runs');
    assert.deepEqual(
      groups.map(({ context, verdict }) => [context, verdict]),
      [
        ['prod', 'runs'],
        ['edge', 'unknown'],
      ],
    );
  });

  it('is not to be pulled where it is no image', () => {
    const artifact = fateOf({ ...image, kind: 'artifact', images: [] }, [read], []);
    assert.deepEqual(missingIn(artifact), [{ platform: 'linux/amd64', how: 'does-not-pull' }]);
  });
});
