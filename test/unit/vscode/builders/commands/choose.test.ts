import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { choose as chooseRow, leave } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';
import { builderCommands, container, engine, failure } from './builderCommands.ts';

describe('Choose a Builder…', () => {
  inVscode();
  const { choose } = commandIds.builder;
  const known = [engine, container('farm', 'inactive')];

  it('writes the one that is chosen into the setting', async () => {
    person(chooseRow('farm'));
    await builderCommands({ known, inUse: { name: 'farm', by: 'setting' } }).run(choose, undefined);
    shows(`
      asks for the builders
      pick: Select the builder for builds in this workspace
        (vm-running) default | Docker’s default · running · docker
        (vm-outline) farm | in use · not started · docker-container
        ──
        (discard) Docker’s current builder | currently default | Set by the variable BUILDX_BUILDER or by “docker buildx use”
        (add) Set Up a Builder…
      > farm
      setting of the workspace: multiarch.builder = "farm"
    `);
  });

  it('leaves it to Docker', async () => {
    person(chooseRow('Docker’s current builder'));
    await builderCommands({ known, inUse: { name: 'default', by: 'docker' } }).run(choose, undefined);
    shows(`
      asks for the builders
      pick: Select the builder for builds in this workspace
        (vm-running) default | in use · running · docker
        (vm-outline) farm | not started · docker-container
        ──
        (discard) Docker’s current builder | currently default | Set by the variable BUILDX_BUILDER or by “docker buildx use”
        (add) Set Up a Builder…
      > Docker’s current builder
      setting of the workspace: multiarch.builder is no more
    `);
  });

  it('sets up another one', async () => {
    person(chooseRow('Set Up a Builder…'));
    await builderCommands().run(choose, undefined);
    shows(`
      asks for the builders
      pick: Select the builder for builds in this workspace
        ──
        (discard) Docker’s current builder | Set by the variable BUILDX_BUILDER or by “docker buildx use”
        (add) Set Up a Builder…
      > Set Up a Builder…
      command: multiarch.builder.setUp
    `);
  });

  it('ends with Escape, and rejects with why there are none', async () => {
    person(leave);
    await builderCommands({ known }).run(choose, undefined);
    shows(`
      asks for the builders
      pick: Select the builder for builds in this workspace
        (vm-running) default | Docker’s default · running · docker
        (vm-outline) farm | not started · docker-container
        ──
        (discard) Docker’s current builder | currently default | Set by the variable BUILDX_BUILDER or by “docker buildx use”
        (add) Set Up a Builder…
      > Escape
    `);
    const model = { refresh: () => Promise.reject(failure()) };
    await assert.rejects(builderCommands({ model }).run(choose, undefined), { code: 'builderFailed' });
  });
});
