import assert from 'node:assert/strict';
import path from 'node:path';
import type { Pseudoterminal, TaskDefinition, WorkspaceFolder } from 'vscode';
import type { BuildPlan } from '../../../../src/domain/buildPlan.ts';
import type { BuildReport } from '../../../../src/domain/buildReport.ts';
import type { BuildRequest } from '../../../../src/domain/buildRequest.ts';
import { createTaskRunner } from '../../../../src/vscode/tasks/taskRunner.ts';
import { tasks } from '../../../support/fakeVscode.ts';

interface StartedTask {
  readonly definition: TaskDefinition;
  readonly name: string;
  readonly detail: string;
  readonly execution: { readonly open: (resolved: TaskDefinition) => Promise<Pseudoterminal> };
}

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

/** The task that VS Code is given for a request, and the plan that is built. */
async function run(request: BuildRequest): Promise<{ readonly task: StartedTask; readonly plan: BuildPlan }> {
  const plans: BuildPlan[] = [];
  const started: StartedTask[] = [];
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
  const original = tasks.executeTask;
  tasks.executeTask = async (given) => {
    const task = given as StartedTask;
    started.push(task);
    (await task.execution.open(task.definition)).open(undefined);
    return { task };
  };
  try {
    await runner.run(request, folder);
  } finally {
    tasks.executeTask = original;
  }
  const [[task], [plan]] = [started, plans];
  assert.ok(task && plan);
  return { task, plan };
}

describe('the tasks of builds', () => {
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
