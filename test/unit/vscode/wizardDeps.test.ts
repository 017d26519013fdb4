import assert from 'node:assert/strict';
import type { Builder } from '../../../src/domain/builder/builder.ts';
import { diagnoseError } from '../../../src/services/diagnoseError.ts';
import { BuildMemory } from '../../../src/vscode/memory.ts';
import { builderChoice } from '../../../src/vscode/builders/builderChoice.ts';
import { createWizardDeps, type WizardParts } from '../../../src/vscode/build/wizard/wizardDeps.ts';
import { buildxOf } from '../../support/buildxOf.ts';
import { scriptedRunner } from '../../support/scriptedRunner.ts';
import { stub } from '../../support/stub.ts';
import { memento } from '../../support/vscode/memento.ts';
import { inVscode, shows } from '../../support/vscode/session.ts';
import { setting } from '../../support/vscode/settings.ts';
import { folder, trust } from '../../support/vscode/workspace.ts';
import { container } from './builders/commands/builderCommands.ts';

const shop = folder('shop');

/** The wizard's information on a machine with this builder. */
function deps(inUse: () => Promise<Builder>, own: Partial<WizardParts> = {}, buildx = '0.29.1') {
  return createWizardDeps({
    runner: scriptedRunner([['describe', 'v1.2\n']]),
    environment: stub('Environment', {
      engine: () => Promise.reject(new Error('down')),
      buildx: () => Promise.resolve(buildxOf(buildx)),
    }),
    builders: stub('Builders', { inUse }),
    listing: { list: () => Promise.reject(new Error('ERROR: no builder "x" found')) },
    sources: stub('WorkspaceSources', {}),
    bakeSources: (source) => Promise.resolve(source),
    bases: () => Promise.resolve([]),
    memory: new BuildMemory(memento()),
    explain: diagnoseError,
    createBuilder: () => Promise.resolve(undefined),
    setUpBuilder: () => Promise.resolve(undefined),
    plans: { targetPlatforms: () => ['linux/amd64'], listedPlatforms: () => [] },
    neededBy: () => undefined,
    ...own,
  });
}

describe('what the wizard is told', () => {
  inVscode();
  const { signal } = new AbortController();

  it('is the builder that the setting names, or why there is none', async () => {
    setting('workspace', 'multiarch.builder', 'farm');
    const found = deps(() => Promise.resolve(container('farm')));
    assert.equal((await found.builderInUse(shop, signal)).name, 'farm');
    const down = deps(() =>
      Promise.resolve({
        ...container('farm'),
        error: 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
      }),
    );
    assert.equal((await down.builderInUse(shop, signal)).error?.code, 'engineNotRunning');
    const failing = deps(() => Promise.reject(new Error('ERROR: no builder "farm" found')));
    const { name, error } = await failing.builderInUse(shop, signal);
    assert.deepEqual([name, error?.code], ['farm', 'builderNotFound']);
    await assert.rejects(failing.builderInUse(shop, AbortSignal.abort()), /no builder/);
    await assert.rejects(
      failing.builders(signal, () => undefined),
      { code: 'builderNotFound' },
    );
  });

  it('is also that buildx is too old, whether it can tell of the builder or not', async () => {
    const old = async (inUse: () => Promise<Builder>, version: string) =>
      (await deps(inUse, {}, version).builderInUse(shop, signal)).oldBuildx?.version;
    assert.equal(await old(() => Promise.resolve(container('farm')), '0.9.1'), '0.9.1');
    assert.equal(await old(() => Promise.reject(new Error('no')), '0.9.1'), '0.9.1');
    assert.equal(await old(() => Promise.resolve(container('farm')), '0.13.0'), undefined);
  });

  it('is what the images that a plan takes do not have, by the nodes of the builder', async () => {
    const asked: string[] = [];
    const problem = { image: 'a', kind: 'manifest', has: ['linux/amd64'], lacks: ['linux/arm64'] } as const;
    const wizard = deps(() => Promise.resolve(container('farm')), {
      bases: (plan, natives) => {
        asked.push(`${plan.directory} ${natives.map(({ architecture }) => architecture).join()}`);
        return Promise.resolve([problem]);
      },
    });
    const native = builderChoice(container('farm'), undefined);
    assert.deepEqual(await wizard.baseProblems({ output: 'cache' }, shop, native, signal), [problem]);
    assert.deepEqual(await wizard.baseProblems({ output: 'cache' }, shop, undefined, signal), [problem]);
    assert.deepEqual(await wizard.baseProblems({ platforms: ['none?'] }, shop, undefined, signal), []);
    trust(false);
    assert.deepEqual(await wizard.baseProblems({ output: 'cache' }, shop, undefined, signal), []);
    assert.deepEqual(asked, ['/ws/shop amd64', '/ws/shop ']);
  });

  it('is the command line of a request, or what is wrong with it', () => {
    const wizard = deps(() => Promise.resolve(container('farm')));
    const shown = wizard.commandFor({ tags: ['r.io/app:1'], output: 'push' }, shop);
    assert.ok('command' in shown && shown.command.includes('--platform linux/amd64'), JSON.stringify(shown));
    const refused = wizard.commandFor({ platforms: ['no platform'] }, shop);
    assert.ok('problems' in refused && refused.problems.length === 1);
  });

  it('is what the settings say, and what git calls the version', async () => {
    const wizard = deps(() => Promise.resolve(container('farm')));
    assert.deepEqual(wizard.settings(shop), { platforms: ['linux/amd64'] });
    setting({ folder: '/ws/shop' }, 'multiarch.image', 'r.io/app');
    setting({ folder: '/ws/shop' }, 'multiarch.builder', 'farm');
    assert.deepEqual(wizard.settings(shop), { platforms: ['linux/amd64'], image: 'r.io/app', builder: 'farm' });
    await wizard.gitDescribe(shop);
    await wizard.copyCommand('docker buildx build .');
    assert.equal(await wizard.pinPlatforms('farm'), true);
    shows(`
      $ /usr/bin/git -c core.fsmonitor=false -c core.hooksPath=/dev/null describe --tags --always
      $ /usr/bin/git -c core.fsmonitor=false -c core.hooksPath=/dev/null config --null --name-only --get-regexp ^filter\\.
      $ /usr/bin/git -c core.fsmonitor=false -c core.hooksPath=/dev/null diff-index --quiet --ignore-submodules=all HEAD --
      clipboard: docker buildx build .
      command: multiarch.builder.pinPlatforms {"kind":"builder","builder":{"name":"farm","driver":"docker-container","nodes":[{"name":"farm0","endpoint":"default","status":"running","labels":{},"platforms":[{"platform":{"os":"linux","architecture":"amd64"},"pinned":false},{"platform":{"os":"linux","architecture":"arm64"},"pinned":false}]}]}}
    `);
  });
});
