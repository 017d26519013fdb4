import assert from 'node:assert/strict';
import path from 'node:path';
import { findOrBringEngine } from '../bed/engine/engine.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

describe('the build history of a real engine', function () {
  this.timeout(300_000);
  const ends = new Ends();
  before(async function () {
    await bringOrSkip(this, async () => {
      const engine = await findOrBringEngine({ own: true });
      ends.add(engine.stop);
      ends.add(useEnvironment(engine.env));
    });
  });
  after(() => ends.run());

  it('tells a failed build, its log and its line, and forgets one that was not looked at', async () => {
    const workspace = await workspaceWith({
      'app/docker/api.Dockerfile': 'FROM scratch\nCOPY nothing /\n',
      'app/docker/good.Dockerfile': 'FROM scratch\nCOPY . /\n',
    });
    const services = composeServices();
    const { history } = services;
    const request = {
      context: 'app',
      platforms: [`linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'}`],
      output: 'cache',
    } as const;
    assert.deepEqual(await history.support(), { supported: true });
    await workspace.build(services, { ...request, dockerfile: 'app/docker/good.Dockerfile' });
    await workspace.build(services, { ...request, dockerfile: 'app/docker/api.Dockerfile' });
    const [failed, completed, ...more] = await history.list('default');
    assert.deepEqual(more, []);
    assert.ok(failed && completed);
    assert.deepEqual([failed.state, completed.state], ['failed', 'completed']);
    assert.ok((failed.completedAt ?? 0) >= (failed.startedAt ?? Infinity));
    // opening a record and then removing it crashes BuildKit 0.20 to 0.28
    await history.remove('default', completed.ref);
    assert.deepEqual(
      (await history.list('default')).map(({ ref }) => ref),
      [failed.ref],
    );
    const details = await history.details('default', failed.ref);
    assert.deepEqual(details.platforms, request.platforms);
    assert.equal(
      path.resolve(details.context ?? '', details.dockerfile ?? ''),
      path.join(workspace.folder, 'app/docker/api.Dockerfile'),
    );
    assert.equal(details.error?.line, 2);
    assert.match(await history.log('default', failed.ref), /COPY nothing/);
    await workspace.remove();
  });

  it('rejects for a record that is gone', async () => {
    await assert.rejects(composeServices().history.details('default', 'default/default/nosuchrecord'));
  });
});
