import assert from 'node:assert/strict';
import type { WorkspaceFolder } from 'vscode';
import { safeText } from '../../../../src/domain/safeText.ts';
import { terminalTask, withoutVariables, withVariables } from '../../../../src/vscode/shared/tasks.ts';

const scope = {} as WorkspaceFolder;
const hostile = '${command:workbench.action.closeWindow}';

describe('tasks', () => {
  it('attack: a folder, a bake target or a stage is called like a variable that runs a command', () => {
    const request = {
      type: 'multiarch',
      dockerfile: `${hostile}/Dockerfile`,
      bakeTargets: [hostile, 'app'],
      buildArgs: { NAME: hostile, ['__proto__']: hostile },
      extra: { deep: [{ deeper: hostile }] },
    };
    const definition = withoutVariables(request);
    // VS Code searches `${…}` in every text of a definition
    assert.ok(!JSON.stringify(definition).includes('${'), JSON.stringify(definition));
    assert.deepEqual(withVariables(definition), request, 'and what was asked for is built');
  });

  it('attack: the name of a task is a link or an icon', () => {
    const name = safeText('build [here](command:workbench.action.closeWindow) $(pass)');
    const task = terminalTask(
      { definition: { type: 'x' }, scope, name, source: 'x', detail: name },
      () => Promise.reject(new Error()),
      [],
    );
    assert.ok(!task.name.includes('](') && !task.name.includes('$('), task.name);
    assert.ok(!task.detail?.includes('$('), task.detail);
  });
});
