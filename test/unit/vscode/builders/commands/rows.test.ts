import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { inVscode, shows } from '../../../../support/vscode/session.ts';
import { files } from '../../../../support/vscode/documents.ts';
import { builderCommands, builderRow, container } from './builderCommands.ts';

describe('Refresh Builders', () => {
  inVscode();

  it('queries again', async () => {
    await builderCommands().run(commandIds.builder.refresh, undefined);
    shows(`
      asks for the builders anew
    `);
  });
});

describe('Open Builder File', () => {
  inVscode();
  const { openFile } = commandIds.builder;

  it('opens the one that buildx cannot read', async () => {
    files.write('/home/me/.docker/buildx/instances/farm', '{');
    const damaged = { ...container('farm'), damagedFile: '/home/me/.docker/buildx/instances/farm' };
    await builderCommands().run(openFile, builderRow(damaged));
    shows(`
      editor: /home/me/.docker/buildx/instances/farm
    `);
  });

  it('opens nothing for another row, or none', async () => {
    for (const row of [builderRow(container('farm')), { kind: 'contexts', builders: [] }, undefined]) {
      await builderCommands().run(openFile, row);
    }
    shows('');
  });
});

describe('a command for builders', () => {
  inVscode();

  it('attack: a shortcut calls it with what is no row: it asks which one is meant, as from the palette', async () => {
    for (const row of ['farm', 7, null, {}, { builder: container('farm') }]) {
      await builderCommands().run(commandIds.builder.remove, row);
    }
    await builderCommands().run('multiarch.builder.unheardOf', builderRow(container('farm')));
    shows(`
      asks for the builders
      information: There is no builder to remove.
      asks for the builders
      information: There is no builder to remove.
      asks for the builders
      information: There is no builder to remove.
      asks for the builders
      information: There is no builder to remove.
      asks for the builders
      information: There is no builder to remove.
    `);
  });
});
