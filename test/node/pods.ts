import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster } from '../bed/cluster/cluster.ts';

/** A pod as the API server has it, as far as it is used here. */
export interface PodObject {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly restartPolicy?: string; readonly nodeName?: string };
  readonly status: {
    readonly phase: string;
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly name: string;
  readonly restartCount: number;
  readonly imageID: string;
  readonly state: ContainerState;
  readonly lastState?: ContainerState;
}

interface ContainerState {
  readonly waiting?: { readonly reason: string; readonly message?: string };
  readonly running?: object;
  readonly terminated?: { readonly reason: string; readonly message?: string; readonly exitCode: number };
}

/** Reasons after which a container does not start without a change from outside. */
const stuck = ['ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull', 'CreateContainerError'];
/** Milliseconds between two looks, and how often a container is seen running before it counts as such. */
const interval = 250;
const looks = 8;

export function podsIn({ ask }: Pick<Cluster, 'ask'>, namespace: string) {
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const must = async (method: string, at: string, body?: unknown): Promise<unknown> => {
    const answer = await ask(method, at, body);
    if (answer.status >= 300) {
      throw new Error(`${method} ${at}: ${answer.status} ${answer.body}`);
    }
    return JSON.parse(answer.body);
  };
  const get = async (name: string) => (await must('GET', `${path}/${name}`)) as PodObject;

  return {
    create: (name: string, spec: object, metadata: object = {}) =>
      must('POST', path, { metadata: { name, ...metadata }, spec }),
    get,
    remove: (name: string) => ask('DELETE', `${path}/${name}?gracePeriodSeconds=0`),
    /** The output of a container; empty if it has none. */
    async log(name: string, container: string): Promise<string> {
      const { status, body } = await ask('GET', `${path}/${name}/log?container=${container}`);
      return status === 200 ? body : '';
    },
    /** Waits until the state of the pod does not change except in circles. */
    async settled(name: string): Promise<PodObject> {
      let running = 0;
      for (;;) {
        const pod = await get(name);
        const states = statusesOf(pod).map((status) => stateOf(status, pod));
        running = states.length > 0 && states.every((state) => state === 'running') ? running + 1 : 0;
        if (running === looks || (states.includes('ended') && !states.includes('starting'))) {
          return pod;
        }
        await sleep(interval);
      }
    },
  };
}

export function statusesOf({ status }: PodObject): readonly ContainerStatus[] {
  return [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
}

function stateOf({ state, restartCount }: ContainerStatus, { spec, status }: PodObject) {
  if (state.running) {
    return restartCount === 0 ? 'running' : 'starting';
  }
  if (state.terminated) {
    // a pod's phase follows its containers
    const isFinal = spec.restartPolicy === 'Never' ? status.phase === 'Failed' : restartCount > 0;
    return isFinal ? 'ended' : 'starting';
  }
  const { reason = '' } = state.waiting ?? {};
  if (reason === 'PodInitializing') {
    return 'waiting for another one';
  }
  const isFinal = stuck.includes(reason) || (reason === 'CrashLoopBackOff' && restartCount > 0);
  return isFinal ? 'ended' : 'starting';
}

/** What became of a container, in a few words. */
export type Happened = 'runs' | 'is not pulled' | 'does not start' | 'fails by itself';

/**
 * @param log its output
 */
export function happenedTo({ state, lastState }: ContainerStatus, log: string): { what: Happened; why: string } {
  if (state.running) {
    return { what: 'runs', why: '' };
  }
  const { reason = '', message = '' } = state.waiting ?? {};
  if (['ImagePullBackOff', 'ErrImagePull', 'InvalidImageName', 'ErrImageNeverPull'].includes(reason)) {
    return { what: 'is not pulled', why: message };
  }
  const end = state.terminated ?? lastState?.terminated;
  if (end === undefined || end.reason === 'StartError' || /^exec \S+: /.test(log)) {
    return { what: 'does not start', why: end === undefined ? message : `${end.message ?? ''}${log}`.trim() };
  }
  return { what: 'fails by itself', why: `exit code ${end.exitCode}: ${log.trim()}` };
}
