import { planBuild } from '../../../src/domain/build/planBuild.ts';
import { parseHandler } from '../../../src/domain/builder/emulators.ts';
import { rolloutState } from '../../../src/domain/workload/rollout.ts';
import { bakeDefinition } from '../../../src/tools/buildx/bakeDefinition.ts';
import { diskUsage, pruneCache } from '../../../src/tools/buildx/builders/diskUsage.ts';
import { inspectBuilder } from '../../../src/tools/buildx/builders/inspect.ts';
import { listBuilders } from '../../../src/tools/buildx/builders/list.ts';
import { readChoice, readInstance } from '../../../src/tools/buildx/builders/store.ts';
import { readStoredBuilder } from '../../../src/tools/buildx/builders/storedBuilder.ts';
import { historyLog, inspectHistory, listHistory } from '../../../src/tools/buildx/history.ts';
import { buildxVersion } from '../../../src/tools/buildx/version.ts';
import { contextInUse, listContexts } from '../../../src/tools/docker/contexts.ts';
import { inspectLocalImage } from '../../../src/tools/docker/imageInspect.ts';
import { dockerInfo, dockerInsecureRegistries } from '../../../src/tools/docker/info.ts';
import { installBinfmt } from '../../../src/tools/docker/binfmt.ts';
import { listNodePools } from '../../../src/tools/kubectl/nodePools.ts';
import { findPlacementWebhook } from '../../../src/tools/kubectl/placementWebhooks.ts';
import { restoreKinds } from '../../../src/domain/cluster/nodes/storedKinds.ts';
import { restoreUses } from '../../../src/domain/coverage/storedUses.ts';
import { listNodes } from '../../../src/tools/kubectl/nodes.ts';
import { listPods } from '../../../src/tools/kubectl/pods.ts';
import { watchObjects } from '../../../src/tools/kubectl/watch.ts';
import { listWorkloads } from '../../../src/tools/kubectl/workloads.ts';
import type { Command } from '../../../src/tools/process/command.ts';
import type { ListCall } from '../../../src/tools/kubectl/lists/listReader.ts';
import { files, recorded } from '../seeds.ts';
import { reader, totalReader, type Reader } from '../reader.ts';

const json = ['{', '}', '[', ']', ',', ':', '"', 'null', '0', '-1', '1e999', '"a"', '"__proto__":', '\n', ' '];
const target = { context: 'c' };
const piece = 1000;

/** The output of commands: the same text on both streams of each. */
const parse = (commands: readonly Pick<Command<unknown>, 'parse'>[]) => (text: string) =>
  commands.map((command) => outcome(() => command.parse({ stdout: text, stderr: text, exitCode: 0 })));

function bakeDefinitions() {
  const plan = planBuild({ bakeTargets: ['default'] }, { directory: '/', platforms: [] });
  return plan.ok ? [bakeDefinition('d', plan.value)] : [];
}

const list = (calls: readonly ListCall<unknown>[]) => (text: string) =>
  calls.map((call) =>
    outcome(() => {
      const listReader = call.reader();
      inPieces(text, (chunk) => {
        listReader.push(chunk);
      });
      return listReader.items();
    }),
  );

function inPieces(text: string, push: (chunk: Uint8Array) => void): void {
  const input = Buffer.from(text);
  for (let from = 0; from < input.length; from += piece) {
    push(input.subarray(from, from + piece));
  }
}

/** One of several may reject the output of another; an accidental error is rethrown. */
function outcome(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError || error instanceof ReferenceError) {
      throw error;
    }
    return undefined;
  }
}

