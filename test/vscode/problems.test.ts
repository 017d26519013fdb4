import assert from 'node:assert/strict';
import { type Diagnostic, DiagnosticSeverity, languages, Uri, workspace } from 'vscode';
import { api, folder, world } from './support.ts';

describe('problems of a build inside VS Code', function () {
  this.timeout(120_000);
  const file = () => Uri.joinPath(folder().uri, 'broken', 'Dockerfile');
  const write = (text: string) => workspace.fs.writeFile(file(), new TextEncoder().encode(text));
  const build = async (base: string) =>
    (await api()).build({ context: 'broken', platforms: ['linux/amd64'], output: 'cache', buildArgs: { BASE: base } });

  it('mark the line that failed and the lines that are questionable, until the next build', async function () {
    const { base } = world(this);
    await write('ARG BASE=scratch\nfrom $BASE AS build\nRUN true\nRUN exit 9\n');
    const report = await build(base);
    assert.equal(report.failure?.code, 'stepFailed');
    assert.equal(report.failure.line, 4);
    const marked = await problems((list) => list.some(({ severity }) => severity === DiagnosticSeverity.Error));
    const error = marked.find(({ severity }) => severity === DiagnosticSeverity.Error);
    assert.equal(error?.range.start.line, 3);
    assert.equal(error.code, 'stepFailed');
    assert.ok(
      marked.some(({ code, range }) => code === 'FromAsCasing' && range.start.line === 1),
      JSON.stringify(marked),
    );
    await write('ARG BASE=scratch\nFROM $BASE AS build\nRUN true\n');
    assert.equal((await build(base)).ok, true);
    await problems((list) => list.length === 0);
  });

  function problems(wanted: (list: readonly Diagnostic[]) => boolean): Promise<readonly Diagnostic[]> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const list = languages.getDiagnostics(file());
        if (wanted(list)) {
          clearTimeout(timer);
          listener.dispose();
          resolve(list);
        }
      };
      const listener = languages.onDidChangeDiagnostics(check);
      const timer = setTimeout(() => {
        listener.dispose();
        reject(new Error(`still ${JSON.stringify(languages.getDiagnostics(file()))}`));
      }, 20_000);
      check();
    });
  }
});
