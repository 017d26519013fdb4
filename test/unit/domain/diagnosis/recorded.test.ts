import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { diagnose } from '../../../../src/domain/diagnosis/diagnose.ts';
import type { DiagnosisCode } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { withoutEmulation } from '../../../support/errorsPage.ts';
import { evidenceOf, readRecording } from '../../../support/recordedFailure.ts';

type Expected = readonly [code: DiagnosisCode, params?: Readonly<Record<string, string>>, location?: string];

const hub = { registry: 'docker.io', reason: 'name' };

/** The diagnosis of every recorded failure. A name with a version prefix is for that version only. */
const expected: Readonly<Record<string, Expected>> = {
  'build-fails/dockerfile-missing': ['dockerfileMissing', { file: 'Dockerfile' }],
  'build-fails/dockerfile-named-missing': ['dockerfileMissing'],
  'build-fails/dockerfile-empty': ['dockerfileInvalid'],
  'build-fails/dockerfile-syntax': ['dockerfileInvalid', {}, 'Dockerfile:3'],
  'build-fails/dockerfile-unterminated-heredoc': [
    'dockerfileInvalid',
    { detail: 'unterminated heredoc' },
    'Dockerfile:2',
  ],
  'build-fails/unknown-instruction': ['dockerfileInvalid', {}, 'Dockerfile:3'],
  'build-fails/unknown-instruction-lower-case': ['dockerfileInvalid', {}, 'Dockerfile:2'],
  'build-fails/unknown-flag': ['dockerfileInvalid', {}, 'Dockerfile:2'],
  'build-fails/unknown-stage': ['dockerfileInvalid', { reason: 'stage' }],
  'build-fails/copy-from-unknown-stage': [
    'registryUnreachable',
    { ...hub, image: 'docker.io/library/nothing:1' },
    'Dockerfile:2',
  ],
  'build-fails/copy-missing-file': ['contextMissing', {}, 'Dockerfile:2'],
  'build-fails/context-missing': ['contextMissing', { path: 'missing-folder' }],
  'build-fails/context-is-a-file': ['contextMissing', { path: 'Dockerfile' }],
  'build-fails/named-context-missing': ['contextMissing', { path: 'missing-folder' }],
  'build-fails/secret-missing': ['secretMissing', { path: 'missing-file' }],
  'build-fails/secret-required': ['secretMissing', { secret: 'token' }, 'Dockerfile:2'],

  'build-fails/step-false': ['stepFailed', { step: 'echo "about to fail" && false', exitCode: '1' }, 'Dockerfile:3'],
  'build-fails/step-exit-code': ['stepFailed', { exitCode: '42' }, 'Dockerfile:2'],
  'build-fails/step-command-not-found': ['stepFailed', { step: 'gcc -o app app.c', exitCode: '127' }, 'Dockerfile:2'],
  'build-fails/step-program-not-found': ['stepFailed', { reason: 'absent', path: '/usr/bin/gcc' }, 'Dockerfile:2'],
  'build-fails/step-killed': ['stepFailed', { exitCode: '137' }, 'Dockerfile:2'],
  // whichever is first
  'build-fails/two-stages-fail': ['stepFailed', {}, 'either'],
  'build-fails/script-not-executable': [
    'scriptNotExecutable',
    { path: '/run.sh', reason: 'permission' },
    'Dockerfile:3',
  ],
  'build-fails/script-without-interpreter-line': [
    'scriptNotExecutable',
    { path: '/run.sh', reason: 'shebang' },
    'Dockerfile:3',
  ],
  'build-fails/script-with-carriage-returns': [
    'scriptNotExecutable',
    { path: '/run.sh', reason: 'interpreter' },
    'Dockerfile:3',
  ],

  'build-fails/exec-format-error': ['emulatorMissing', { platform: 'linux/arm64' }, 'Dockerfile:8'],
  'build-fails/exec-format-error-one-platform': ['emulatorMissing', { platform: 'linux/arm64' }, 'Dockerfile:2'],
  'build-fails/exec-format-error-exec-form': ['emulatorMissing', { platform: 'linux/arm64' }, 'Dockerfile:2'],
  'build-fails/exec-format-error-base-of-other-platform': [
    'baseImageOtherPlatform',
    { platform: 'linux/amd64' },
    'Dockerfile:2',
  ],
  'build-fails/foreign-program-copied': [
    'programOtherPlatform',
    { path: '/foreign', platform: 'linux/amd64' },
    'Dockerfile:4',
  ],
  'probe/does-not-run': ['emulatorMissing', { platform: 'linux/s390x' }, 'Dockerfile:3'],
  'probe/other-failure': ['contextMissing', { path: '/work/nowhere' }],
  'history/inspect-unknown': ['unknown', { detail: 'no record found for ref "nosuchref"' }],
  'build-fails/platform-nobody-runs': ['emulatorMissing', { platform: 'linux/s390x' }, 'Dockerfile:2'],
  // containerd accepts any word as an architecture
  'build-fails/platform-unknown': ['baseImageLacksPlatform', { platform: 'linux/quux' }, 'Dockerfile:1'],
  'build-fails/platform-malformed': ['invalidRequest', { reason: 'platforms' }],
  'build-fails/platform-bad-characters': ['invalidRequest', { reason: 'platforms' }],
  'build-fails/base-lacks-platform': [
    'baseImageLacksPlatform',
    { platform: 'linux/amd64', image: 'registry.test:5000/arm64-only:1' },
    'Dockerfile:1',
  ],
  'build-fails/base-lacks-one-platform': [
    'baseImageLacksPlatform',
    { image: 'registry.test:5000/arm64-only:1' },
    'Dockerfile:1',
  ],
  'build-fails/base-not-found': ['baseImageNotFound', { image: 'registry.test:5000/nothing:1' }, 'Dockerfile:1'],
  'build-fails/base-tag-not-found': ['baseImageNotFound', { image: 'registry.test:5000/base:nothing' }, 'Dockerfile:1'],
  'build-fails/base-login-required': [
    'registryLoginRequired',
    { registry: 'guarded.test:5000', reason: 'pull' },
    'Dockerfile:1',
  ],
  'build-fails/base-registry-unreachable': [
    'registryUnreachable',
    { registry: 'nobody.test:5000', reason: 'connection' },
    'Dockerfile:1',
  ],

  'build-fails/classic-two-platforms-push': ['multiPlatformUnsupported', { driver: 'docker' }],
  'build-fails/classic-two-platforms-cache-only': ['multiPlatformUnsupported', { driver: 'docker' }],
  'build-fails/classic-two-platforms-load': ['loadMultiPlatformUnsupported'],
  'build-fails/classic-oci': ['exporterUnsupported', { driver: 'docker' }],
  'build-fails/classic-cache-local': ['exporterUnsupported', { driver: 'docker' }],
  'build-fails/classic-cache-registry': ['exporterUnsupported', { driver: 'docker' }],
  'build-fails/classic-attestations': ['exporterUnsupported', { driver: 'docker' }],
  'build-fails/push-without-tag': ['invalidRequest', { reason: 'image' }],
  'build-fails/tag-invalid': ['invalidRequest', { reason: 'image' }],
  'build-fails/output-unknown': ['invalidRequest', { reason: 'output' }],
  'build-fails/output-folder-missing': ['invalidRequest', { reason: 'output' }],
  'build-fails/unknown-argument': ['invalidRequest', { reason: 'source', detail: 'unknown flag: --platfrom' }],

  'build-fails/builder-unknown': ['builderNotFound', { builder: 'nobody' }],
  'build-fails/builder-unreachable': ['builderFailed', { builder: 'away' }],
  'build-fails/builder-cannot-start': ['builderFailed', { builder: 'idle' }],
  'build-fails/engine-down': ['engineNotRunning', { path: 'unix:///var/run/docker.sock' }],

  'build-fails/push-no-login': ['registryLoginRequired', { registry: 'guarded.test:5000', reason: 'push' }],
  'build-fails/push-no-login-classic': ['registryLoginRequired', { registry: 'guarded.test:5000', reason: 'push' }],
  'build-fails/push-wrong-login': ['registryLoginRequired', { registry: 'guarded.test:5000', reason: 'push' }],
  'build-fails/push-nobody-listens': ['registryUnreachable', { registry: 'nobody.test:5000', reason: 'connection' }],
  'build-fails/push-nobody-listens-classic': [
    'registryUnreachable',
    { registry: 'nobody.test:5000', reason: 'connection' },
  ],
  'build-fails/push-plain-http': ['registryPlainHttp', { registry: 'plain.test:5000' }],
  'build-fails/push-plain-http-classic': ['registryPlainHttp', { registry: 'plain.test:5000' }],
  'build-fails/push-unknown-authority': ['registryUnknownCertificate', { registry: 'secure.test:5000' }],
  'build-fails/push-unknown-authority-classic': ['registryUnknownCertificate', { registry: 'secure.test:5000' }],

  'build-fails/interrupted': ['cancelled'],
  'build-fails/engine-killed': ['engineLost'],
  'build-fails/registry-killed': ['registryUnreachable', { registry: 'doomed.test:5000' }],
  'build-fails/disk-full-step': ['diskFull', { reason: 'step' }, 'Dockerfile:2'],
  'build-fails/disk-full-copy': ['diskFull', { reason: 'builder' }],
  'build-fails/disk-full-export': ['diskFull', { reason: 'builder' }],

  'progress/fails-in-continued-line': ['stepFailed', { exitCode: '3' }, 'Dockerfile:2'],
  'progress/fails-in-here-document': ['stepFailed', { exitCode: '1' }, 'Dockerfile:3'],

  'bake/step-fails': ['stepFailed', { step: 'false', exitCode: '1' }, 'Dockerfile:2'],
  'bake/unknown-target': ['bakeInvalid', { reason: 'target', detail: 'nothing' }],
  'bake/print-unknown-target': ['bakeInvalid', { reason: 'target', detail: 'nothing' }],
  'bake/syntax-error': ['bakeInvalid', {}, 'docker-bake.hcl:3'],
  'bake/print-syntax-error': ['bakeInvalid', {}, 'docker-bake.hcl:3'],
  'bake/print-unknown-variable': ['bakeInvalid', {}, 'docker-bake.hcl:2'],
  'bake/print-no-file': ['bakeInvalid', { reason: 'none' }],
  'bake/print-file-missing': ['bakeInvalid', { reason: 'file', file: 'nothing.hcl' }],
  'bake/print-compose-broken': ['bakeInvalid'],
  'bake/file-access-denied': ['bakeAccessDenied', { path: '../other', found: '--allow=fs.read=../other' }],
  // these accept it, and fail later
  '0.13.1/bake/file-access-denied': ['registryUnreachable', hub, 'Dockerfile:1'],
  '0.29.1/bake/file-access-denied': ['registryUnreachable', hub, 'Dockerfile:1'],

  'imagetools/bad-reference': ['invalidRequest', { reason: 'image' }],
  'imagetools/not-found': ['imageNotFound', { image: 'registry.test:5000/app:nothing' }],
  'imagetools/repository-not-found': ['imageNotFound', { image: 'registry.test:5000/nothing:1' }],
  'imagetools/unauthorized': ['registryLoginRequired'],
  'imagetools/wrong-login': ['registryLoginRequired', { registry: 'guarded.test:5000' }],
  'imagetools/nobody-listens': ['registryUnreachable', { registry: 'nobody.test:5000' }],
  'imagetools/plain-http': ['registryPlainHttp', { registry: 'plain.test:5000' }],
  'imagetools/unknown-authority': ['registryUnknownCertificate', { registry: 'secure.test:5000' }],

  'inspect/unknown': ['builderNotFound', { builder: 'nobody' }],
  'info-engine-down': ['engineNotRunning', { path: 'unix:///var/run/docker.sock' }],
  'info-registries-engine-down': ['engineNotRunning', { path: 'unix:///var/run/docker.sock' }],
  'version-engine-down': ['engineNotRunning', { path: 'unix:///var/run/docker.sock' }],
  'no-buildx/version': ['buildxMissing'],
  'no-buildx/ls-json': ['buildxMissing'],
  'no-buildx/inspect': ['buildxMissing'],
  'no-buildx/build': ['buildxMissing'],
  'no-buildx/build-platform': ['buildxMissing'],
  'no-buildx/bake': ['buildxMissing'],
  'no-buildx/imagetools': ['buildxMissing'],
};

