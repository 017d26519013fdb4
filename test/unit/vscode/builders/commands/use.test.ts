import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { choose, leave } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';
import { setting } from '../../../../support/vscode/settings.ts';
import { openFolders } from '../../../../support/vscode/workspace.ts';
import { builderCommands, builderRow, container, engine, failure } from './builderCommands.ts';

describe('Use Builder for This Workspace', () => {
  inVscode();
  const { useHere } = commandIds.builder;
  const farm = container('farm');

  it('writes the setting of the workspace', async () => {
    await builderCommands().run(useHere, builderRow(farm));
    shows(`
      setting of the workspace: multiarch.builder = "farm"
      status: Builds in this workspace now use builder “farm”.
    `);
  });

  it('writes that of the user where no folder is open, and that of a folder that has one of its own', async () => {
    openFolders();
    await builderCommands().run(useHere, builderRow(farm));
    openFolders('shop', 'site');
    setting({ folder: '/ws/site' }, 'multiarch.builder', 'other');
    await builderCommands().run(useHere, builderRow(farm));
    shows(`
      setting of the user: multiarch.builder = "farm"
      status: Builds in this workspace now use builder “farm”.
      setting of the workspace: multiarch.builder = "farm"
      setting of /ws/site: multiarch.builder = "farm"
      status: Builds in this workspace now use builder “farm”.
    `);
  });

  it('asks from the palette, among those that are not in use', async () => {
    person(choose('farm'), leave, leave);
    const commands = builderCommands({ known: [engine, farm], inUse: { name: 'default', by: 'docker' } });
    await commands.run(useHere, undefined);
    await commands.run(useHere, undefined);
    await builderCommands({ known: [engine], inUse: { name: 'default', by: 'docker' } }).run(useHere, undefined);
    shows(`
      asks for the builders
      pick: Which builder should builds in this workspace use?
        (vm-running) farm | running · docker-container
      > farm
      setting of the workspace: multiarch.builder = "farm"
      status: Builds in this workspace now use builder “farm”.
      asks for the builders
      pick: Which builder should builds in this workspace use?
        (vm-running) farm | running · docker-container
      > Escape
      asks for the builders
      information: There is no other builder that builds can use.
        [Set Up a Builder…]
      > Escape
    `);
  });
});

describe('Make Docker’s Default Builder', () => {
  inVscode();
  const { useAsDefault } = commandIds.builder;
  const farm = container('farm');

  it('does what docker buildx use does', async () => {
    await builderCommands({ inUse: { name: 'default', by: 'docker' } }).run(useAsDefault, builderRow(farm));
    shows(`
      docker: use farm
      asks for the builders anew
      status: “farm” is now Docker’s default builder.
    `);
  });

  it('says so where builds of this workspace use another one nevertheless', async () => {
    for (const by of ['setting', 'environment'] as const) {
      await builderCommands({ inUse: { name: 'other', by } }).run(useAsDefault, builderRow(farm));
    }
    await builderCommands({ inUse: { name: 'farm', by: 'setting' } }).run(useAsDefault, builderRow(farm));
    shows(`
      docker: use farm
      asks for the builders anew
      information: “farm” is now Docker’s default builder. Builds in this workspace still use “other”, because the setting multiarch.builder selects it.
      docker: use farm
      asks for the builders anew
      information: “farm” is now Docker’s default builder. Builds in this workspace still use “other”, because the variable BUILDX_BUILDER selects it.
      docker: use farm
      asks for the builders anew
      status: “farm” is now Docker’s default builder.
    `);
  });

  it('asks from the palette, and rejects with what Docker fails with', async () => {
    person(leave, leave);
    await builderCommands({ known: [engine, farm] }).run(useAsDefault, undefined);
    await builderCommands({ known: [engine] }).run(useAsDefault, undefined);
    shows(`
      asks for the builders
      pick: Which builder should be Docker’s default?
        (vm-running) farm | running · docker-container
      > Escape
      asks for the builders
      information: There is no other builder that can be Docker’s default.
        [Set Up a Builder…]
      > Escape
    `);
    const failing = builderCommands({ actions: { use: () => Promise.reject(failure()) } });
    await assert.rejects(failing.run(useAsDefault, builderRow(farm)), { code: 'builderFailed' });
  });
});
