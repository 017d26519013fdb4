import assert from 'node:assert/strict';
import { askBuild } from '../../../../../src/vscode/build/wizard/askBuild.ts';
import type { WizardDeps } from '../../../../../src/vscode/build/wizard/deps.ts';
import { leave, type as enter } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';
import { contextFor, line, ScriptedUi, type Act } from './fakes.ts';

const nothing = { state: { platforms: [], tags: [] }, answered: [] };
const text = `ARG BASE
ARG VERSION=1.0
FROM \${BASE} AS app
ARG VERSION
ARG NPM_TOKEN
RUN --mount=type=secret,id=npm-rc,required=true --mount=type=ssh npm ci`;

async function ask(acts: readonly Act[], deps: Partial<WizardDeps> = {}, file = text) {
  const given = contextFor([{ path: 'Dockerfile', text: file }, other], deps);
  const ui = new ScriptedUi(acts);
  const answer = await askBuild(given.context, ui, nothing);
  assert.equal(ui.left, 0);
  const lines = ui.shown.map(({ placeholder, rows }) => [placeholder, ...rows.map(line)]);
  return { request: answer?.request, lines, ui, given };
}

/** With a single source, the wizard would not ask for it. */
const other = { path: 'other/Dockerfile', text: 'FROM scratch' };
const rest: readonly Act[] = [{}, { choose: 'No name' }, {}];

describe('what a Dockerfile asks for', () => {
  inVscode();

  it('is asked where the build would fail without it', async () => {
    const { request, lines } = await ask([
      {},
      {},
      { type: 'alpine:3' },
      {},
      { type: '.npmrc' },
      { choose: 'default' },
      { choose: 'SSH agent' },
      {},
      ...rest,
    ]);
    assert.deepEqual(lines[1], [
      'The Dockerfile requires values. Select one to set it',
      '-- Build arguments',
      'symbol-variable BASE | required',
      'symbol-variable VERSION | default: 1.0',
      'symbol-variable NPM_TOKEN | not set',
      '-- Secrets',
      'lock npm-rc | required',
      '-- SSH',
      'key default | not set',
      '--',
      'arrow-right Continue Without Required Values',
    ]);
    assert.deepEqual(lines[4], [
      'Secret npm-rc: type the path of a file or the name of an environment variable',
      'file .npmrc | file',
    ]);
    assert.deepEqual(lines[7]?.slice(0, 2), ['Select a value to set, or continue', 'arrow-right Continue']);
    assert.ok(lines[7].includes('symbol-variable BASE | alpine:3') && lines[7].includes('lock npm-rc | file .npmrc'));
    assert.deepEqual(
      [request?.buildArgs, request?.secrets, request?.ssh],
      [{ BASE: 'alpine:3' }, ['id=npm-rc,src=.npmrc'], ['default']],
    );
    assert.ok(lines.at(-1)?.includes('symbol-variable Inputs | BASE, npm-rc, default'));
  });

  it('is not asked where it asks for nothing, or can do without', async () => {
    const { lines } = await ask([{}, ...rest], {}, 'FROM a\nCOPY . .');
    assert.equal(lines.length, 4);
    assert.ok(!lines.at(-1)?.some((row) => row.includes('Inputs')));
    const optional = await ask([{}, ...rest], {}, 'FROM a\nARG VERSION=1\nRUN --mount=type=secret,id=npm true');
    assert.equal(optional.lines.length, 4);
    assert.ok(optional.lines.at(-1)?.includes('symbol-variable Inputs | defaults'));
  });

  it('can be set from the plan, changed, and taken away again', async () => {
    const { request, lines } = await ask(
      [
        {},
        {},
        { choose: 'No name' },
        { choose: 'Inputs' },
        { choose: 'VERSION' },
        { type: '2' },
        { choose: 'npm' },
        {},
        { choose: 'git' },
        { type: 'keys/id' },
        { choose: 'VERSION' },
        { choose: 'Do not set' },
        { choose: 'npm' },
        { type: 'a,b' },
        {},
        {},
      ],
      {},
      'FROM a\nARG VERSION=1\nRUN --mount=type=secret,id=npm --mount=type=ssh,id=git true',
    );
    assert.deepEqual(lines[7], [
      'Secret npm: type the path of a file or the name of an environment variable',
      'symbol-variable NPM | environment variable',
    ]);
    assert.ok(lines[8]?.includes('lock npm | environment variable NPM'));
    assert.ok(lines[10]?.includes('key git | file keys/id'));
    assert.deepEqual(
      [request?.buildArgs, request?.secrets, request?.ssh],
      [undefined, ['id=npm,"src=a,b"'], ['git=keys/id']],
    );
  });

  it('leads back as every other step does, with what was set', async () => {
    const { request } = await ask([
      {},
      {},
      { type: 'alpine' },
      {},
      { leave: 'back' },
      { leave: 'back' },
      {},
      { choose: 'npm-rc' },
      { type: 'NPMRC', choose: 'NPMRC' },
      {},
      ...rest,
    ]);
    assert.deepEqual([request?.buildArgs, request?.secrets], [{ BASE: 'alpine' }, ['id=npm-rc,src=NPMRC']]);
    assert.equal((await ask([{}, { leave: 'cancel' }])).request, undefined);
    assert.equal((await ask([{}, {}, { leave: 'cancel' }])).request, undefined);
  });

  it('is built without on request', async () => {
    const { request, lines } = await ask([{}, { choose: 'Continue Without Required Values' }, ...rest]);
    assert.equal(request?.buildArgs, undefined);
    assert.ok(lines.at(-1)?.includes('symbol-variable Inputs | missing: BASE, npm-rc'));
  });

  it('attack: somebody reads the value of a secret argument over a shoulder', async () => {
    person(enter('s3cret'), leave);
    const { request, lines } = await ask(
      [{}, {}, { choose: 'No name' }, { choose: 'Inputs' }, { choose: 'TOKEN' }, { choose: 'TOKEN' }, {}, {}],
      { commandFor: () => ({ command: 'docker buildx build .' }) },
      'FROM a\nARG TOKEN',
    );
    assert.deepEqual(request?.buildArgs, { TOKEN: 's3cret' });
    assert.ok(lines.at(-2)?.includes('symbol-variable TOKEN | •••'));
    assert.ok(!JSON.stringify(lines).includes('s3cret'));
    shows(`
input (secret): Build Multi-Arch Image — Value of the build argument TOKEN. Secret values are not stored.
> s3cret
input (secret): Build Multi-Arch Image — Value of the build argument TOKEN. Secret values are not stored.
> Escape
`);
  });

  it('starts from the last build of the source', async () => {
    const given = contextFor([{ path: 'Dockerfile', text }, other]);
    const last = {
      dockerfile: 'Dockerfile',
      context: '.',
      platforms: ['linux/amd64'],
      output: 'cache' as const,
      buildArgs: { BASE: 'alpine', OTHER: '1' },
      secrets: ['id=npm-rc,env=RC', 'id=other,src=o'],
    };
    await given.memory.remember(given.folder, last);
    const ui = new ScriptedUi([{}, ...rest]);
    assert.deepEqual((await askBuild(given.context, ui, nothing))?.request, last);
    const without = new ScriptedUi([
      {},
      {},
      { choose: 'No name' },
      { choose: 'Inputs' },
      { choose: 'npm-rc' },
      { choose: 'Do not set' },
      { choose: 'Continue Without Required Values' },
      {},
    ]);
    const changed = (await askBuild(given.context, without, nothing))?.request;
    assert.deepEqual(changed, { ...last, secrets: ['id=other,src=o'] });
  });
});