const fixtures = path.resolve('test/fixtures');
const recordings = globSync(['buildx/*/**/*.json', 'docker/*/**/*.json'], { cwd: fixtures })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => !file.endsWith('.metadata.json'))
  .sort();

describe('recorded failures', () => {
  const unused = new Set(Object.keys(expected));
  for (const file of recordings) {
    const recording = readRecording(path.join(fixtures, file));
    // missing content is an answer, and not a failure
    if (recording.exitCode === 0 || file.includes('/local-image/')) {
      continue;
    }
    const [tool = '', version = '', ...rest] = file.replace(/\.json$/, '').split('/');
    const scenario = rest.join('/');
    const key = [`${version}/${scenario}`, scenario].find((each) => each in expected) ?? scenario;
    unused.delete(key);

    it(`${scenario} of ${tool} ${version}`, () => {
      const [code, params = {}, location] = expected[key] ?? assert.fail('an expectation for this failure is missing');
      const diagnosis = diagnose(evidenceOf(recording, withoutEmulation.test(scenario) ? 'off' : 'on'));
      assert.equal(diagnosis.code, code, diagnosis.params.detail);
      const told = Object.fromEntries(Object.keys(params).map((name) => [name, diagnosis.params[name]]));
      assert.deepEqual(told, params);
      const where = diagnosis.location && `${diagnosis.location.file}:${diagnosis.location.line}`;
      assert.equal(where, location === 'either' ? where : location);
      assert.ok(code === 'cancelled' || diagnosis.remedies.length > 0);
    });
  }

  it('are all there', () => {
    assert.deepEqual([...unused], []);
  });
});
