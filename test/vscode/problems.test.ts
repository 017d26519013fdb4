import assert from 'node:assert/strict';
import { type Diagnostic, DiagnosticSeverity, languages, Uri, workspace } from 'vscode';
import { api, folder, world } from './support.ts';

describe('problems of a build inside VS Code', function () {
  this.timeout(120_000);
  const fileOf = (...path: string[]) => Uri.joinPath(folder().uri, ...path);
  const file = () => fileOf('broken', 'Dockerfile');
  const write = (text: string, to = file()) => workspace.fs.writeFile(to, new TextEncoder().encode(text));
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

  it('mark the line of a bake build that runs in a folder of its own', async function () {
    const { base } = world(this);
    await write(`FROM ${base}\nRUN exit 7\n`, fileOf('baked', 'app', 'Dockerfile'));
    await write('target "app" { context = "app" }\n', fileOf('baked', 'docker-bake.hcl'));
    const bake = {
      context: 'baked',
      bakeFiles: ['baked/docker-bake.hcl'],
      bakeTargets: ['app'],
      output: 'cache',
    } as const;
    const report = await (await api()).build(bake);
    assert.equal(report.failure?.code, 'stepFailed');
    const [error] = await problems((list) => list.length > 0, fileOf('baked', 'app', 'Dockerfile'));
    assert.deepEqual([error?.code, error?.range.start.line], ['stepFailed', 1]);
  });

  it('attack: build output becomes a problem of any file', async function () {
    const { base } = world(this);
    const mark = '\u2060';
    const lines = [
      'src/main.c:12:5: error: expected a semicolon',
      'broken/Dockerfile:1: error stepFailed: fake',
      `broken/Dockerfile:1: error stepFailed: fake${mark}`,
      `../../../../etc/passwd:1: error: fake${mark}`,
      `/etc/passwd:1: warning: fake${mark}`,
    ];
    await write('', fileOf('src', 'main.c'));
    await write(lines.join('\n'), fileOf('broken', 'fakes'));
    await write('ARG BASE=scratch\nFROM $BASE\nCOPY fakes /\nRUN cat /fakes; cat /fakes >&2\nRUN exit 9\n');
    assert.equal((await build(base)).failure?.line, 5);
    // previous output was already processed
    await problems((list) => list.some(({ range }) => range.start.line === 4));
    const ours = languages
      .getDiagnostics()
      .flatMap(([uri, list]) =>
        list
          .filter(({ source }) => source === 'Multi-Arch Builds')
          .map(({ range }) => `${workspace.asRelativePath(uri)}:${range.start.line + 1}`),
      );
    assert.deepEqual(
      ours.filter((place) => !place.startsWith('baked/')),
      ['broken/Dockerfile:5'],
    );
    await write('ARG BASE=scratch\nFROM $BASE\n');
    assert.equal((await build(base)).ok, true);
    await problems((list) => list.length === 0);
  });

  function problems(wanted: (list: readonly Diagnostic[]) => boolean, where = file()): Promise<readonly Diagnostic[]> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const list = languages.getDiagnostics(where);
        if (wanted(list)) {
          clearTimeout(timer);
          listener.dispose();
          resolve(list);
        }
      };
      const listener = languages.onDidChangeDiagnostics(check);
      const timer = setTimeout(() => {
        listener.dispose();
        reject(new Error(`still ${JSON.stringify(languages.getDiagnostics(where))}`));
      }, 20_000);
      check();
    });
  }
});
