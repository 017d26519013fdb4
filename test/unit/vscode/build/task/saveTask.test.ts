import assert from 'node:assert/strict';
import { parse } from 'jsonc-parser';
import { withTask } from '../../../../../src/vscode/build/task/saveTask.ts';

const request = { dockerfile: 'Dockerfile', platforms: ['linux/amd64'], tags: ['r.io/a:1'], output: 'push' } as const;
const task = { type: 'multiarch', label: 'build a:1', ...request, problemMatcher: ['$multiarch'], group: 'build' };

describe('a task saved into tasks.json', () => {
  it('makes the file that was not there', () => {
    assert.deepEqual(parse(withTask('', request)), { version: '2.0.0', tasks: [task] });
  });

  it('keeps comments and the other tasks', () => {
    const text =
      '{\n  // mine\n  "version": "2.0.0",\n  "tasks": [\n    { "label": "x", "type": "shell" } // keep\n  ]\n}\n';
    const saved = withTask(text, request);
    assert.ok(saved.includes('// mine') && saved.includes('// keep'));
    assert.deepEqual((parse(saved) as { tasks: unknown[] }).tasks, [{ label: 'x', type: 'shell' }, task]);
  });

  it('adds the list that a file lacks', () => {
    assert.deepEqual(parse(withTask('{ "version": "2.0.0" }', request)), { version: '2.0.0', tasks: [task] });
  });

  it('finds a label that is free', () => {
    const twice = withTask(withTask('', request), request);
    assert.deepEqual(
      (parse(twice) as { tasks: { label: string }[] }).tasks.map(({ label }) => label),
      ['build a:1', 'build a:1 (2)'],
    );
  });

  it('attack: a secret in an address is read out of the same, or another build is saved for it', () => {
    const value = ['pw', 'X7k2', 'mQ9z'].join('');
    const text = withTask('', { context: `https://me:${value}@example.com/x.git` });
    assert.ok(!text.includes(value), text);
    // a task without a context would build the folder
    assert.ok(text.includes('"context"'), text);
  });

  it('attack: a folder is called like a variable that runs a command', () => {
    const text = withTask('', { dockerfile: '${command:workbench.action.closeWindow}/Dockerfile' });
    assert.ok(!text.includes('${'), text);
  });

  it('attack: a secret is read out of a tasks.json that is committed', () => {
    const value = ['pw', 'X7k2', 'mQ9z'].join('');
    const request = {
      buildArgs: { NPM_TOKEN: value, VERSION: '1' },
      cacheTo: [`type=s3,secret_access_key=${value}`],
    };
    const text = withTask('', request);
    assert.ok(!text.includes(value), text);
    const { tasks, inputs } = JSON.parse(text) as { tasks: { buildArgs: unknown }[]; inputs: unknown };
    assert.deepEqual(tasks[0]?.buildArgs, { VERSION: '1', NPM_TOKEN: '${input:NPM_TOKEN}' });
    const input = { id: 'NPM_TOKEN', type: 'promptString', description: 'NPM_TOKEN', password: true };
    assert.deepEqual(inputs, [input]);
    // the existing question is enough
    assert.deepEqual((JSON.parse(withTask(text, request)) as { inputs: unknown }).inputs, [input]);
  });
});
