import assert from 'node:assert/strict';
import { commands, type Task, TaskScope, tasks, Uri, workspace } from 'vscode';
import { api, folder, world } from './support.ts';

describe('the task type inside VS Code', function () {
  this.timeout(120_000);

  it('offers what the workspace has to build', async () => {
    const offered = await tasks.fetchTasks({ type: 'multiarch' });
    const sample = offered.find(({ definition }) => definition.dockerfile === 'Dockerfile');
    assert.ok(sample, JSON.stringify(offered.map(({ definition }) => definition)));
    assert.deepEqual(sample.problemMatchers, ['$multiarch']);
    assert.notEqual(sample.scope, TaskScope.Global);
  });

  it('runs a task of tasks.json, with its variables filled in', async function () {
    const { registry, base } = world(this);
    const written = {
      type: 'multiarch',
      label: 'mine',
      context: '${workspaceFolder}',
      platforms: ['linux/amd64'],
      tags: [`${registry}/task/sample:1`],
      output: 'push',
      buildArgs: { BASE: base },
    };
    const mine = await fromTasksJson(written);
    assert.equal(await exitCode(mine), 0);
    const manifests = await fetch(`http://${registry}/v2/task/sample/tags/list`);
    assert.equal(manifests.status, 200);
  });

  it('ends a task that makes no sense with a reason instead of a build', async () => {
    const odd = await fromTasksJson({
      type: 'multiarch',
      label: 'odd',
      platforms: ['amd46'],
      tags: ['$(touch pwned)'],
      output: 'push',
    });
    assert.equal(await exitCode(odd), 1);
  });

  it('attack: a folder is called like a variable that runs a command', async function () {
    world(this);
    let runs = 0;
    const command = commands.registerCommand('multiarch.attack', () => {
      runs += 1;
      return '.';
    });
    try {
      const { build } = await api();
      const report = await build({ dockerfile: '${command:multiarch.attack}/Dockerfile', platforms: ['linux/amd64'] });
      assert.equal(report.ok, false, 'there is no such file');
      assert.equal(runs, 0);
    } finally {
      command.dispose();
    }
  });
});

async function fromTasksJson(task: Readonly<Record<string, unknown>> & { readonly label: string }): Promise<Task> {
  const file = Uri.joinPath(folder().uri, '.vscode', 'tasks.json');
  await workspace.fs.writeFile(file, new TextEncoder().encode(JSON.stringify({ version: '2.0.0', tasks: [task] })));
  for (;;) {
    const found = (await tasks.fetchTasks()).find(({ name }) => name === task.label);
    if (found) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** An extension's task has no process: VS Code reports the end of its terminal after that of the task. */
async function exitCode(task: Task): Promise<number | undefined> {
  const ended = new Promise<number | undefined>((resolve) => {
    const listener = tasks.onDidEndTaskProcess((event) => {
      if (event.execution.task.name === task.name) {
        listener.dispose();
        resolve(event.exitCode);
      }
    });
  });
  await tasks.executeTask(task);
  return ended;
}
