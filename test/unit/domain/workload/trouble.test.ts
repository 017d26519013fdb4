import assert from 'node:assert/strict';
import { troubleOfPod } from '../../../../src/domain/workload/trouble.ts';
import type { Pod, PodContainer } from '../../../../src/domain/workload/workload.ts';
import { listPods } from '../../../../src/tools/kubectl/pods.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const podWith = (container: Partial<PodContainer>): Pod => ({
  name: 'web-1',
  namespace: 'shop',
  containers: [{ name: 'app', image: 'x', imageId: '', ready: false, restarts: 0, ended: false, ...container }],
  leaving: false,
});
const backOff = { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container=app' };
const saying = (words: string) => new Map([['app', words]]);
const pullOf = (message: string) => podWith({ waiting: { reason: 'ErrImagePull', message } });

describe('what is wrong with a pod', () => {
  it('is recognized in the pods of a real API server', () => {
    const reader = listPods('kubectl', { context: 'admin' }, undefined, 4).reader();
    const file = new URL('../../../fixtures/kubectl/1.36.3/pods.json', import.meta.url);
    reader.push(Buffer.from(readRecording(file).stdout));
    const found = (reader.items() ?? []).flatMap((pod) => {
      const trouble = troubleOfPod(pod);
      return trouble ? [`${pod.name}: ${trouble.kind} ${trouble.reason}`] : [];
    });
    assert.deepEqual(found, [
      'web-6d4f9c-ddddd: noPlatform ErrImagePull',
      'web-6d4f9c-eeeee: foreignProgram CrashLoopBackOff',
      'web-6d4f9c-fffff: unschedulable Unschedulable',
      'nightly-29400000-x: crashes Error',
    ]);
  });

  it('is a missing platform in the words of containerd and Docker', () => {
    for (const message of [
      'rpc error: code = NotFound desc = failed to pull and unpack image "a:1": no match for platform in manifest: not found',
      'no matching manifest for linux/arm64/v8 in the manifest list entries',
      'no image found in image index for architecture arm64, variant "v8", OS linux',
      // CRI-O (containers/image), for a node without a variant
      'copying system image from manifest list: choosing image instance: no image found in manifest list for architecture "arm64", variant "", OS "linux"',
      'reading manifest 1 in a: no image found in image index for architecture "amd64", variant "", OS "linux"',
    ]) {
      assert.equal(troubleOfPod(pullOf(message))?.kind, 'noPlatform', message);
    }
    assert.equal(troubleOfPod(pullOf('pull access denied'))?.kind, 'notPulled');
    const again = { reason: 'ImagePullBackOff', message: 'Back-off pulling image "a:1"' };
    assert.deepEqual(
      [troubleOfPod(podWith({ waiting: again }))?.kind, troubleOfPod(podWith({ waiting: again }))?.again],
      ['notPulled', true],
    );
  });

  it('is a foreign program by what the runtime or the log says', () => {
    const crashed = podWith({ waiting: backOff, terminated: { reason: 'Error', message: '', exitCode: 1 } });
    assert.deepEqual(
      [troubleOfPod(crashed)?.kind, troubleOfPod(crashed)?.exitCode, troubleOfPod(crashed)?.again],
      ['crashes', 1, true],
    );
    for (const words of [
      'exec /app: exec format error',
      'standard_init_linux.go:228: exec user process caused: exec format error',
    ]) {
      assert.equal(troubleOfPod(crashed, saying(words))?.kind, 'foreignProgram', words);
    }
    // the script's interpreter may be the foreign program
    const script = troubleOfPod(crashed, saying('exec /entrypoint.sh: exec format error'));
    assert.deepEqual([script?.kind, script?.maybeScript], ['foreignProgram', true]);
    assert.deepEqual(script?.start, { path: '/entrypoint.sh' });
    const inside = troubleOfPod(crashed, saying('fork/exec /helper: exec format error'));
    assert.deepEqual([inside?.kind, inside?.start], ['foreignProgram', undefined]);
    const first = saying('bash: /run.sh: cannot execute binary file: Exec format error');
    assert.equal(troubleOfPod(crashed, first)?.kind, 'script');
    assert.equal(troubleOfPod(crashed, saying('panic: no database'))?.message, 'panic: no database');
    // a back-off without a failure: the program ended regularly
    assert.deepEqual(
      [troubleOfPod(podWith({ waiting: backOff }))?.kind, troubleOfPod(podWith({ waiting: backOff }))?.message],
      ['crashes', ''],
    );
    assert.equal(troubleOfPod(crashed, new Map([['other', 'exec /app: exec format error']]))?.kind, 'crashes');
  });

  it('may be a refused program that the Multiarch Tuning Operator saw, if nothing else is known', () => {
    const seen: Pod = { ...podWith({ waiting: backOff }), refusedProgram: true };
    assert.deepEqual([troubleOfPod(seen)?.kind, troubleOfPod(seen)?.refusedProgram], ['crashes', true]);
    assert.equal(troubleOfPod(seen, saying('exec /app: exec format error'))?.refusedProgram, undefined);
    assert.equal(troubleOfPod(podWith({ waiting: backOff }))?.refusedProgram, undefined);
  });

  it('is that of an image volume if the message names its image', () => {
    const volume = { name: 'model', image: 'r.io/model:1', imageId: '', ready: false, restarts: 0, ended: false };
    const of = (image: string) => {
      const message = `Back-off pulling image "${image}": ErrImagePull: no match for platform in manifest: not found`;
      const pod = podWith({ waiting: { reason: 'ImagePullBackOff', message } });
      return troubleOfPod({ ...pod, containers: [...pod.containers, { ...volume, volume: true }] });
    };
    assert.deepEqual([of('r.io/model:1')?.kind, of('r.io/model:1')?.volume], ['noPlatform', 'model']);
    assert.deepEqual([of('x')?.kind, of('x')?.volume], ['noPlatform', undefined]);
  });

  it('is nothing while it starts, runs, or leaves', () => {
    const creating = podWith({ waiting: { reason: 'ContainerCreating', message: '' } });
    assert.equal(troubleOfPod(creating), undefined);
    assert.equal(troubleOfPod(podWith({ ready: true })), undefined);
    // it has restarted since
    const before = podWith({ ready: true, terminated: { reason: 'Error', message: '', exitCode: 1 } });
    assert.equal(troubleOfPod(before), undefined);
    assert.equal(troubleOfPod({ ...podWith({ waiting: backOff }), leaving: true }), undefined);
    const ended = podWith({ ended: true, terminated: { reason: 'Completed', message: '', exitCode: 0 } });
    assert.equal(troubleOfPod(ended), undefined);
  });

  it('prefers what tells of the platform, and knows what does not start at all', () => {
    const pod: Pod = {
      ...podWith({}),
      containers: [
        ...podWith({ waiting: backOff }).containers,
        ...pullOf('no match for platform in manifest: not found').containers,
      ],
    };
    assert.equal(troubleOfPod(pod)?.kind, 'noPlatform');
    const config = { reason: 'CreateContainerConfigError', message: 'secret "x" not found' };
    assert.deepEqual(troubleOfPod(podWith({ waiting: config })), {
      kind: 'other',
      ...config,
      container: 'app',
      again: false,
    });
  });
});
