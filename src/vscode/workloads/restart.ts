import { commands } from 'vscode';
import { joinText, type SafeText } from '../../domain/safeText.ts';
import { looksLikeProduction } from '../../domain/cluster/production.ts';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { isPlatformTrouble } from '../../domain/workload/trouble.ts';
import { usesOf, type Pushed, type WorkloadUse } from '../../domain/workload/uses.ts';
import type { Workload, PlacedWorkload } from '../../domain/workload/workload.ts';
import type { NamedImage } from '../../domain/sources/manifests/workspaceImages.ts';
import type { KubeContexts } from '../../services/clusters/contexts.ts';
import type { RolloutEnd } from '../../services/clusters/rolloutWatch.ts';
import type { Workloads } from '../../services/clusters/workloads.ts';
import { commandIds } from '../commandIds.ts';
import { workloadActionTexts as texts, workloadName, workloadTexts } from './texts.ts';
import { tagText } from './view/items.ts';
import type { ChosenWorkload } from './pickWorkload.ts';
import { troubleSentence } from './troubleSentence.ts';
import type { WorkloadModel } from './workloadModel.ts';
import { showError, showInformation, showWarning } from '../shared/dialogs/messages.ts';
import { withProgress } from '../shared/dialogs/progress.ts';

export interface RestartDeps {
  readonly workloads: Pick<Workloads, 'restart' | 'follow'>;
  readonly known: WorkloadModel;
  /** Reads the pushed image now. */
  readonly pushedAs: (named: NamedImage) => Promise<Pushed | undefined>;
  readonly contexts: () => Promise<KubeContexts>;
  /** Whether the clusters need platforms that the image lacks. */
  readonly lacksPlatforms: (id: string) => boolean;
  /** The argument of the command that adds them. */
  readonly imageRow: (named: NamedImage) => unknown;
  readonly showLogs: (placed: PlacedWorkload) => Promise<void>;
}

type Ended = RolloutEnd | { readonly end: 'onDelete' };

/** The result of a restart, and the image that the workload now uses and runs. */
interface Outcome {
  readonly ended: Ended;
  readonly use: WorkloadUse | undefined;
}

/**
 * Restarts a workload. Asks first if the cluster looks like production, or if nothing would change. Follows the rollout and reports its
 * result once. Rejects with the error to show.
 *
 * @returns whether another one may follow: nothing failed
 */
