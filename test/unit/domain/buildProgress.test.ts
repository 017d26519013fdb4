import assert from 'node:assert/strict';
import { BuildProgress } from '../../../src/domain/buildProgress.ts';
import type { ProgressUpdate, VertexUpdate } from '../../../src/domain/buildProgress/update.ts';
import {
  buildxVersions,
  followBuild,
  readEvents,
  recordedProgress,
  recordedRoutes,
} from '../../support/followBuild.ts';

function update(parts: Partial<ProgressUpdate>): ProgressUpdate {
  return { vertexes: [], statuses: [], logs: [], warnings: [], ...parts };
}

function vertex(name: string, more: Partial<VertexUpdate> = {}): VertexUpdate {
  return { digest: name, name, inputs: [], cached: false, ...more };
}

/** Follows vertices, each in its own message. */
function follow(
  vertexes: readonly VertexUpdate[],
  routes: ConstructorParameters<typeof BuildProgress>[0]['routes'] = recordedRoutes,
) {
  const progress = new BuildProgress({ routes });
  for (const each of vertexes) {
    progress.apply(update({ vertexes: [each] }));
  }
  return progress;
}

const begin = vertex('[internal] load build definition from Dockerfile', { started: 1000, completed: 1010 });

describe('BuildProgress', () => {
  for (const version of buildxVersions) {
    describe(`with builds of buildx ${version}`, () => {
      it('knows the lanes of a build that is native for one platform and emulated for the other', () => {
        const [amd64, arm64] = followBuild(version, 'build/two-platforms-push').progress.lanes();
        assert.deepEqual(
          [amd64, arm64].map((lane) => [lane?.platform, lane?.how, lane?.built, lane?.steps, lane?.failed]),
          [
            ['linux/amd64', 'native', 'native', { known: 3, done: 3, cached: 0 }, false],
            ['linux/arm64', 'emulated', 'emulated', { known: 3, done: 3, cached: 0 }, false],
          ],
        );
        assert.equal(amd64?.emulatedMs, 0);
        // its emulated `RUN` sleeps for a second; the native one of the cross stage does not count
        const { emulatedMs = 0, startedMs = 0, finishedMs = 0 } = arm64 ?? {};
        assert.ok(emulatedMs >= 1000 && emulatedMs < finishedMs - startedMs);
      });

      it('calls a foreign platform cross-compiled when nothing foreign is executed for it', () => {
        assert.deepEqual(
          followBuild(version, 'progress/cross-only')
            .progress.making()
            .map(({ platform, how, emulatedMs }) => [platform, how, emulatedMs]),
          [
            ['linux/amd64', 'native', 0],
            ['linux/arm64', 'cross', 0],
          ],
        );
      });

      it('needs the Dockerfile to tell so of a build for one platform, since its steps do not name any', () => {
        const routes = [{ platform: 'linux/arm64', how: 'emulated' as const }];
        const made = (nativeStages: string[]) => {
          const { progress } = followBuild(version, 'progress/cross-only-one-platform', { routes, nativeStages });
          const [making] = progress.making();
          return [making?.how, progress.lanes()[0]?.steps.cached];
        };
        // the recorded build has its `RUN` from the cache, so nothing was cross-compiled now
        assert.deepEqual(made([]), ['emulated', 4]);
        assert.deepEqual(made(['tool', 'cross']), ['unknown', 4]);
      });

      it('keeps calling it emulated when all comes from the cache', () => {
        const { progress } = followBuild(version, 'build/two-platforms-push-cached');
        assert.deepEqual(
          progress.lanes().map(({ built, steps, emulatedMs }) => [built, steps, emulatedMs]),
          [
            ['native', { known: 3, done: 3, cached: 3 }, 0],
            ['emulated', { known: 3, done: 3, cached: 3 }, 0],
          ],
        );
      });

      it('finds the lanes of a stage that bake shares between targets, though its name lacks the target', () => {
        const { progress } = followBuild(version, 'progress/bake-shared-stage');
        assert.deepEqual(
          progress.lanes().map(({ steps }) => steps),
          [
            { known: 3, done: 3, cached: 0 },
            { known: 3, done: 3, cached: 0 },
          ],
        );
      });

      it('makes lanes from step names if no platforms were requested', () => {
        const { progress } = followBuild(version, 'bake/two-targets-push', { routes: [] });
        assert.deepEqual(
          progress
            .lanes()
            .map(({ platform, built }) => [platform, built])
            .sort(),
          [
            ['linux/amd64', 'unknown'],
            ['linux/arm64', 'unknown'],
          ],
        );
      });

      it('tells the step that failed, with its output, not those that were cancelled for it', () => {
        const { progress } = followBuild(version, 'build-fails/exec-format-error');
        const { name = '', error = '', ...failed } = progress.failedStep() ?? {};
        assert.deepEqual(failed, {
          platform: 'linux/arm64',
          log: 'exec /bin/sh: exec format error\n',
          instruction: 'RUN',
        });
        assert.match(name, /^RUN echo "to stderr" >&2; uname -m;/);
        assert.match(error, /did not complete successfully: exit code: (?:1|255)$/);
        assert.deepEqual(
          progress.lanes().map(({ failed }) => failed),
          [false, true],
        );
      });

      it('strips the colours of the output of a failed step', () => {
        const log = followBuild(version, 'progress/fails-in-continued-line').progress.failedStep()?.log ?? '';
        assert.ok(log.split('\n').includes('fatal: cannot find libfoo'), log);
      });

      it('tells of a failed push', () => {
        const failed = followBuild(version, 'build-fails/push-nobody-listens').progress.failedStep();
        assert.equal(failed?.name, 'exporting to image');
        assert.match(failed.error, /^failed to push nobody\.test:5000/);
        assert.ok(!('instruction' in failed) && !('platform' in failed));
      });

      it('knows no failed step when a build was interrupted, or only could not read a cache', () => {
        assert.equal(followBuild(version, 'build-fails/interrupted').progress.failedStep(), undefined);
        assert.equal(followBuild(version, 'build/push-with-registry-cache').progress.failedStep(), undefined);
      });

      it('has nothing left to do at the end', () => {
        for (const name of ['build/two-platforms-push', 'progress/linked-copy', 'progress/bake-shared-stage']) {
          const { progress } = followBuild(version, name);
          assert.equal(progress.shared(), undefined, name);
          for (const { activity, finishedMs, steps } of progress.lanes()) {
            assert.equal(activity, undefined, name);
            assert.equal(steps.done, steps.known, name);
            assert.ok(finishedMs !== undefined, name);
          }
        }
      });
    });
  }

  it('tells each warning once, though every platform brings it', () => {
    const progress = new BuildProgress({ routes: recordedRoutes });
    const events = readEvents(recordedProgress('0.29.1', 'build/several-warnings'));
    for (const event of [...events, ...events]) {
      if (event.kind === 'update') {
        progress.apply(event.update);
      }
    }
    const warnings = progress.warnings();
    assert.deepEqual(warnings.map(({ rule, file, line }) => [rule, file, line]).sort(), [
      ['ConsistentInstructionCasing', 'Dockerfile', 5],
      ['FromAsCasing', 'Dockerfile', 1],
      ['JSONArgsRecommended', 'Dockerfile', 6],
      ['MaintainerDeprecated', 'Dockerfile', 3],
    ]);
    assert.equal(
      warnings.find(({ rule }) => rule === 'MaintainerDeprecated')?.message,
      'Maintainer instruction is deprecated in favor of using label',
    );
  });

  it('shows what is running, and how much of it is done', () => {
    const progress = follow([
      begin,
      vertex('[linux/amd64 1/2] FROM docker.io/library/alpine', { started: 1020 }),
      vertex('[internal] load build context', { started: 1030 }),
    ]);
    const status = { completed: false, vertex: '[linux/amd64 1/2] FROM docker.io/library/alpine' };
    progress.apply(
      update({
        statuses: [
          { ...status, id: 'sha256:a', current: 5, total: 10 },
          { ...status, id: 'sha256:b', current: 1, total: 20 },
          { ...status, id: 'sha256:c', current: 0, total: 40, completed: true },
        ],
      }),
    );
    assert.deepEqual(progress.lanes()[0]?.activity, { name: 'FROM docker.io/library/alpine', current: 6, total: 30 });
    assert.deepEqual(progress.shared(), { name: '[internal] load build context' });
    progress.apply(update({ vertexes: [vertex('[internal] load build context', { started: 1030, completed: 1040 })] }));
    progress.apply(update({ vertexes: [vertex('exporting to image', { started: 1050 })] }));
    const exporting = { vertex: 'exporting to image', current: 0, total: 0, completed: false };
    progress.apply(update({ statuses: [{ ...exporting, id: 'pushing layers' }] }));
    assert.deepEqual(progress.shared(), { name: 'pushing layers' });
  });

  it('does not count the time that an earlier build spent on a step', () => {
    const step = vertex('[linux/arm64 1/1] RUN make');
    const progress = follow([
      begin,
      { ...step, started: 200, completed: 900 },
      { ...step, started: 1020, completed: 1021, cached: true },
    ]);
    const [, arm64] = progress.lanes();
    assert.deepEqual(arm64?.steps, { known: 1, done: 1, cached: 1 });
    assert.equal(arm64.emulatedMs, 0);
    assert.equal(arm64.startedMs, 1020);
  });

  it('adds up the intervals of a step, and counts concurrent emulated steps once', () => {
    const progress = follow([
      begin,
      vertex('[linux/arm64 a 1/1] RUN a', { started: 2000, completed: 3000 }),
      vertex('[linux/arm64 a 1/1] RUN a', { started: 4000, completed: 4500 }),
      vertex('[linux/arm64 b 1/1] RUN b', { started: 2500, completed: 3500 }),
      vertex('[linux/arm64 c 1/1] COPY x y', { started: 5000, completed: 9000 }),
    ]);
    assert.deepEqual(progress.making()[1], { platform: 'linux/arm64', how: 'emulated', ms: 7000, emulatedMs: 2000 });
    assert.equal(progress.step('[linux/arm64 a 1/1] RUN a')?.ms, 1500);
  });

  it('takes a RUN for executed when bake reports it once more as cached', () => {
    const step = vertex('[linux/arm64 1/1] RUN make');
    const progress = follow([
      begin,
      { ...step, started: 2000, completed: 3000 },
      { ...step, started: 3100, completed: 3101, cached: true },
    ]);
    assert.deepEqual(progress.lanes()[1]?.steps, { known: 1, done: 1, cached: 0 });
    assert.equal(progress.making()[1]?.emulatedMs, 1000);
  });

  it('puts steps of a platform that was not requested into the lane that needs them', () => {
    const routes = [
      { platform: 'linux/arm64', how: 'emulated' as const },
      { platform: 'linux/arm/v7', how: 'emulated' as const },
    ];
    const progress = follow(
      [
        vertex('[linux/amd64->arm/v7 build 2/2] RUN go build', { inputs: ['shared'] }),
        vertex('[linux/amd64 build 1/2] RUN go mod download', { digest: 'shared', started: 1, completed: 2 }),
      ],
      routes,
    );
    assert.deepEqual(
      progress.lanes().map(({ steps, built }) => [steps.known, built]),
      [
        [0, 'unknown'],
        [2, 'cross'],
      ],
    );
  });

  it('believes a RUN that succeeded more than a builder that cannot', () => {
    const routes = [{ platform: 'linux/s390x', how: 'unsupported' as const }];
    const run = vertex('[1/1] RUN x', { started: 10, completed: 30 });
    assert.deepEqual(follow([run], routes).making()[0], {
      platform: 'linux/s390x',
      how: 'emulated',
      ms: 20,
      emulatedMs: 20,
    });
    assert.deepEqual(follow([{ ...run, error: 'exit code: 1' }], routes).making()[0], {
      platform: 'linux/s390x',
      how: 'unsupported',
      ms: 20,
      emulatedMs: 0,
    });
  });

  it('claims nothing about a foreign platform for which nothing ran now', () => {
    const made = (how: 'emulated' | 'unsupported', ...steps: readonly VertexUpdate[]) => {
      const [making] = follow(steps, [{ platform: 'linux/arm64', how }]).making();
      return [making?.how, making?.cached];
    };
    const done = { started: 10, completed: 30 };
    const cached = { ...done, cached: true };
    const copy = '[stage-1 1/1] COPY app /';
    const tool = '[linux/amd64->arm64 build 1/1] RUN go build';
    assert.deepEqual(made('emulated', vertex(copy, done)), ['unknown', undefined]);
    assert.deepEqual(made('unsupported', vertex(copy, cached)), ['unknown', true]);
    assert.deepEqual(made('emulated', vertex(tool, cached), vertex(copy, done)), ['unknown', undefined]);
    assert.deepEqual(made('emulated', vertex(tool, done), vertex(copy, done)), ['cross', undefined]);
    assert.deepEqual(made('unsupported', vertex('[1/1] RUN x', cached)), ['unknown', true]);
    // a FROM is resolved in every build
    assert.deepEqual(made('emulated', vertex('[1/2] FROM alpine', done), vertex('[2/2] RUN x', cached)), [
      'emulated',
      true,
    ]);
    assert.deepEqual(made('emulated', vertex('[1/1] FROM alpine', done)), ['unknown', undefined]);
  });

  it('labels steps as short as they can be told apart', () => {
    const name = '[app linux/amd64->arm64 build 2/4] RUN make';
    assert.equal(follow([vertex(name)]).step(name)?.label, 'app arm64 build 2/4');
    assert.equal(
      follow([vertex(name)], [{ platform: 'linux/arm64', how: 'emulated' }]).step(name)?.label,
      'app build 2/4',
    );
    assert.equal(follow([begin]).step(begin.digest)?.label, undefined);
    assert.equal(follow([]).step('unknown'), undefined);
  });
});
