import assert from 'node:assert/strict';
import type { BuildRequest } from '../../../../../src/domain/build/request.ts';
import { parseReference } from '../../../../../src/domain/image/reference.ts';
import type { BuildFlow } from '../../../../../src/vscode/build/buildFlow.ts';
import { buildForCluster } from '../../../../../src/vscode/build/commands/buildForCluster.ts';
import { buildLocal } from '../../../../../src/vscode/build/commands/buildLocal.ts';
import { createBuildAside } from '../../../../../src/vscode/images/repair/buildAside.ts';
import { BuildMemory } from '../../../../../src/vscode/memory.ts';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import { memento } from '../../../../support/vscode/memento.ts';
import { leave, type } from '../../../../support/vscode/person.ts';
import { inVscode, person } from '../../../../support/vscode/session.ts';
import { folder } from '../../../../support/vscode/workspace.ts';

const value = ['pw', 'X7k2', 'mQ9z'].join('');
const tag = 'r.io/app:1';

/** The commands that repeat the last build for another purpose. */
const commands: readonly (readonly [string, (flow: BuildFlow, memory: BuildMemory) => Promise<unknown>])[] = [
  [
    'for local use',
    (flow, memory) =>
      buildLocal({
        flow,
        memory,
        environment: { engine: () => Promise.resolve({ os: 'linux', architecture: 'amd64' }) } as never,
        sources: { findSources: () => Promise.reject(new Error('not asked')), sourceAt: () => Promise.resolve([]) },
        showError: (error) => Promise.reject(new Error('failed', { cause: error })),
      })(),
  ],
  [
    'for the cluster',
    (flow, memory) =>
      buildForCluster({
        flow,
        memory,
        clusters: { chosen: [{}], refresh: () => Promise.resolve([]), targets: ['linux/arm64'] } as never,
        builders: { refresh: () => Promise.resolve() } as never,
        sources: { findSources: () => Promise.reject(new Error('not asked')) },
        selectClusters: () => Promise.resolve(true),
      })(),
  ],
  [
    'for a platform that is missing',
    (flow, memory) => {
      const parsed = parseReference(tag);
      assert.ok(parsed.ok);
      const images = { inspect: () => Promise.reject(new DiagnosedError(diagnosisOf('imageNotFound'))) };
      return createBuildAside({ images, flow, memory })(parsed.value, ['linux/arm64']);
    },
  ],
];

describe('what was built last, built again', () => {
  inVscode();
  const one = folder('shop');
  const request: BuildRequest = { tags: [tag], output: 'push', buildArgs: { NPM_TOKEN: value, VERSION: '1' } };
  let state = memento();
  let inSession = new BuildMemory(state);
  const built: BuildRequest[] = [];
  const flow: BuildFlow = {
    ask: () => Promise.reject(new Error('not asked')),
    build: (given) => {
      built.push(given);
      return Promise.resolve(undefined);
    },
  };

  beforeEach(async () => {
    state = memento();
    inSession = new BuildMemory(state);
    await inSession.remember(one, request);
    built.length = 0;
  });

  for (const [what, run] of commands) {
    it(`${what} has its secrets, which are asked for once the window was closed, or it is not built`, async () => {
      await run(flow, inSession);
      person(type('typed'), leave);
      await run(flow, new BuildMemory(state));
      await run(flow, new BuildMemory(state));
      assert.deepEqual(
        built.map(({ buildArgs }) => buildArgs),
        [
          { NPM_TOKEN: value, VERSION: '1' },
          { NPM_TOKEN: 'typed', VERSION: '1' },
        ],
      );
    });
  }
});