/** The output of other programs. */
export const toolReaders: readonly Reader[] = [
  totalReader('inspect', {
    seeds: recorded('buildx/*/inspect/*.json'),
    words: [
      'Name: ',
      'Nodes:\n',
      'Labels:\n',
      ' a: b\n',
      'Platforms: linux/amd64*',
      'Error: ',
      ':',
      ' ',
      '\t',
      '\r',
      '\n',
      ',',
    ],
    read: (text) => inspectBuilder('docker').parse({ stdout: text, stderr: '', exitCode: 0 }),
  }),
  reader('buildxJson', {
    seeds: [...recorded('buildx/*/ls*.json'), ...recorded('buildx/*/history/*.json'), ...files('buildx/*/store/**/*')],
    words: [
      ...json,
      '"Name":"a"',
      '"Nodes":',
      '"Platforms":["linux/amd64"]',
      '"Driver":',
      '"ref":"a/b/c"',
      '"Endpoint":"x"',
    ],
    read: (text) => [
      parse([listBuilders('d'), listHistory('d', 'b'), inspectHistory('d', 'b', 'r'), historyLog('d', 'b', 'r')])(text),
      readInstance(text),
      readChoice(text),
      readStoredBuilder(text),
    ],
  }),
  reader('buildxTables', {
    seeds: [
      ...recorded('buildx/*/du/*.json'),
      ...recorded('buildx/*/prune/*.json'),
      ...recorded('buildx/*/version.json'),
    ],
    words: ['Total: ', 'Reclaimable:\t', '1.5GB', 'true', 'false', ' ', '\t', '\n', '0', '.', 'v', '-'],
    read: parse([diskUsage('d', 'b'), pruneCache('d', 'b', true), buildxVersion('d')]),
  }),
  reader('bakeDefinition', {
    seeds: recorded('buildx/*/bake/*.json'),
    words: [...json, '"target":', '"context":"."', '"dockerfile":"x"', '"args":'],
    read: parse(bakeDefinitions()),
  }),
  reader('docker', {
    seeds: [...recorded('docker/*/*.json')],
    words: [
      ...json,
      '"RegistryConfig":',
      '"Architecture":"arm64"',
      '"InsecureRegistryCIDRs":',
      '"127.0.0.0/8"',
      'error: ',
      'installing: a OK',
    ],
    read: parse([
      dockerInfo('d'),
      dockerInsecureRegistries('d'),
      inspectLocalImage('d', 'a'),
      listContexts('d'),
      installBinfmt('d', undefined, []),
      { parse: ({ stdout }) => contextInUse({}, stdout, 'linux') },
    ]),
  }),
  reader('kubectl', {
    seeds: [
      ...recorded('kubectl/*/*.json'),
      '{"kind":"NodeList","items":[{"metadata":{"name":"n","labels":{"kubernetes.io/arch":"arm64"}},"spec":{"taints":[{"key":"a","effect":"NoSchedule"}]},"status":{"nodeInfo":{"operatingSystem":"linux","architecture":"arm64"},"conditions":[{"type":"Ready","status":"True"}]}}]}',
      '{"kind":"PodList","items":[{"metadata":{"name":"p","namespace":"n"},"spec":{"containers":[{"name":"c","image":"a"}]},"status":{"containerStatuses":[{"name":"c","imageID":"a@sha256:0","state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}}]}',
    ],
    words: [
      ...json,
      '"kind":"NodeList"',
      '"items":',
      '"metadata":{"name":"a"}',
      '"spec":',
      '"status":',
      '"matchExpressions":',
      '{"type":"ADDED","object":{}}\n',
    ],
    read: (text) => [
      list([
        listNodes('k', target, 1),
        listPods('k', target, undefined, 1),
        listWorkloads('k', target, { kind: 'Deployment', namespace: undefined }, 1),
      ] as readonly ListCall<unknown>[])(text),
      parse([listNodePools('k', target, 1), findPlacementWebhook('k', target, 1)])(text),
      outcome(() => restoreKinds(JSON.parse(text))),
      outcome(() => restoreUses(JSON.parse(text))),
      outcome(() => {
        const read = watchObjects('k', target, '/', {}, 1).reader();
        inPieces(text, read);
      }),
      outcome(() => rolloutState('Deployment', JSON.parse(text))),
    ],
  }),
  totalReader('binfmt', {
    seeds: files('binfmt/**/*'),
    words: ['enabled\n', 'magic ', 'mask ', 'offset ', 'flags: ', '7f454c46', 'F', '\n', '0', ' '],
    read: parseHandler,
  }),
];
