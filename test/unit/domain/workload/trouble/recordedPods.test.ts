import assert from 'node:assert/strict';
import { wantsLog } from '../../../../../src/domain/workload/trouble/containerTrouble.ts';
import { troubleOfPod } from '../../../../../src/domain/workload/trouble.ts';
import { recordedPods, type RecordedPod } from '../../../../support/recordedPods.ts';

/** The first letters of a shape, and what is wrong with its pods; shapes that are not here run. */
const kinds: readonly (readonly [shape: RegExp, kind: string])[] = [
  [/^b-|^h-index-amd64v[23]$|^i-index|^j-index-attestation-(?:arm64|only)$|^k-nested-index-arm64$/, 'noPlatform'],
  [/^l-no-platform-arm64|^m-index|^n-index|^o-empty-index$|^q-qemu-index/, 'noPlatform'],
  [
    /^c-|^d-(?!manifest-says-arm64)|^e-|^f-script-bom$|^g-(?!script-good)|^m-manifest|^q-qemu-manifest-armv7$/,
    'foreignProgram',
  ],
  [/^s-(?:init|second)-container-arm64$|^s-never-restart-arm64$/, 'foreignProgram'],
  [/^o-dangling-child$|^p-(?!login-right)/, 'notPulled'],
  [/^r-no-loader$/, 'libcMismatch'],
  [/^r-no-entrypoint$/, 'other'],
  [/^f-script-crlf$|^r-(?!no-)|^s-never-restart-missing-entrypoint$/, 'crashes'],
];
const expected = (shape: string) => kinds.find(([pattern]) => pattern.test(shape))?.[1] ?? 'none';
const last = ({ states, logs }: RecordedPod) => {
  const pod = states.at(-1);
  return (pod && troubleOfPod(pod, logs)?.kind) ?? 'none';
};

describe('what is wrong with the pods of a real node', () => {
  it('is known at their end, for each shape of image (kubelet 1.36.3, containerd 2.1.9, runc 1.1.5)', () => {
    const pods = recordedPods('1.36.3-containerd-2.1.9/pods');
    assert.equal(pods.length, 69);
    for (const pod of pods) {
      assert.equal(last(pod), expected(pod.name), `${pod.name}: ${pod.what}`);
    }
  });

  for (const [file, versions] of [
    ['1.36.3-containerd-1.7.24', 'containerd 1.7.24'],
    ['1.36.3-containerd-2.1.9-local-pull-runc-1.4.4', 'containerd 2.1.9 with local pull, runc 1.4.4'],
  ] as const) {
    it(`is known in other words, too (${versions})`, () => {
      for (const pod of recordedPods(`${file}/pods`)) {
        // there, an index with linux/386 is pulled
        const kind = pod.name.startsWith('i-index-386') ? 'none' : expected(pod.name);
        assert.equal(last(pod), kind, `${pod.name}: ${pod.what}`);
      }
    });
  }

  it('does not depend on the word CrashLoopBackOff: a crash is one between two starts, and after the second it happened again', () => {
    const crashing = recordedPods('1.36.3-containerd-2.1.9/pods').find(({ name }) => name === 'c-manifest-arm64');
    assert.deepEqual(
      crashing?.states.map((pod) => {
        const trouble = troubleOfPod(pod);
        return trouble && [trouble.kind, trouble.reason, trouble.exitCode, trouble.again, wantsLog(trouble)];
      }),
      [
        undefined,
        undefined,
        ['crashes', 'Error', 1, false, true],
        undefined,
        ['crashes', 'Error', 1, true, true],
        ['crashes', 'CrashLoopBackOff', 1, true, true],
        ['crashes', 'Error', 1, true, true],
      ],
    );
  });

  it('needs no log where the runtime could not start it, and names an init container', () => {
    const of = (name: string) => {
      const found = recordedPods('1.36.3-containerd-2.1.9/pods').find((pod) => pod.name === name);
      const pod = found?.states.at(-1);
      return pod && troubleOfPod(pod, found?.logs);
    };
    const missing = of('r-entrypoint-missing');
    assert.ok(missing);
    assert.deepEqual([missing.exitCode, wantsLog(missing)], [128, false]);
    assert.match(missing.message, /exec: "\/nothing": stat \/nothing: no such file or directory$/);
    assert.deepEqual([of('s-init-container-arm64')?.container, of('s-init-container-arm64')?.role], ['init', 'init']);
  });

  it('is read from the messages of a real scheduler and of kubelets that reject pods', () => {
    const found = Object.fromEntries(
      recordedPods('1.36.3-containerd-2.1.9/scheduling').map(({ name, states: [pod] }) => {
        const trouble = pod && troubleOfPod(pod);
        const { kind = 'none', architectures = [], gates = [] } = trouble ?? {};
        return [name, [kind, ...architectures, ...gates].join(' ')];
      }),
    );
    assert.deepEqual(
      [
        found['selector-aarch64'],
        found['selector-arm64-and-affinity-amd64'],
        found['affinity-doesnotexist'],
        found['tolerate-arm64-none'],
        found.gated,
        found['gated-arm64'],
        found['node-name-real-os-windows'],
        found['too-big'],
      ],
      [
        'unschedulable aarch64',
        'unschedulable arm64',
        'unschedulable',
        'unschedulable',
        'gated example.com/wait',
        'gated example.com/wait',
        'rejected',
        'unschedulable arm64',
      ],
    );
    // a scheduler that does not run says nothing
    const silent = Object.keys(found).filter((name) => found[name] === 'none');
    assert.deepEqual(silent, ['other-scheduler']);
  });
});
