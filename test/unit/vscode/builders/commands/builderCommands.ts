import type { Builder } from '../../../../../src/domain/builder/builder.ts';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { BuilderActions } from '../../../../../src/services/builders/actions.ts';
import {
  createBuilderCommands,
  type BuilderCommandsDeps,
} from '../../../../../src/vscode/builders/commands/builderCommands.ts';
import type { BuilderModel, InUse } from '../../../../../src/vscode/builders/builderModel.ts';
import type { SetUpDeps } from '../../../../../src/vscode/builders/setUp/setUpActions.ts';
import { farm } from '../../../builders.ts';
import { stub } from '../../../../support/stub.ts';
import { EventEmitter } from '../../../../support/vscode/events.ts';
import { see } from '../../../../support/vscode/session.ts';

/** A builder with the driver docker-container and a node for each text, in the format of `farm`. */
export function container(name: string, ...nodes: readonly string[]): Builder {
  return {
    name,
    driver: 'docker-container',
    nodes: farm(...(nodes.length > 0 ? nodes : ['linux/amd64 linux/arm64'])).nodes.map((node, at) => ({
      ...node,
      name: `${name}${at}`,
      endpoint: 'default',
    })),
  };
}

/** Docker's own, which cannot be removed. */
export const engine: Builder = { ...container('default'), driver: 'docker', isContext: true, current: true };

/** The row of a builder in the view. */
export const builderRow = (builder: Builder) => ({ kind: 'builder', builder });
/** The row of one of its nodes. */
export const nodeRow = (builder: Builder, at = 0) => ({ kind: 'node', builder, node: builder.nodes[at] });

export const failure = () => new DiagnosedError(diagnosisOf('builderFailed', { builder: 'farm', detail: 'no' }));

interface Parts extends Partial<Omit<BuilderCommandsDeps, 'actions' | 'model' | 'setUp'>> {
  readonly builders?: BuilderCommandsDeps['builders'];
  readonly known?: readonly Builder[];
  readonly inUse?: InUse;
  readonly actions?: Partial<BuilderActions>;
  readonly model?: Partial<BuilderModel>;
  readonly setUp?: Partial<SetUpDeps>;
}

/** The builder commands with these known builders. Records the calls of Docker. */
export function builderCommands({ known = [], inUse, actions = {}, model, setUp, ...own }: Parts = {}) {
  const changes = new EventEmitter<void>();
  const did =
    <T>(what: string, answer: T) =>
    (name: string, ...more: readonly unknown[]): Promise<T> => {
      see(`docker: ${[what, name, ...more.filter((each) => typeof each === 'boolean').map(String)].join(' ')}`);
      return Promise.resolve(answer);
    };
  return createBuilderCommands({
    actions: stub<BuilderActions>('BuilderActions', {
      use: did('use', undefined),
      start: did('start', undefined),
      stop: did('stop', undefined),
      remove: did('remove', undefined),
      prune: did('prune', 1_500_000_000),
      describe: did('describe', 'Name: farm\nDriver: docker-container\n'),
      diskUsage: did('diskUsage', { total: 3_000_000_000, reclaimable: 2_000_000_000, entries: 7 }),
      ...actions,
    }),
    model: stub<BuilderModel>('BuilderModel', {
      known,
      onDidChange: changes.event as BuilderModel['onDidChange'],
      inUse: () => inUse,
      refresh: (changed) => {
        see(changed === true ? 'asks for the builders anew' : 'asks for the builders');
        return Promise.resolve(known);
      },
      ...model,
    }),
    documents: stub('ReadOnlyDocuments', {
      show: (name, text, line) => {
        see(`document: ${name}${line === undefined ? '' : ` at ${line}`}: ${text.trim()}`);
        return Promise.resolve();
      },
    }),
    builders: stub('Builders', {}),
    emulation: stub('Emulation', {}),
    history: stub('BuildHistory', {}),
    targetPlatforms: () => ['linux/amd64', 'linux/arm64'],
    setUp: stub<SetUpDeps>('SetUpDeps', {
      setUp: stub('BuilderSetUp', {}),
      runner: stub('Runner', {}),
      environment: stub('Environment', {
        docker: () => Promise.resolve('docker'),
        buildx: () => Promise.resolve({ major: 0, minor: 29, text: 'v0.29.0' } as never),
      }),
      builders: () => Promise.resolve(known),
      kubeContext: () => Promise.resolve(undefined),
      changed: () => {
        see('asks for the builders anew');
      },
      showError: (error) => {
        see(`shown: ${error instanceof Error ? error.message : String(error)}`);
        return Promise.resolve();
      },
      useHere: (name) => {
        see(`used here: ${name}`);
        return Promise.resolve();
      },
      build: () => {
        see('wizard of builds');
        return Promise.resolve();
      },
      ...setUp,
    }),
    ...own,
  });
}
