import assert from 'node:assert/strict';
import { commands } from 'vscode';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { Row } from '../../../../../src/vscode/shared/tree/row.ts';
import { registerRowCommand } from '../../../../../src/vscode/shared/tree/rowCommand.ts';
import { inVscode, shows } from '../../../../support/vscode/session.ts';

/** The arguments of the command, one entry per run. */
async function runs(id: string, called: readonly unknown[], fails = false): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const registration = registerRowCommand(
    id,
    (element) => {
      seen.push(element);
      return fails ? Promise.reject(new Error('no')) : Promise.resolve();
    },
    (error) => {
      seen.push(error instanceof Error ? error.message : error);
      return Promise.resolve();
    },
  );
  await commands.executeCommand(id, ...called);
  registration.dispose();
  return seen;
}

describe('the command of a row', () => {
  inVscode();
  const { stop, refresh } = commandIds.builder;

  it('means what the row stands for at the moment', async () => {
    const row = new Row('a', { kind: 'builder', name: 'before' });
    row.element = { kind: 'builder', name: 'now' };
    assert.deepEqual(await runs(stop, [row, [row]]), [{ kind: 'builder', name: 'now' }]);
    // other extensions and keyboard shortcuts pass plain data
    assert.deepEqual(await runs(stop, [{ kind: 'builder' }]), [{ kind: 'builder' }]);
  });

  it('attack: a row that VS Code forgot is taken for a call from the palette, and another one is stopped', async () => {
    for (const called of [[undefined, undefined], [undefined]]) {
      assert.deepEqual(await runs(stop, called), []);
      shows('information: The list was just updated. Try again.');
    }
  });

  it('asks which one is meant when it comes from the palette, or from the title of a view', async () => {
    assert.deepEqual(await runs(stop, []), [undefined]);
    assert.deepEqual(await runs(refresh, [undefined, undefined]), [undefined]);
    shows('');
  });

  it('tells what it fails with', async () => {
    assert.deepEqual(await runs(stop, [{ kind: 'builder' }], true), [{ kind: 'builder' }, 'no']);
  });
});
