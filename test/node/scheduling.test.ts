import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { list, mapping, text, type Mapping } from '../../src/domain/untrusted/values.ts';
import { refusalOf, type PlacementNode } from '../../src/domain/workload/accepts.ts';
import { readPlacement } from '../../src/domain/workload/placement.ts';
import { readTaints } from '../../src/tools/kubectl/taints.ts';
import type { RealCluster } from '../bed/cluster/node/node.ts';
import { nodeShape } from '../bed/cluster/nodeShape.ts';
import { Ends } from '../engine/ends.ts';
import { scheduling } from '../support/scheduling.ts';
import { bringNode, createNamespace } from './support.ts';
import { publishTable, type Row } from './table.ts';

const { nodes: wishes, cases } = scheduling;
const namespace = 'scheduling';
const base = `/api/v1/namespaces/${namespace}`;
const cordon = 'node.kubernetes.io/unschedulable';
/** On a real node, it ends without a pull. */
const container = { name: 'main', image: 'bed.invalid/none:1', imagePullPolicy: 'Never' };
/** How many cases run at the same time. */
const atOnce = 4;

describe('which nodes accept a pod, and where the real kube-scheduler puts it', function () {
  this.timeout(600_000);
  const ends = new Ends();
  let cluster: RealCluster;
  let nodes: readonly PlacementNode[] = [];

  before(async function () {
    cluster = await bringNode(this, ends);
    await createNamespace(cluster, namespace);
    await cluster.createNodes(
      wishes
        .filter(({ name }) => name !== cluster.nodeName)
        .map(({ name, labels, taints, unschedulable }) =>
          nodeShape({
            name,
            arch: labels['kubernetes.io/arch'] ?? '',
            os: labels['kubernetes.io/os'] ?? '',
            labels,
            taints: taints
              .filter(({ key }) => key !== cordon)
              .map(({ effect, ...taint }) => ({ ...taint, effect: effect as 'NoSchedule' })),
            unschedulable,
          }),
        ),
    );
    // the node controller takes its taint away when it has seen that they are ready
    do {
      await sleep(200);
      nodes = (await items('/api/v1/nodes')).map(placementNode);
    } while (nodes.some(({ taints }) => taints.some(({ key }) => key === 'node.kubernetes.io/not-ready')));
  });
  after(() => ends.run());

  async function must(method: string, path: string, body?: unknown): Promise<Mapping> {
    const answer = await cluster.ask(method, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.body}`);
    return mapping(JSON.parse(answer.body));
  }
  const items = async (path: string) => list((await must('GET', path)).items).map(mapping);
  const podsOf = (label: string) => items(`${base}/pods?labelSelector=case%3D${label}`);
  const removePods = (label: string) =>
    must('DELETE', `${base}/pods?labelSelector=case%3D${label}`, { gracePeriodSeconds: 0 });
  const create = (name: string, label: string, spec: Mapping) =>
    must('POST', `${base}/pods`, {
      metadata: { name, labels: { case: label } },
      spec: { terminationGracePeriodSeconds: 0, containers: [container], ...spec },
    });

  /** Waits until the scheduler has decided about each pod. */
  async function decided(label: string, count: number): Promise<readonly Mapping[]> {
    for (;;) {
      const pods = await podsOf(label);
      if (pods.length >= count && pods.every((pod) => nodeOf(pod) !== undefined || isRefused(pod))) {
        return pods;
      }
      await sleep(100);
    }
  }

  /** The nodes that take such a pod: each is asked for on its own, because a choice among several is by chance. */
  async function takers(label: string, spec: Mapping): Promise<readonly string[]> {
    await Promise.all(nodes.map(({ name }) => create(`${label}-${name}`, label, pinned(spec, name))));
    const pods = await decided(label, nodes.length);
    await removePods(label);
    return pods.flatMap((pod) => nodeOf(pod) ?? []).sort();
  }

  /** Without a scheduler: the kubelet may refuse the pod. */
  async function placed(label: string, spec: Mapping): Promise<readonly string[]> {
    await create(label, label, spec);
    for (;;) {
      const [pod = {}] = await podsOf(label);
      const status = mapping(pod.status);
      const isReal = spec.nodeName === cluster.nodeName;
      if (!isReal || status.reason !== undefined || list(status.containerStatuses).length > 0) {
        await removePods(label);
        // the operating system in a specification is not compared
        return status.reason === 'NodeAffinity' ? [] : [text(spec.nodeName) ?? ''];
      }
      await sleep(100);
    }
  }

  async function daemons(label: string, spec: Mapping): Promise<readonly string[]> {
    const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets`;
    const labels = { case: label };
    const template = {
      metadata: { labels },
      spec: { terminationGracePeriodSeconds: 0, containers: [container], ...spec },
    };
    await must('POST', path, { metadata: { name: label }, spec: { selector: { matchLabels: labels }, template } });
    let wanted: unknown;
    do {
      await sleep(100);
      const { status } = await must('GET', `${path}/${label}`);
      wanted = mapping(status).observedGeneration === undefined ? undefined : mapping(status).desiredNumberScheduled;
    } while (typeof wanted !== 'number');
    const pods = await decided(label, wanted);
    await must('DELETE', `${path}/${label}`, { propagationPolicy: 'Background' });
    return pods.flatMap((pod) => nodeOf(pod) ?? []).sort();
  }

  async function judge(label: string, what: string, spec: Mapping, daemonSet: boolean): Promise<Row> {
    const placement = readPlacement(spec, { daemonSet });
    const accepted = nodes.flatMap((node) => (refusalOf(placement, node) ? [] : [node.name])).sort();
    const row = (real: readonly string[], agrees: boolean, note = '') => ({
      cells: [label, what, accepted.join(' '), note === '' ? real.join(' ') : note],
      agrees,
    });
    if (placement.gates.length > 0 || text(spec.schedulerName) !== undefined) {
      await create(label, label, spec);
      const [pod = {}] = await podsOf(label);
      await removePods(label);
      return row([], nodeOf(pod) === undefined, 'not scheduled yet');
    }
    if (text(spec.nodeName) !== undefined) {
      const real = nodes.some(({ name }) => name === spec.nodeName) ? await placed(label, spec) : [];
      return row(real, isSame(real, accepted));
    }
    if (spec.topologySpreadConstraints !== undefined || spec.containers !== undefined || hasEmptyTerm(spec)) {
      await Promise.all([1, 2, 3].map((number) => create(`${label}-${number}`, label, spec)));
      const pods = await decided(label, 3);
      await removePods(label);
      const real = [...new Set(pods.flatMap((pod) => nodeOf(pod) ?? []))].sort();
      // resources and other pods exclude more
      return row(
        real,
        real.every((name) => accepted.includes(name)),
        `${real.join(' ')} (some of them)`,
      );
    }
    const real = await (daemonSet ? daemons(label, spec) : takers(label, spec));
    return row(real, isSame(real, accepted));
  }

  it('are the same for every way to place a pod', async () => {
    const rows = new Map<string, Row>();
    const queue = Object.entries(cases);
    const work = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [name, { what, spec, daemonSet = false }] = next;
        rows.set(name, await judge(name.replaceAll('_', '-'), what, spec, daemonSet));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    const all = Object.keys(cases).flatMap((name) => rows.get(name) ?? []);
    await publishTable('scheduling', ['pod', '', 'accepted by', 'really taken by'], all);
    assert.equal(all.length, Object.keys(cases).length);
    assert.deepEqual(
      all.filter(({ agrees }) => !agrees).map(({ cells }) => cells),
      [],
    );
  });
});

