import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runWizard } from '../support/wizard.ts';
import { readRegistry } from '../engine/registryReader.ts';
import { useVsCode, writeFiles } from './support.ts';

const platforms = ['linux/amd64', 'linux/arm64'];

describe('tasks.json', function () {
  this.timeout(180_000);
  const session = useVsCode(({ base }) => ({ files: { Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n` } }));
  const reference = () => `${session().world.registry.host}/team/task:1`;
  const file = () => path.join(session().folder, '.vscode/tasks.json');

  it('takes the plan of the wizard, which is then shown', async () => {
    const { workbench } = session();
    const { quickInput } = workbench;
    await runWizard(workbench, { platforms, image: reference(), plan: 'Save to tasks.json' });
    await workbench.page.locator('.tab.active', { hasText: 'tasks.json' }).waitFor();
    assert.equal(await quickInput.state(), undefined);
    const shown: unknown = JSON.parse(await workbench.editorText(/multiarch/));
    assert.deepEqual(shown, {
      version: '2.0.0',
      tasks: [
        {
          type: 'multiarch',
          label: 'build task:1',
          dockerfile: 'Dockerfile',
          context: '.',
          platforms,
          tags: [reference()],
          output: 'push',
          problemMatcher: ['$multiarch'],
          group: 'build',
        },
      ],
    });
    assert.deepEqual(JSON.parse(await readFile(file(), 'utf8')), shown);
    assert.deepEqual(await workbench.notifications(), []);
    assert.equal(await workbench.terminals(), 0);
  });

  it('has a task that «Run Task» lists and runs', async () => {
    const { workbench, world } = session();
    await workbench.command('Tasks: Run Task');
    await workbench.quickInput.pick('build task:1');
    const { message } = await workbench.waitForNotification(/./, 120_000);
    assert.equal(message, `Pushed ${reference()}; verified for linux/amd64, linux/arm64.`);
    assert.equal((await readRegistry(world.registry).index('team/task', '1')).entries.length, 4);
  });

  it('completes platforms and the names of properties', async () => {
    const { workbench, folder } = session();
    const lines = [
      '{',
      '  "version": "2.0.0",',
      '  "tasks": [',
      '    {',
      '      "type": "multiarch",',
      '      ',
      '      "platforms": [""]',
      '    }',
      '  ]',
      '}',
    ];
    await writeFiles(folder, { '.vscode/tasks.json': lines.join('\n') });
    await workbench.open('.vscode/tasks.json');
    // it is already open, and shows the previous text until VS Code notices the change
    await workbench.editorText(/"platforms":\s\[""\]/);
    await workbench.goTo(7, 22);
    const values = await workbench.suggestions(/linux\/arm64/);
    assert.ok(values.includes('"linux/amd64"') && values.includes('"linux/arm64"'), values.join());
    await workbench.goTo(6, 7);
    const names = [
      ...(await workbench.suggestions(/buildArgs/)),
      ...(await workbench.furtherSuggestions(/destination/)),
      ...(await workbench.furtherSuggestions(/pushByDigest/)),
    ];
    for (const name of [
      'bakeTargets',
      'buildArgs',
      'buildContexts',
      'builder',
      'cacheFrom',
      'context',
      'destination',
      'output',
      'pushByDigest',
    ]) {
      assert.ok(names.includes(name), names.join());
    }
    assert.ok(!names.includes('platforms'), 'what is there already');
  });
});
