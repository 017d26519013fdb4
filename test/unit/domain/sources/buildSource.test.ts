import assert from 'node:assert/strict';
import { requestFor } from '../../../../src/domain/sources/buildSource.ts';

describe('the request for a source', () => {
  const source = { kind: 'dockerfile', file: 'Dockerfile', stages: [] } as const;
  const former = {
    dockerfile: 'Dockerfile',
    tags: ['r.io/app'],
    output: 'push',
    labels: { a: 'b' },
    annotations: ['a=b'],
    attest: ['type=x'],
    provenance: 'true',
    sbom: 'true',
    ssh: ['default'],
    pushByDigest: true,
  } as const;

  it('keeps what the wizard does not ask for', () => {
    const answers = { platforms: [], tags: ['r.io/app'], output: 'push' } as const;
    assert.deepEqual(requestFor(source, answers, former), { ...former, context: '.' });
    assert.equal(requestFor({ ...source, file: 'b/Dockerfile' }, answers, former).labels, undefined);
  });

  it('pushes by digest no longer once the result has another name, or goes elsewhere', () => {
    const named = requestFor(source, { platforms: [], tags: ['r.io/app:1'], output: 'push' }, former);
    assert.equal(named.pushByDigest, undefined);
    const loaded = requestFor(source, { platforms: [], tags: ['r.io/app'], output: 'load' }, former);
    assert.equal(loaded.pushByDigest, undefined);
  });
});
