import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planBuild } from '../../../src/domain/build/planBuild.ts';
import type { BuildRequest } from '../../../src/domain/build/request.ts';
import { createBaseImages } from '../../../src/services/baseImages.ts';
import { createDockerfiles } from '../../../src/services/builds/dockerfiles.ts';
import { content } from '../../support/sampleImages.ts';
import { scriptedRunner } from '../../support/scriptedRunner.ts';
import { untilAborted } from '../../support/stub.ts';
import { inVscode, seen } from '../../support/vscode/session.ts';

describe('the images that a plan takes from registries', () => {
  inVscode();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'bases-'));
    await mkdir(path.join(folder, 'api'));
    await writeFile(path.join(folder, 'Dockerfile'), 'FROM old:1 AS unused\nFROM one:1\nCOPY --from=tools /t /t\n');
    await writeFile(path.join(folder, 'api', 'Dockerfile'), 'FROM base\nFROM one:1\n');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const both = ['linux/amd64', 'linux/arm64'];
  /** The problems of a request's images, and the requests to the registry. */
  async function ask(request: BuildRequest, printed?: object, slow?: AbortSignal) {
    const asked: string[] = [];
    const bases = createBaseImages({
      runner: scriptedRunner(
        printed ? [['--print', JSON.stringify(printed)]] : [['--print', { stderr: 'no such file' }]],
      ),
      environment: { docker: () => Promise.resolve('docker') },
      dockerfiles: createDockerfiles(),
      images: {
        entries: (image, options) => {
          asked.push(image);
          return slow
            ? untilAborted(options?.signal)
            : image === 'one:1'
              ? Promise.resolve(content(['linux/amd64']))
              : Promise.reject(new Error('not there'));
        },
      },
      ...(slow && { limit: () => slow }),
    });
    const plan = planBuild(request, { directory: folder, platforms: both });
    assert.ok(plan.ok);
    const native = { os: 'linux', architecture: 'amd64' };
    const found = await bases(plan.value, [native], new AbortController().signal);
    return { found: found.map(({ image, lacks }) => `${image} ${lacks.join()}`), asked };
  }

  it('are read from the Dockerfile, without a process, each once', async () => {
    assert.deepEqual(await ask({ output: 'cache' }), { found: ['one:1 linux/arm64'], asked: ['one:1', 'tools'] });
    assert.deepEqual(await ask({ output: 'cache', buildContexts: { 'one:1': '.' } }), { found: [], asked: ['tools'] });
    assert.equal(seen(), '');
  });

  it('are those of every target that bake builds, without what it calls a context', async () => {
    const target = {
      api: { context: 'api', contexts: { base: 'target:base' }, platforms: ['linux/arm64', 'local'] },
      base: { 'dockerfile-inline': 'FROM two:1', platforms: ['linux/arm64'] },
    };
    assert.deepEqual(await ask({ bakeTargets: ['api'], output: 'cache', platforms: [] }, { target }), {
      found: ['one:1 linux/arm64'],
      asked: ['one:1', 'two:1'],
    });
  });

  it('are none where bake or the registry does not answer, or nothing can be read', async () => {
    assert.deepEqual(await ask({ bakeTargets: ['api'], output: 'cache' }), { found: [], asked: [] });
    assert.deepEqual(await ask({ context: 'none', output: 'cache' }), { found: [], asked: [] });
    assert.deepEqual((await ask({ output: 'cache' }, undefined, AbortSignal.abort())).found, []);
  });
});
