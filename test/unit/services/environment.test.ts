import assert from 'node:assert/strict';
import { createEnvironment } from '../../../src/services/environment.ts';
import { diagnoseError } from '../../../src/services/diagnoseError.ts';
import { scriptedRunner } from '../../support/scriptedRunner.ts';
import { inVscode, seen, shows } from '../../support/vscode/session.ts';

/** A machine whose Docker is this Node itself, with scripted answers. */
const environment = (script: Parameters<typeof scriptedRunner>[0], path = process.execPath) =>
  createEnvironment({ runner: scriptedRunner(script), dockerPath: () => path, explain: diagnoseError });
const ran = () => seen().replaceAll(process.execPath, 'docker');

describe('which programs there are', () => {
  inVscode();

  it('is found once for buildx, and searched again for a missing program', async () => {
    const machine = environment([['version', 'github.com/docker/buildx v0.29.1 x\n']]);
    assert.equal(await machine.docker(), process.execPath);
    assert.equal((await machine.buildx())?.minor, 29);
    assert.equal((await machine.buildx())?.minor, 29);
    assert.equal(ran(), '$ docker buildx version');
    await assert.rejects(environment([], '/nowhere/docker').docker(), { code: 'dockerNotFound' });
  });

  it('is checked again for a buildx that is too old, which may have been updated', async () => {
    const versions = ['0.9.1', '0.29.1'];
    const machine = environment([['version', () => `github.com/docker/buildx v${versions.shift() ?? ''} x\n`]]);
    assert.equal((await machine.buildx())?.minor, 9);
    assert.equal((await machine.buildx())?.minor, 29);
    assert.equal((await machine.buildx())?.minor, 29);
    assert.equal(ran(), '$ docker buildx version\n$ docker buildx version');
  });

  it('has no buildx where Docker knows no such command', async () => {
    const machine = environment([['version', { stderr: "docker: 'buildx' is not a docker command." }]]);
    await assert.rejects(machine.buildx(), { code: 'buildxMissing' });
    assert.equal(ran(), '$ docker buildx version');
  });

  it('has an engine, or tells why not', async () => {
    const down = environment([['info', { stderr: 'Cannot connect to the Docker daemon at unix:///x', exitCode: 1 }]]);
    await assert.rejects(down.engine());
    seen();
    shows('');
  });
});
