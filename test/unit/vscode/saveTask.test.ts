import assert from 'node:assert/strict';
import { parse } from 'jsonc-parser';
import { withTask } from '../../../src/vscode/tasks/saveTask.ts';

const request = { dockerfile: 'Dockerfile', platforms: ['linux/amd64'], tags: ['r.io/a:1'], output: 'push' } as const;
const task = { type: 'multiarch', label: 'build r.io/a:1', ...request, problemMatcher: ['$multiarch'], group: 'build' };

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
      ['build r.io/a:1', 'build r.io/a:1 (2)'],
    );
  });
});
