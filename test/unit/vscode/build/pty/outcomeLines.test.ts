import assert from 'node:assert/strict';
import type { BuildReport } from '../../../../../src/domain/build/report.ts';
import type { Inside } from '../../../../../src/domain/inside/inside.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import { outcomeLines } from '../../../../../src/vscode/build/pty/outcomeLines.ts';
import { finishWords } from '../../../../../src/vscode/build/terminal/words.ts';
import { digest } from '../../../../support/sampleImages.ts';

const program = { program: '/app', format: 'elf', architecture: 'amd64' } as const;
const inside: Inside = { state: 'found', programs: [program] };
const row = (platform: string) => ({ platform, how: 'native' as const, ms: 1, emulatedMs: 0 });
const report = (own: Partial<BuildReport>): BuildReport => ({
  ok: true,
  command: [],
  verified: true,
  reference: 'r.io/app:1',
  digest: digest('aa'),
  images: [{ reference: 'r.io/app:1', digest: digest('aa') }],
  platforms: [row('linux/amd64'), row('linux/arm64')],
  missing: [],
  ms: 1000,
  warnings: [],
  ...own,
});

describe('the last lines of a build', () => {
  it('are what was read back, and which programs could not be looked at', () => {
    const pinned = `Verified in the registry: r.io/app:1@${digest('aa')}`;
    assert.deepEqual(outcomeLines(report({}), 'push'), [pinned]);
    const some = [{ ...row('linux/amd64'), inside }, row('linux/arm64'), { ...row('linux/arm64'), image: 'b:1' }];
    assert.deepEqual(outcomeLines(report({ platforms: some }), 'push'), [
      pinned,
      'The programs for linux/arm64 were not checked.',
    ]);
    assert.deepEqual(outcomeLines(report({ verified: false }), 'push'), []);
  });

  it('say where the image is: an engine knows its name, a layout its digest', () => {
    assert.deepEqual(outcomeLines(report({}), 'load'), ['Loaded: r.io/app:1']);
    assert.deepEqual(outcomeLines(report({ images: [{}] }), 'load'), []);
    assert.deepEqual(outcomeLines(report({ images: [{}] }), 'push'), []);
    assert.deepEqual(outcomeLines(report({}), 'oci'), [`Verified in the OCI layout: r.io/app:1@${digest('aa')}`]);
    assert.deepEqual(outcomeLines(report({}), 'cache'), []);
  });

  it('warn of programs of another platform, instead of what was read back', () => {
    const of = (own: object, platform = 'linux/arm64') => ({ platform, ...program, ...own });
    const wrong = report({
      verified: false,
      mislabelled: [
        of({}),
        of({ image: 'r.io/api:1', architecture: 'riscv64', program: '/a\u202Eb' }),
        of({ format: 'pe' }),
        of({ format: 'macho', architecture: 'arm64' }),
        { platform: 'linux/arm64', program: '/app', format: 'elf' },
        { platform: 'linux/arm64', program: '/app', format: 'macho' },
        { platform: 'linux/arm64', program: '/app', format: 'pe' },
        { platform: 'linux/arm64', program: '/app', format: 'wasm' },
      ],
    });
    assert.deepEqual(outcomeLines(wrong, 'push'), [
      '⚠ r.io/app:1 is labelled linux/arm64, but /app is an amd64 program.',
      '⚠ r.io/api:1 is labelled linux/arm64, but /ab is a riscv64 program.',
      '⚠ r.io/app:1 is labelled linux/arm64, but /app is a Windows amd64 program.',
      '⚠ r.io/app:1 is labelled linux/arm64, but /app is a macOS arm64 program.',
      '⚠ r.io/app:1 is labelled linux/arm64, but /app is a program for an unknown architecture.',
      '⚠ r.io/app:1 is labelled linux/arm64, but /app is a macOS program.',
      '⚠ r.io/app:1 is labelled linux/arm64, but /app is a Windows program.',
      '⚠ r.io/app:1 is labelled linux/arm64, but /app is a WebAssembly program.',
    ]);
    assert.deepEqual(finishWords(wrong), { text: '⚠ Built in 1.0s', style: 'yellow' });
  });

  it('are why it failed, what its tags name now, and what to do', () => {
    const tags = [{ tag: 'r.io/app:1', state: 'gone' }] as const;
    const gone = 'r.io/app:1 no longer exists in the registry.';
    const failed = report({ ok: false, failure: diagnosisOf('unknown'), tags });
    assert.deepEqual(outcomeLines(failed, 'push'), [
      'The build failed, and Docker did not report why.',
      gone,
      'The log contains everything that Docker wrote.',
    ]);
    const located = { ...diagnosisOf('unknown'), location: { file: 'Dockerfile', line: 1 } };
    assert.equal(outcomeLines({ ...failed, failure: located }, 'push')[0], gone);
    assert.deepEqual(outcomeLines({ ...failed, failure: diagnosisOf('cancelled') }, 'push'), [gone]);
    assert.deepEqual(outcomeLines(report({ ok: false, failure: diagnosisOf('cancelled') }), 'push'), []);
  });
});
