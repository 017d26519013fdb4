import type { SafeText } from '../../../domain/safeText.ts';
import { usesOf, type Pushed, type WorkloadUse } from '../../../domain/workload/uses.ts';
import type { Workload } from '../../../domain/workload/workload.ts';
import type { NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import type { NewPods, RolloutEnd, RolloutNews } from '../../../services/clusters/rolloutWatch.ts';
import type { Workloads } from '../../../services/clusters/workloads.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';
import type { Crashes } from '../crashes.ts';
import type { ChosenWorkload } from '../pickWorkload.ts';
import { workloadActionTexts as texts, workloadName } from '../texts.ts';
import type { WorkloadModel } from '../workloadModel.ts';

export interface WatchDeps {
  readonly workloads: Pick<Workloads, 'follow'>;
  readonly known: WorkloadModel;
  readonly crashes: Pick<Crashes, 'explain'>;
  /** Reads the pushed image now. */
  readonly pushedAs: (named: NamedImage) => Promise<Pushed | undefined>;
}

/** The result of a rollout, and the image that the workload now uses and runs. */
export interface Outcome {
  readonly ended: RolloutEnd;
  readonly use: WorkloadUse | undefined;
}

/** Watches a rollout with progress. Resolves to undefined if the user stops that; the rollout goes on. */
export async function watchRollout(
  { workloads, known, crashes, pushedAs }: WatchDeps,
  chosen: ChosenWorkload,
  pods: NewPods,
): Promise<Outcome | undefined> {
  const { named, context, workload } = chosen;
  return withProgress(
    texts.watching(workloadName(workload), workload.namespace, context),
    async (signal, report) => {
      const placed = { context, workload };
      const ended = await workloads.follow(
        placed,
        pods,
        (news) => {
          report(newsText(news));
        },
        signal,
      );
      const explained: RolloutEnd =
        ended.end === 'failing'
          ? { ...ended, trouble: await crashes.explain(named.id, context, ended.pod, ended.trouble, signal) }
          : ended;
      const [pushed] = await Promise.all([pushedAs(named), known.read(context, signal)]);
      return { ended: explained, use: await useOf(known, chosen, pushed) };
    },
    texts.stopWatching(),
  );
}

/** What a cluster runs of the image of a workload; queries it if the answer is old. */
export async function useOf(
  known: WorkloadModel,
  { named, context, workload }: ChosenWorkload,
  pushed?: Pushed,
): Promise<WorkloadUse | undefined> {
  const { answer } = known.isOld(context) ? await known.read(context) : known.known(context);
  const uses = answer === undefined || 'problem' in answer ? [] : usesOf(answer, named.repository, pushed);
  return uses.find(({ workload: each }) => isSame(each, workload));
}

function newsText(news: RolloutNews): SafeText {
  switch (news.state) {
    case 'unseen':
      return texts.notBegun();
    case 'going':
      // without a new pod, the count says nothing
      return news.renewed === 0 ? texts.notBegun() : texts.progress(news.wanted, news.renewed, news.ready);
    case 'staying':
      return texts.staying(news.wanted, news.seconds);
  }
}

function isSame(one: Workload, other: Workload): boolean {
  return one.kind === other.kind && one.name === other.name && one.namespace === other.namespace;
}
