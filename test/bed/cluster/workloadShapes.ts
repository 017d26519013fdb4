import type { Cluster } from './cluster.ts';

export interface ObjectShape {
  readonly metadata: { readonly name: string; readonly namespace: string } & Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

type AppKind = 'Deployment' | 'StatefulSet' | 'DaemonSet';

export interface AppWish {
  readonly kind: AppKind;
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly replicas?: number;
  readonly pullPolicy?: string;
  /** Further parts of its specification. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

export interface PodWish {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Its owner. */
  readonly owner?: { readonly kind: string; readonly name: string };
  readonly image: string;
  /** The status of its container `app`, as reported by a kubelet. */
  readonly status?: ContainerWish;
}

export type ContainerWish =
  | { readonly state: 'running'; readonly imageId: string }
  | {
      readonly state: 'waiting';
      readonly reason: string;
      readonly message: string;
      readonly imageId?: string;
      readonly ended?: EndWish;
    }
  | { readonly state: 'ended'; readonly imageId: string; readonly ended: EndWish }
  | { readonly state: 'unschedulable'; readonly message: string };

interface EndWish {
  readonly reason: string;
  readonly exitCode: number;
  readonly message?: string;
}

const plural = { Deployment: 'deployments', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets' } as const;
const started = '2026-11-20T08:00:00Z';

/** The path of a namespace's objects of a kind. */
export function appsPath(kind: AppKind, namespace: string): string {
  return `/apis/apps/v1/namespaces/${namespace}/${plural[kind]}`;
}

function appShape({ kind, name, namespace, image, replicas = 3, pullPolicy, spec }: AppWish): ObjectShape {
  const labels = { 'app.kubernetes.io/name': name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      ...(kind !== 'DaemonSet' && { replicas }),
      ...(kind === 'StatefulSet' && { serviceName: name }),
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'app', image, ...(pullPolicy !== undefined && { imagePullPolicy: pullPolicy }) }],
        },
      },
      ...spec,
    },
  };
}

function podShape(wish: PodWish): ObjectShape {
  const { name, namespace, labels = {}, annotations = {}, owner, image, status } = wish;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels,
      annotations,
      ...(owner && {
        ownerReferences: [
          {
            ...owner,
            apiVersion: owner.kind === 'Job' ? 'batch/v1' : 'apps/v1',
            uid: `uid-of-${owner.name}`,
            controller: true,
          },
        ],
      }),
    },
    // a missing node: its logs are not available
    spec: { containers: [{ name: 'app', image }], ...(status?.state !== 'unschedulable' && { nodeName: 'node-1' }) },
  };
}

/** As reported by a kubelet. */
export function podStatus(image: string, wish: ContainerWish): Readonly<Record<string, unknown>> {
  const condition = (type: string, met: boolean, more: object = {}) => ({
    type,
    status: met ? 'True' : 'False',
    ...more,
  });
  if (wish.state === 'unschedulable') {
    const { message } = wish;
    return { phase: 'Pending', conditions: [condition('PodScheduled', false, { reason: 'Unschedulable', message })] };
  }
  const isRunning = wish.state === 'running';
  const end = wish.state === 'running' ? undefined : wish.ended;
  const ended = end ? { terminated: { startedAt: started, finishedAt: started, ...end } } : {};
  const state = isRunning
    ? { running: { startedAt: started } }
    : wish.state === 'waiting'
      ? { waiting: { reason: wish.reason, message: wish.message } }
      : ended;
  return {
    phase: wish.state === 'ended' ? 'Failed' : isRunning ? 'Running' : 'Pending',
    conditions: [condition('PodScheduled', true), condition('Ready', isRunning)],
    containerStatuses: [
      {
        name: 'app',
        image,
        imageID: wish.imageId ?? '',
        ready: isRunning,
        started: isRunning,
        restartCount: wish.state === 'waiting' && wish.ended ? 6 : 0,
        state,
        lastState: wish.state === 'waiting' ? ended : {},
      },
    ],
  };
}

/** Does the work of a controller manager, a scheduler and kubelets, which are not running. */
export function workloadMaker({ ask }: Pick<Cluster, 'ask'>) {
  const must = async (method: string, path: string, body?: unknown) => {
    const { status, body: answer } = await ask(method, path, body);
    if (status >= 300) {
      throw new Error(`${method} ${path}: ${status} ${answer.slice(0, 500)}`);
    }
    return JSON.parse(answer) as ObjectShape;
  };
  /** Overwrites a part of an object on the server. */
  const setStatus = async (path: string, change: (object: ObjectShape) => unknown) => {
    const object = await must('GET', path);
    return must('PUT', `${path}/status`, { ...object, status: change(object) });
  };
  return {
    must,
    setStatus,
    namespace: (name: string) => must('POST', '/api/v1/namespaces', { metadata: { name } }),
    app: (wish: AppWish) => must('POST', appsPath(wish.kind, wish.namespace), appShape(wish)),
    async pod(wish: PodWish) {
      const path = `/api/v1/namespaces/${wish.namespace}/pods`;
      await must('POST', path, podShape(wish));
      const { status } = wish;
      if (status) {
        await setStatus(`${path}/${wish.name}`, () => podStatus(wish.image, status));
      }
    },
    /** Without the grace period of a kubelet. */
    deletePod: (namespace: string, name: string) =>
      must('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}?gracePeriodSeconds=0`),
    /** Gives a user permission for these verbs on workloads and pods of a namespace. */
    async allow(user: string, namespace: string, verbs: readonly string[]) {
      const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
      const name = `${user}-may`;
      await must('POST', `${path}/roles`, {
        metadata: { name },
        rules: [{ apiGroups: ['', 'apps', 'batch'], resources: ['*'], verbs }],
      });
      await must('POST', `${path}/rolebindings`, {
        metadata: { name },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
        subjects: [{ kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' }],
      });
    },
  };
}
