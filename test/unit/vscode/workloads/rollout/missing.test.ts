import assert from 'node:assert/strict';
import type { GroupCoverage } from '../../../../../src/domain/cluster/coverage.ts';
import { anywhere } from '../../../../../src/domain/workload/placement.ts';
import { missingFor } from '../../../../../src/vscode/workloads/rollout/missing.ts';
import { workload } from '../../../../support/sampleWorkloads.ts';

const fails = (context: string, platform: string): GroupCoverage => ({
  context,
  platform,
  nodes: 1,
  verdict: 'fails',
  how: 'does-not-pull',
});

describe('the platforms that an image lacks for a workload', () => {
  it('are those of its own nodes, or of all nodes of its cluster if its place is unknown', () => {
    const coverage = { state: 'fails' as const, groups: [fails('dev', 'linux/arm64'), fails('prod', 'linux/s390x')] };
    const use = { image: 'r.io/app:1', kind: 'Deployment', name: 'pinned', placement: anywhere, context: 'dev' };
    const uses = [{ use, state: 'runs' as const, groups: [], isNowhere: false }];
    const lacking = (name: string, context: string) =>
      missingFor({ coverage, clusters: [], uses }, { context, workload: workload({ name }) }).map(
        ({ platform }) => platform,
      );
    assert.deepEqual(lacking('pinned', 'dev'), []);
    assert.deepEqual(lacking('web', 'dev'), ['linux/arm64']);
    assert.deepEqual(lacking('pinned', 'prod'), ['linux/s390x']);
  });
});
