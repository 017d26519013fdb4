import assert from 'node:assert/strict';
import { planBuild } from '../../../src/domain/build/planBuild.ts';
import { DiagnosedError } from '../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../src/domain/diagnosis/remedies.ts';
import type { ComposedBuildsDeps } from '../../../src/services/builds/compose.ts';
import type { BuildListener } from '../../../src/services/builds/follow.ts';
import { createLazyBuilds } from '../../../src/services/builds/lazy.ts';
import { diagnoseError } from '../../../src/services/diagnoseError.ts';
import type { Environment } from '../../../src/services/environment.ts';
import type { ImageServicesDeps } from '../../../src/services/imageServices.ts';
import { createLazyImageServices } from '../../../src/services/lazyImageServices.ts';
import { stub } from '../../support/stub.ts';

const missing = () => Promise.reject(new DiagnosedError(diagnosisOf('dockerNotFound')));
const nothingKept = { of: () => [], add: () => Promise.resolve() };

describe('services that are loaded when they are first called', () => {
  it('are builds, which report what stops them', async () => {
    const builds = createLazyBuilds({
      runner: stub<ComposedBuildsDeps['runner']>('Runner', {}),
      environment: stub<Environment>('Environment', { buildx: missing, docker: missing }),
      explain: diagnoseError,
      now: () => 0,
      builders: stub<ComposedBuildsDeps['builders']>('Builders', {}),
      images: stub<ComposedBuildsDeps['images']>('Images', {}),
      indexEdits: stub<ComposedBuildsDeps['indexEdits']>('IndexEdits', {}),
      former: nothingKept,
      consents: nothingKept,
      registry: stub<ComposedBuildsDeps['registry']>('RegistryReader', {}),
      insides: missing,
      checksPrograms: () => false,
      env: {},
      client: { os: 'linux', architecture: 'amd64' },
    });
    const plan = planBuild({ output: 'cache', platforms: ['linux/amd64'] }, { directory: '/ws', platforms: [] });
    assert.ok(plan.ok);
    const commands: string[] = [];
    const listener = stub<BuildListener>('BuildListener', {
      command: (command) => {
        commands.push(command.join(' '));
      },
    });
    const report = await builds.run(plan.value, listener, new AbortController().signal);
    assert.deepEqual([report.ok, report.failure?.code], [false, 'dockerNotFound']);
    assert.match(commands.join(), /docker buildx build/);
    assert.deepEqual(await builds.bases(plan.value, [], new AbortController().signal), []);
  });

  it('are those of images, once for all who ask', async () => {
    const services = createLazyImageServices({
      registry: stub<ImageServicesDeps['registry']>('RegistryReader', {}),
      workers: stub<ImageServicesDeps['workers']>('Workers', {}),
      access: {
        runner: stub('Runner', {}),
        calls: stub('ClusterCalls', {}),
        serially: stub('SerialQueue', {}),
        contexts: () => Promise.reject(new Error('no cluster is asked')),
        override: () => ({}),
      } as unknown as ImageServicesDeps['access'],
      images: stub<ImageServicesDeps['images']>('Images', {}),
      docker: missing,
      engines: stub<ImageServicesDeps['engines']>('Engines', {}),
      explain: diagnoseError,
      run: missing,
    });
    const [one, other] = await Promise.all([services(), services()]);
    assert.equal(one, other);
    assert.deepEqual(Object.keys(one).sort(), ['insides', 'local', 'programs', 'tags', 'workloads']);
  });
});
