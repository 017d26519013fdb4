import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planBuild } from '../../../src/domain/build/planBuild.ts';
import type { BuildRequest } from '../../../src/domain/build/request.ts';
import type { BuildSource } from '../../../src/domain/sources/buildSource.ts';
import { createBakeSources } from '../../../src/services/bakeSources.ts';
import type { Runner } from '../../../src/tools/process/runner.ts';

describe('bake, asked about a source', () => {
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'bake-sources-')));
    await mkdir(path.join(folder, 'app'));
    await mkdir(path.join(folder, 'ci'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const source: BuildSource = {
    kind: 'bake',
    directory: 'ci',
    files: ['ci/docker-bake.hcl'],
    target: 'app',
    several: false,
    tags: [],
    platforms: [],
    unknown: ['tags'],
  };
  const told = { tags: ['r/app:1'], platforms: ['linux/arm64'] };

  /** @param print the output of bake; an error is its failure */
  function world(print: object | Error) {
    const ran: string[] = [];
    const run: Runner['run'] = ({ args, parse }, options) => {
      ran.push(`${path.relative(folder, options?.directory ?? '')}: ${args.slice(2).join(' ')}`);
      return print instanceof Error
        ? Promise.reject(print)
        : Promise.resolve(parse({ stdout: JSON.stringify({ target: print }), stderr: '', exitCode: 0 }));
    };
    const describeSource = createBakeSources({
      runner: { run },
      environment: { docker: () => Promise.resolve('docker') },
    });
    const planOf = (request: BuildRequest) => {
      const plan = planBuild(request, { directory: folder, platforms: [] });
      return plan.ok ? plan.value : undefined;
    };
    return { ran, ask: (signal = new AbortController().signal) => describeSource(source, planOf, signal) };
  }

  it('says it in the folder of the files, without anything that would change it', async () => {
    const { ask, ran } = world({ app: { ...told, context: '.' } });
    const { unknown, ...rest } = source;
    assert.deepEqual([await ask(), unknown], [{ ...rest, ...told }, ['tags']]);
    assert.deepEqual(ran, [
      'ci: --print --file docker-bake.hcl --set *.cache-to= --set *.output=type=cacheonly -- app',
    ]);
  });

  it('says it at the top for files that are written for that, and only where their folders are there', async () => {
    const { ask, ran } = world({ app: { ...told, context: 'app' } });
    const { directory, ...rest } = (await ask()) as typeof source & { directory: string };
    assert.deepEqual([directory, rest.tags, ran.length], ['.', told.tags, 2]);
    const nowhere = world({ app: { ...told, context: 'nowhere' } });
    assert.deepEqual(((await nowhere.ask()) as typeof source & { directory: string }).directory, 'ci');
  });

  it('leaves a source as it is where bake fails, and ends with its signal', async () => {
    const { ask } = world(new Error('no bake'));
    assert.equal(await ask(), source);
    await assert.rejects(ask(AbortSignal.abort()));
  });
});
