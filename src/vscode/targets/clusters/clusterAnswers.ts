import type { Memento } from 'vscode';
import type { ClusterState } from '../../../domain/cluster/cluster.ts';
import type { ClusterAnswer } from '../../../domain/cluster/chosen/answerAfter.ts';
import { restoreKinds, storeKinds } from '../../../domain/cluster/nodes/storedKinds.ts';
import { diagnosisCodes } from '../../../domain/diagnosis/diagnosis.ts';
import { mapping } from '../../../domain/untrusted/values.ts';

/** The last answers of clusters, stored for the next session. */
export interface ClusterAnswers {
  get(context: string): ClusterAnswer | undefined;
  /** Stores an answer, and deletes those of contexts that are no longer used. */
  set(context: string, answer: ClusterAnswer, wanted: readonly string[]): Promise<void>;
}

const key = 'clusters:answers';

export function createClusterAnswers(state: Memento): ClusterAnswers {
  let read: Map<string, ClusterAnswer> | undefined;
  /** Read on first use; activation does not need them. */
  const all = (): Map<string, ClusterAnswer> => {
    read ??= new Map(
      Object.entries(mapping(state.get(key)))
        .filter(isEntry)
        .map(restored),
    );
    return read;
  };

  return {
    get: (context) => all().get(context),
    async set(context, answer, wanted) {
      const answers = all();
      answers.set(context, answer);
      for (const each of answers.keys()) {
        if (!wanted.includes(each)) {
          answers.delete(each);
        }
      }
      await state.update(key, Object.fromEntries([...answers].map(stored)));
    },
  };
}

function stored([context, answer]: readonly [string, ClusterAnswer]): readonly [string, unknown] {
  const { kinds, ...known } = answer.known;
  return [context, { ...answer, known: { ...known, ...(kinds && { kinds: storeKinds(kinds) }) } }];
}

/** Without the kinds of nodes, the groups are still known. */
function restored([context, answer]: readonly [string, ClusterAnswer]): readonly [string, ClusterAnswer] {
  const { kinds: former, ...known } = answer.known;
  const kinds = restoreKinds(former);
  return [context, { ...answer, known: { ...known, ...(kinds && { kinds }) } }];
}

/** Another version of the extension may have stored a different format. */
function isEntry(entry: [string, unknown]): entry is [string, ClusterAnswer] {
  const { known, at, readAt = 0 } = mapping(entry[1]);
  const { context, state, local, groups } = mapping(known);
  return (
    typeof at === 'number' &&
    typeof readAt === 'number' &&
    context === entry[0] &&
    isState(state) &&
    typeof local === 'boolean' &&
    Array.isArray(groups) &&
    groups.every(isGroup) &&
    isProblem(mapping(known).problem)
  );
}

const states: readonly ClusterState[] = ['read', 'declared', 'unreachable', 'forbidden', 'failed'];

function isState(value: unknown): boolean {
  return states.some((state) => state === value);
}

function isGroup(value: unknown): boolean {
  const { platform, nodes, eligible, pullRelated = 0, taints, ineligible, pools = [] } = mapping(value);
  return (
    typeof platform === 'string' &&
    typeof nodes === 'number' &&
    typeof eligible === 'number' &&
    typeof pullRelated === 'number' &&
    isTexts(taints) &&
    isTexts(pools) &&
    Array.isArray(ineligible) &&
    ineligible.every((each) => typeof mapping(each).reason === 'string' && typeof mapping(each).nodes === 'number')
  );
}

function isProblem(value: unknown): boolean {
  const { code, params, remedies } = mapping(value);
  return (
    value === undefined ||
    (diagnosisCodes.some((known) => known === code) &&
      isTexts(Object.values(mapping(params))) &&
      typeof params === 'object' &&
      Array.isArray(remedies))
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