function placementNode(node: Mapping): PlacementNode {
  const metadata = mapping(node.metadata);
  const spec = mapping(node.spec);
  return {
    name: text(metadata.name) ?? '',
    labels: Object.fromEntries(Object.entries(mapping(metadata.labels)).map(([key, value]) => [key, String(value)])),
    taints: readTaints(spec.taints),
    unschedulable: spec.unschedulable === true,
  };
}

function nodeOf(pod: Mapping): string | undefined {
  return text(mapping(pod.spec).nodeName);
}

function isRefused(pod: Mapping): boolean {
  const conditions = list(mapping(pod.status).conditions).map(mapping);
  return conditions.some(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable');
}

function termsOf(spec: Mapping): readonly Mapping[] {
  const { requiredDuringSchedulingIgnoredDuringExecution: required } = mapping(mapping(spec.affinity).nodeAffinity);
  return list(mapping(required).nodeSelectorTerms).map(mapping);
}

/** It matches no node, but with a further requirement it would. */
function hasEmptyTerm(spec: Mapping): boolean {
  return termsOf(spec).some((term) => Object.keys(term).length === 0);
}

/** The same pod for one node only, with the field that DaemonSets use. */
function pinned(spec: Mapping, name: string): Mapping {
  const affinity = mapping(spec.affinity);
  const nodeAffinity = mapping(affinity.nodeAffinity);
  const terms = termsOf(spec).length === 0 ? [{}] : termsOf(spec);
  const only = { key: 'metadata.name', operator: 'In', values: [name] };
  const nodeSelectorTerms = terms.map((term) => ({ ...term, matchFields: [...list(term.matchFields), only] }));
  return {
    ...spec,
    affinity: {
      ...affinity,
      nodeAffinity: { ...nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } },
    },
  };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.join() === other.join();
}
