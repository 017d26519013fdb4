import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { choose, leave } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';
import { builderCommands, builderRow, container, engine } from './builderCommands.ts';

describe('Copy Builder Command…', () => {
  inVscode();
  const { copyCommand } = commandIds.builder;

  it('offers what can be done with it, and copies the line', async () => {
    person(choose('Clean up its cache'));
    await builderCommands().run(copyCommand, builderRow(container('farm', 'linux/amd64', 'inactive')));
    shows(`
      pick: Copy a Command for Builder “farm”
        Build with it | docker buildx build --builder farm --platform linux/amd64,linux/arm64 .
        Make it Docker’s default | docker buildx use -- farm
        Start it | docker buildx inspect --bootstrap -- farm
        Stop it | docker buildx stop -- farm
        Show its details | docker buildx inspect -- farm
        Measure its cache | docker buildx du --builder farm
        Clean up its cache | docker buildx prune --builder farm --force
        Remove it | docker buildx rm -- farm
      > Clean up its cache
      clipboard: docker buildx prune --builder farm --force
      status: The command was copied to the clipboard.
    `);
  });

  it('does not offer what does not go with Docker’s own', async () => {
    person(leave);
    await builderCommands().run(copyCommand, builderRow(engine));
    shows(`
      pick: Copy a Command for Builder “default”
        Build with it | docker buildx build --builder default --platform linux/amd64,linux/arm64 .
        Show its details | docker buildx inspect -- default
        Measure its cache | docker buildx du --builder default
        Clean up its cache | docker buildx prune --builder default --force
      > Escape
    `);
  });

  it('asks which one from the palette', async () => {
    person(leave);
    await builderCommands({ known: [engine] }).run(copyCommand, undefined);
    shows(`
      asks for the builders
      pick: Which builder is the command for?
        (vm-running) default | Docker’s default · running · docker
      > Escape
    `);
  });
});
