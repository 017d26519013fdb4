import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import type { BuilderSetUp } from '../../../../../src/services/builders/setUp.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { cancel, leave, press } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { builderCommands, builderRow, container, failure, nodeRow } from './builderCommands.ts';

describe('Remove Node', () => {
  inVscode();
  const { removeNode } = commandIds.builder;
  const two = container('farm', 'linux/amd64', 'linux/arm64');
  const removed = stub<BuilderSetUp>('BuilderSetUp', {
    removeNode: ({ name }, node) => {
      see(`removes ${node.name} of ${name}`);
      return Promise.resolve();
    },
  });

  it('says what is lost, asks, and removes it', async () => {
    person(press('Remove'));
    await builderCommands({ setUp: { setUp: removed } }).run(removeNode, nodeRow(two, 1));
    shows(`
      warning (modal): Remove node farm1 from builder farm?
        The build cache of this node will be lost. Pushed images are kept.
        [Remove]
      > Remove
      progress: Removing node farm1
      removes farm1 of farm
      asks for the builders anew
    `);
  });

  it('removes nothing when the question is left', async () => {
    person(leave);
    await builderCommands({ setUp: { setUp: removed } }).run(removeNode, nodeRow(two));
    shows(`
      warning (modal): Remove node farm0 from builder farm?
        The build cache of this node will be lost. Pushed images are kept.
        [Remove]
      > Escape
    `);
  });

  it('does not take the last one, and nothing without the row of a node', async () => {
    const commands = builderCommands({ setUp: { setUp: removed } });
    await commands.run(removeNode, nodeRow(container('farm')));
    await commands.run(removeNode, builderRow(two));
    await commands.run(removeNode, undefined);
    shows(`
      information: farm0 is the last node of builder farm. Remove the builder instead.
    `);
  });

  it('is cancelled, or fails, which is shown', async () => {
    person(press('Remove'), cancel('Removing'), press('Remove'));
    const slow = stub<BuilderSetUp>('BuilderSetUp', { removeNode: (_builder, _node, signal) => untilAborted(signal) });
    await builderCommands({ setUp: { setUp: slow } }).run(removeNode, nodeRow(two));
    const failing = stub<BuilderSetUp>('BuilderSetUp', { removeNode: () => Promise.reject(failure()) });
    await builderCommands({ setUp: { setUp: failing } }).run(removeNode, nodeRow(two));
    shows(`
      warning (modal): Remove node farm0 from builder farm?
        The build cache of this node will be lost. Pushed images are kept.
        [Remove]
      > Remove
      progress: Removing node farm0
      > Cancel
      asks for the builders anew
      warning (modal): Remove node farm0 from builder farm?
        The build cache of this node will be lost. Pushed images are kept.
        [Remove]
      > Remove
      progress: Removing node farm0
      shown: no
      asks for the builders anew
    `);
  });
});