export function createRestart(deps: RestartDeps): (chosen: ChosenWorkload) => Promise<boolean> {
  const { workloads, known, pushedAs, contexts, lacksPlatforms, imageRow, showLogs } = deps;

  async function useOf(
    { named, context, workload }: ChosenWorkload,
    pushed?: Pushed,
  ): Promise<WorkloadUse | undefined> {
    const { answer } = known.isOld(context) ? await known.read(context) : known.known(context);
    const uses = answer === undefined || 'problem' in answer ? [] : usesOf(answer, named.repository, pushed);
    return uses.find(({ workload: each }) => isSame(each, workload));
  }

  async function mayRestart(chosen: ChosenWorkload): Promise<boolean> {
    const { context, workload } = chosen;
    const { namespace } = workload;
    const entry = (await contexts()).contexts.find(({ name }) => name === context);
    const isProduction = looksLikeProduction([context, entry?.cluster, namespace]);
    const use = await useOf(chosen);
    const isPinned = use?.pinned === true;
    if (!isProduction && !isPinned) {
      return true;
    }
    const name = workloadName(workload);
    const detail = [
      texts.where(context, namespace),
      ...(isPinned ? [workloadTexts.pinnedMore()] : use?.keepsTag ? [workloadTexts.keepsTagMore()] : []),
    ];
    const question = isProduction ? texts.productionQuestion(name) : texts.pinnedQuestion(name);
    const yes = texts.yes();
    return (await showWarning(question, { modal: true, detail }, yes)) === yes;
  }

  async function roll(
    chosen: ChosenWorkload,
    signal: AbortSignal,
    report: (message: SafeText) => void,
  ): Promise<Outcome> {
    const { named, context, workload } = chosen;
    const mark = await workloads.restart({ context, workload }, signal);
    const ended: Ended = workload.onDelete
      ? { end: 'onDelete' }
      : await workloads.follow(
          { context, workload },
          mark,
          ({ wanted, renewed, ready }) => {
            report(texts.progress(wanted, renewed, ready));
          },
          signal,
        );
    const [pushed] = await Promise.all([pushedAs(named), known.read(context, signal)]);
    return { ended, use: await useOf(chosen, pushed) };
  }

  async function tell(chosen: ChosenWorkload, { ended, use }: Outcome): Promise<void> {
    const name = workloadName(chosen.workload);
    switch (ended.end) {
      case 'done':
        tellDone(chosen, ended.wanted, use);
        return;
      case 'onDelete':
        void showInformation(texts.onDelete(name));
        return;
      case 'gone':
        void showWarning(texts.gone(name));
        return;
      case 'lost':
        throw new DiagnosedError(ended.problem);
      case 'stuck':
        await tellFailure(chosen, texts.stuck(name, ended.message), []);
        return;
      case 'failing': {
        const message = joinText([troubleSentence(ended.pod, ended.trouble), texts.goesOn()], ' ');
        await tellFailure(chosen, message, isPlatformTrouble(ended.trouble.kind) ? cures(chosen.named) : []);
      }
    }
  }

  /** The remedies if an image for another platform is the cause. */
  function cures(named: NamedImage): readonly Button[] {
    return lacksPlatforms(named.id)
      ? [
          {
            title: texts.addMissing(),
            press: () => commands.executeCommand(commandIds.image.addMissing, imageRow(named)),
          },
        ]
      : [{ title: texts.buildForCluster(), press: () => commands.executeCommand(commandIds.buildForCluster) }];
  }

  async function tellFailure(chosen: ChosenWorkload, message: SafeText, more: readonly Button[]): Promise<void> {
    const logs: Button = { title: texts.showLogs(), press: () => showLogs(chosen) };
    const pressed = await showError(message, logs, ...more);
    await pressed?.press();
  }

  return async (chosen) => {
    const { context, workload } = chosen;
    if (!(await mayRestart(chosen))) {
      return false;
    }
    const title = texts.restarting(workloadName(workload), workload.namespace, context);
    const outcome = await withProgress(title, (signal, report) => roll(chosen, signal, report));
    if (outcome) {
      await tell(chosen, outcome);
    }
    return outcome?.ended.end === 'done' || outcome?.ended.end === 'onDelete';
  };
}

interface Button {
  readonly title: SafeText;
  readonly press: () => Thenable<unknown>;
}

/** Compares the images that its pods run with those in the registry. */
function tellDone({ context, workload }: ChosenWorkload, wanted: number, use: WorkloadUse | undefined): void {
  const pods = use?.pods ?? [];
  const current = pods.filter(({ verdict }) => verdict === 'current').length;
  const isBehind = pods.some(({ verdict }) => verdict === 'other');
  const said = current > 0 || isBehind ? workloadTexts.runs(current, pods.length) : texts.allReady(wanted);
  const message = texts.done(workloadName(workload), workload.namespace, context, said);
  if (!isBehind || use === undefined) {
    void showInformation(message);
    return;
  }
  const why: SafeText = use.pinned
    ? workloadTexts.pinnedMore()
    : use.keepsTag
      ? texts.keptTag()
      : joinText(
          use.references.map((reference) => texts.usesOther(tagText(reference))),
          ' ',
        );
  void showWarning(joinText([message, why], ' '));
}

function isSame(one: Workload, other: Workload): boolean {
  return one.kind === other.kind && one.name === other.name && one.namespace === other.namespace;
}
