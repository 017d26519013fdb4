import assert from 'node:assert/strict';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { WorkspaceFolder } from 'vscode';
import type { BuildPlan } from '../../../../../src/domain/build/plan.ts';
import type { BuildReport } from '../../../../../src/domain/build/report.ts';
import type { BuildRequest } from '../../../../../src/domain/build/request.ts';
import { createTaskRunner } from '../../../../../src/vscode/build/task/taskRunner.ts';
import { inVscode } from '../../../../support/vscode/session.ts';
import { startedTasks, terminalOf } from '../../../../support/vscode/tasks.ts';
import type { Task } from '../../../../support/vscode/values.ts';

const fsPath = path.resolve('/workspace');
const folder = { uri: { fsPath, toString: () => `file://${fsPath}` } } as unknown as WorkspaceFolder;
const report: BuildReport = {
  ok: true,
  command: [],
  verified: false,
  images: [],
  platforms: [],
  missing: [],
  ms: 1,
  warnings: [],
};

/** VS Code's task for a request, and its plan. */
async function run(request: BuildRequest): Promise<{ readonly task: Task; readonly plan: BuildPlan }> {
  const plans: BuildPlan[] = [];
  const runner = createTaskRunner({
    builds: {
      run: (plan) => {
        plans.push(plan);
        return Promise.resolve(report);
      },
    },
    openLogFile: () => ({ write: () => undefined, end: () => undefined }) as never,
    finished: () => undefined,
    failed: (error) => {
      throw error;
    },
    targetPlatforms: () => ['linux/amd64'],
    listedPlatforms: () => [],
  });
  const running = runner.run(request, folder);
  await turn();
  const [task] = startedTasks;
  assert.ok(task);
  (await terminalOf(task)).open(undefined);
  await running;
  const [plan] = plans;
  assert.ok(plan);
  return { task, plan };
}

describe('the tasks of builds', () => {
  inVscode();
  const value = ['pw', 'X7k2', 'mQ9z'].join('');

  it('attack: a secret is read out of what VS Code keeps of the tasks that were run', async () => {
    const { task, plan } = await run({
      buildArgs: { NPM_TOKEN: value, VERSION: '1' },
      cacheTo: [`type=s3,bucket=b,region=r,secret_access_key=${value}`],
    });
    // VS Code stores definition, name and detail
    const stored = JSON.stringify([task.definition, task.name, task.detail]);
    assert.ok(!stored.includes(value), stored);
    assert.ok(stored.includes('VERSION'), stored);
    assert.equal(plan.buildArgs.NPM_TOKEN, value, 'and what was asked for is built');
    assert.ok(plan.cacheTo[0]?.includes(value));
  });

  it('attack: a secret in an address is read out of the same', async () => {
    const { task } = await run({ context: `https://me:${value}@example.com/x.git` });
    assert.ok(!JSON.stringify([task.definition, task.name, task.detail]).includes(value));
  });

  it('attack: a folder is called like a variable that runs a command', async () => {
    const { task, plan } = await run({ dockerfile: '${command:workbench.action.closeWindow}/Dockerfile' });
    assert.ok(!JSON.stringify(task.definition).includes('${'));
    assert.equal(plan.dockerfile, '${command:workbench.action.closeWindow}/Dockerfile');
  });
});
