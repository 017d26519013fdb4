import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/domain/diagnosis/diagnose.ts';
import type { Evidence } from '../../../../src/domain/diagnosis/evidence.ts';
import { failedRun } from '../../../support/failedRun.ts';

const shell = (log: string, more: Partial<Evidence> = {}) => failedRun('/bin/sh -c uname -m', log, more);
const how = (route: 'native' | 'emulated' | 'unsupported' | 'unknown') => ({
  routes: [{ platform: 'linux/arm64', how: route }],
});
const noFormat = 'exec /bin/sh: exec format error\n';

describe('diagnose', () => {
  describe('an exec format error', () => {
    it('is a missing emulator if no node runs the platform, one was found once, or nothing is known', () => {
      for (const route of [how('unsupported'), how('emulated'), how('unknown'), {}]) {
        const diagnosis = diagnose(shell(noFormat, route));
        assert.equal(diagnosis.code, 'emulatorMissing');
        assert.equal(diagnosis.params.platform, 'linux/arm64');
        assert.deepEqual(diagnosis.remedies[0], { id: 'installEmulators', platform: 'linux/arm64' });
      }
    });

    it('is recognized with any name of an emulator', () => {
      for (const name of ['constructor', '__proto__', 'toString']) {
        const { code, params } = diagnose(shell(`qemu-${name}: Could not open '/lib64/ld-linux-x86-64.so.2'\n`));
        assert.deepEqual([code, params.found], ['programOtherPlatform', undefined]);
      }
    });

    it('is a base image of another platform where the platform runs', () => {
      assert.equal(diagnose(shell(noFormat, how('native'))).code, 'baseImageOtherPlatform');
    });

    it('is a base image of another platform where BuildKit warned of one', () => {
      const warning =
        'Base image registry.test:5000/riscvonly:1 was pulled with platform "linux/riscv64", expected "linux/arm64" for current build';
      const diagnosis = diagnose(shell(noFormat, { ...how('unsupported'), warnings: [warning] }));
      assert.equal(diagnosis.code, 'baseImageOtherPlatform');
      assert.equal(diagnosis.params.image, 'registry.test:5000/riscvonly:1');
      assert.equal(diagnosis.params.found, 'linux/riscv64');
      // the warning is for another platform than that of the failed step
      const other = warning.replace('linux/arm64', 'linux/s390x');
      assert.equal(diagnose(shell(noFormat, { ...how('unsupported'), warnings: [other] })).code, 'emulatorMissing');
    });

    it('is a base image of another platform where the Dockerfile fixes it', () => {
      const warnings = ['FROM --platform flag should not use constant value "linux/riscv64"'];
      const { code, params } = diagnose(shell(noFormat, { ...how('unsupported'), warnings }));
      assert.deepEqual([code, params.found, params.reason], ['baseImageOtherPlatform', 'linux/riscv64', 'constant']);
    });

    it('is a program of another platform where the Dockerfile brought it along', () => {
      for (const log of [
        'exec /app: exec format error\n',
        '/bin/sh: 1: /app: Exec format error\n',
        '/bin/bash: line 1: /app: cannot execute binary file: Exec format error\n',
        '/app: line 1: syntax error: unexpected word (expecting ")")\n',
      ]) {
        const { code, params } = diagnose(failedRun('/bin/sh -c /app', log, how('native'), 126));
        assert.deepEqual([code, params.path], ['programOtherPlatform', '/app'], log);
      }
    });

    it('is a program of another platform where only its loader is missing', () => {
      for (const log of [
        'rosetta error: failed to open elf at /lib64/ld-linux-x86-64.so.2\nTrace/breakpoint trap\n',
        "qemu-x86_64: Could not open '/lib64/ld-linux-x86-64.so.2': No such file or directory\n",
      ]) {
        const { code, params } = diagnose(failedRun('/bin/sh -c protoc', log, how('native'), 133));
        assert.deepEqual([code, params.found], ['programOtherPlatform', 'linux/amd64']);
      }
    });

    it('is a script without its first line where a script is named, unless nothing of the platform runs', () => {
      const log = 'exec /docker-entrypoint.sh: exec format error\n';
      const { code, params } = diagnose(failedRun('/docker-entrypoint.sh', log, how('native')));
      assert.deepEqual([code, params.reason], ['scriptNotExecutable', 'shebang']);
      assert.equal(diagnose(failedRun('/docker-entrypoint.sh', log, how('unsupported'))).code, 'emulatorMissing');
    });

    it('is read in the words of old versions', () => {
      const log = 'standard_init_linux.go:228: exec user process caused: exec format error\n';
      const text =
        'error: failed to solve: rpc error: code = Unknown desc = executor failed running [/bin/sh -c uname -m]: exit code: 1';
      const error = 'executor failed running [/bin/sh -c uname -m]: exit code: 1';
      const failedStep = { name: '[linux/arm64 2/2] RUN uname -m', error, log };
      assert.equal(
        diagnose({ text, failedStep, platforms: ['linux/amd64', 'linux/arm64'] }).params.platform,
        'linux/arm64',
      );
    });

    it('is read in plain progress', () => {
      const text = [
        '#5 [linux/arm64 2/2] RUN true',
        '#5 0.434 exec /bin/sh: exec format error',
        '#5 ERROR: process "/bin/sh -c true" did not complete successfully: exit code: 1',
        '------',
        ' > [linux/arm64 2/2] RUN true:',
        'exec format error',
        '------',
        'Dockerfile:3',
        '--------------------',
        '   3 | >>> RUN true',
        '--------------------',
        'ERROR: failed to solve: process "/bin/sh -c true" did not complete successfully: exit code: 1',
      ].join('\n');
      const { code, params, location } = diagnose({ text, exitCode: 1 });
      assert.deepEqual([code, params.platform], ['emulatorMissing', 'linux/arm64']);
      assert.deepEqual(location, { file: 'Dockerfile', line: 3 });
    });
  });

  describe('emulators that crash', () => {
    const cases: [string, number][] = [
      ['qemu: uncaught target signal 11 (Segmentation fault) - core dumped\n', 139],
      ['QEMU internal SIGSEGV {code=MAPERR, addr=0x20}\n', 1],
      ['', 139],
    ];
    for (const [log, exitCode] of cases) {
      it(`${log.trim()} ${exitCode}`, () => {
        const { code, params } = diagnose(failedRun('/bin/sh -c npm ci', log, how('emulated'), exitCode));
        assert.deepEqual([code, params.platform], ['emulatorCrashed', 'linux/arm64']);
      });
    }

    it('are not blamed for what crashes without them', () => {
      assert.equal(diagnose(failedRun('/bin/sh -c npm ci', '', how('native'), 139)).code, 'stepFailed');
    });
  });
});
