import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { diagnose } from '../../../../src/domain/diagnosis/diagnose.ts';
import type { DiagnosisCode } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { failedRun } from '../../../support/failedRun.ts';

/** The allowed diagnoses of a step whose own tools failed. */
const harmless: readonly DiagnosisCode[] = ['stepFailed', 'scriptNotExecutable', 'diskFull'];

const file = new URL('../../../fixtures/diagnosis/unrelated.txt', import.meta.url);
const lines = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '))
  .map((line) => /^(\d+)\t(.*)$/.exec(line) ?? assert.fail(line))
  .map(([, exitCode = '', line = '']) => ({ exitCode: Number(exitCode), line }));

describe('unrelated failures', () => {
  it('are hundreds, of many tools', () => {
    assert.ok(lines.length >= 300, String(lines.length));
  });

  for (const how of ['native', 'emulated', 'unknown'] as const) {
    it(`blame no architecture, emulator or base image in a step that is ${how}`, () => {
      const blamed = lines.flatMap(({ exitCode, line }) => {
        const routes = [{ platform: 'linux/arm64', how }];
        const { code } = diagnose(failedRun('/bin/sh -c make', `${line}\n`, { routes }, exitCode));
        return harmless.includes(code) ? [] : [`${code}: ${line}`];
      });
      assert.deepEqual(blamed, []);
    });
  }

  it('are no failure of Docker, builder or registry either where they come all at once', () => {
    const log = lines.map(({ line }) => line).join('\n');
    const { code } = diagnose(
      failedRun('/bin/sh -c make', log, { routes: [{ platform: 'linux/arm64', how: 'native' }] }),
    );
    assert.ok(harmless.includes(code), code);
  });
});
