import assert from 'node:assert/strict';
import { createLogs } from '../../../../src/vscode/workloads/showLogs.ts';
import { workload } from '../../../support/sampleWorkloads.ts';
import { inVscode, shows } from '../../../support/vscode/session.ts';
import { outputOf, startedTasks } from '../../../support/vscode/tasks.ts';

describe('Show Workload Logs', () => {
  inVscode();

  it('shows what the pods wrote in the terminal that tasks share', async () => {
    const command = { file: 'kubectl', args: ['logs', 'web'], env: {} };
    const stream = (_command: object, { onStdout }: { readonly onStdout: (chunk: Uint8Array) => void }) => {
      onStdout(Buffer.from('one\ntwo \u001b[31mred\u001b[0m\n'));
      return Promise.resolve(0);
    };
    await createLogs(
      { logs: () => Promise.resolve(command) },
      { stream },
    )({
      context: 'dev',
      workload: workload(),
    });
    shows(`
      task: logs of Deployment web in dev
    `);
    const [task] = startedTasks;
    assert.ok(task);
    assert.equal(await outputOf(task), 'kubectl logs web\none\ntwo \u001b[0;31mred\u001b[0m\n');
  });
});
