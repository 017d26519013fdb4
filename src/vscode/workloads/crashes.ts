import type { ClusterPlatforms } from '../../domain/cluster/cluster.ts';
import type { InspectedImage } from '../../domain/image/describe.ts';
import type { Inside } from '../../domain/inside/inside.ts';
import {
  causeOf,
  type ContainerTrouble,
  imagesOfRun,
  startedOn,
  type StartFacts,
  troubleOfPod,
  wantsLog,
} from '../../domain/workload/trouble.ts';
import type { Pod, PodContainer } from '../../domain/workload/workload.ts';
import { createLruCache } from '../../services/concurrency/lruCache.ts';
import type { Workloads } from '../../services/clusters/workloads.ts';

/** What is known about an image, with the digests of its configurations if those were read. */
interface KnownImage {
  readonly image: InspectedImage | undefined;
  readonly configs: readonly string[] | undefined;
}

export interface CrashesDeps {
  readonly workloads: Pick<Workloads, 'words' | 'nodePlatform'>;
  readonly imageOf: (id: string) => KnownImage;
  /** The start program of the image with this digest, if it was checked. */
  readonly insideOf: (digest: string) => Inside | undefined;
  /** What is known about the nodes of a context. */
  readonly clusterOf: (context: string) => ClusterPlatforms | undefined;
  /** What the engine of a local cluster runs under emulation. */
  readonly emulated: () => readonly string[];
}

/** Why pods crash: their logs and the platforms of their nodes, which are read on request and kept. */
export interface Crashes {
  /** What is wrong with a pod, as far as known. Contacts nothing. @param id the image of the row */
  readonly judge: (id: string, context: string, pod: Pod) => ContainerTrouble | undefined;
  /** Adds what the platform of its node tells; asks the cluster for it. Rejects if canceled only. */
  readonly explain: (
    id: string,
    context: string,
    pod: Pod,
    trouble: ContainerTrouble,
    signal: AbortSignal,
  ) => Promise<ContainerTrouble>;
  /**
   * Reads one log for each container that crashed, and the platform of its node if that matters: each run of a container once. Resolves to
   * whether there is something new.
   */
  readonly learn: (context: string, pods: readonly Pod[]) => Promise<boolean>;
  /** Ends the reads of a context; logs that were not available are requested again. */
  readonly forget: (context: string) => void;
  readonly dispose: () => void;
}

/** Maximum number of pods to read for at a time: each takes a process. */
const mostPods = 10;
const mostLogs = 300;
const mostNodes = 1000;

export function createCrashes(deps: CrashesDeps): Crashes {
  const { workloads, imageOf, insideOf, clusterOf, emulated } = deps;
  const logs = createLruCache<string>(mostLogs);
  /** The runs whose log is being read, or was not available; and nodes. */
  const asked = new Set<string>();
  const nodes = createLruCache<string>(mostNodes);
  const running = new Map<string, AbortController>();

  function nodeOf(context: string, { node }: Pod): string | undefined {
    return node === undefined ? undefined : (nodes.get(`${context} ${node}`) ?? onlyPlatform(clusterOf(context)));
  }

  function factsOf(id: string, context: string, pod: Pod, name: string | undefined): StartFacts {
    const { image, configs } = imageOf(id);
    const container = pod.containers.find((each) => each.name === name);
    const images = image && container && imagesOfRun(image, container.imageId, configs);
    const node = nodeOf(context, pod);
    const started = images && node !== undefined ? startedOn(node, images) : undefined;
    const inside = started && insideOf(started.digest);
    return {
      node,
      image: images?.map(({ platform }) => platform),
      inside: started && inside && { inside, platform: started.platform },
      emulated: clusterOf(context)?.local === true ? emulated() : [],
    };
  }

  function withCause(id: string, context: string, pod: Pod, trouble: ContainerTrouble): ContainerTrouble {
    const { start, container } = trouble;
    return start === undefined
      ? trouble
      : { ...trouble, cause: causeOf(start.path, factsOf(id, context, pod, container)) };
  }

  function wordsOf(context: string, pod: Pod): ReadonlyMap<string, string> {
    return new Map(
      pod.containers.flatMap((container) => {
        const words = logs.get(runOf(context, pod, container));
        return words === undefined ? [] : [[container.name, words] as const];
      }),
    );
  }

  async function readNode(context: string, pod: Pod, signal: AbortSignal): Promise<boolean> {
    const { node } = pod;
    const question = `${context} node ${node ?? ''}`;
    if (node === undefined || nodeOf(context, pod) !== undefined || asked.has(question)) {
      return false;
    }
    asked.add(question);
    const platform = await workloads.nodePlatform(context, node, signal);
    if (platform !== undefined) {
      nodes.set(`${context} ${node}`, platform);
    }
    return platform !== undefined;
  }

  async function readLog(context: string, pod: Pod, signal: AbortSignal): Promise<boolean> {
    const trouble = troubleOfPod(pod, wordsOf(context, pod));
    const container = pod.containers.find(({ name }) => name === trouble?.container);
    const run = container && runOf(context, pod, container);
    if (!trouble || !container || run === undefined || !wantsLog(trouble) || asked.has(run)) {
      return false;
    }
    asked.add(run);
    const words = await workloads.words(context, pod, container.name, signal);
    if (words !== '') {
      logs.set(run, words);
    }
    return words !== '';
  }

  async function learnOne(context: string, pod: Pod, signal: AbortSignal): Promise<boolean> {
    const isRead = await readLog(context, pod, signal);
    const trouble = troubleOfPod(pod, wordsOf(context, pod));
    return (trouble?.start !== undefined && (await readNode(context, pod, signal))) || isRead;
  }

  const abortFor = (context: string) => {
    const known = running.get(context) ?? new AbortController();
    running.set(context, known);
    return known;
  };

  return {
    judge(id, context, pod) {
      const trouble = troubleOfPod(pod, wordsOf(context, pod));
      return trouble && withCause(id, context, pod, trouble);
    },
    async explain(id, context, pod, trouble, signal) {
      if (trouble.start !== undefined) {
        await readNode(context, pod, signal);
      }
      return withCause(id, context, pod, trouble);
    },
    async learn(context, pods) {
      const { signal } = abortFor(context);
      let isNew = false;
      for (const pod of pods.slice(0, mostPods)) {
        // a canceled read is silent
        const found = signal.aborted || (await learnOne(context, pod, signal).catch(() => false));
        isNew ||= found && !signal.aborted;
      }
      return isNew;
    },
    forget(context) {
      running.get(context)?.abort();
      running.delete(context);
      asked.clear();
    },
    dispose() {
      running.forEach((abort) => {
        abort.abort();
      });
      running.clear();
    },
  };
}

/** The platform of all nodes, if they have the same. */
function onlyPlatform(cluster: ClusterPlatforms | undefined): string | undefined {
  const groups = cluster?.state === 'read' ? cluster.groups.filter(({ nodes }) => nodes > 0) : [];
  return groups.length === 1 && groups[0]?.platform !== 'unknown' ? groups[0]?.platform : undefined;
}

/** One run of a container: each has another id. */
function runOf(
  context: string,
  { namespace, name }: Pod,
  { name: container, terminated, restarts }: PodContainer,
): string {
  return `${context} ${namespace} ${name} ${container} ${terminated?.id ?? restarts}`;
}
