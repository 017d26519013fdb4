import { commands } from 'vscode';
import { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import { joinText, type SafeText } from '../../../domain/safeText.ts';
import { type ContainerTrouble, isPlatformTrouble } from '../../../domain/workload/trouble.ts';
import type { WorkloadUse } from '../../../domain/workload/uses.ts';
import type { PlacedWorkload } from '../../../domain/workload/workload.ts';
import type { NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import { commandIds } from '../../commandIds.ts';
import { mostButtons, showError, showInformation, showWarning } from '../../shared/dialogs/messages.ts';
import type { ChosenWorkload } from '../pickWorkload.ts';
import { workloadActionTexts as texts, workloadName, workloadTexts } from '../texts.ts';
import { troubleSentence } from '../troubleTexts.ts';
import { tagText } from '../view/items.ts';
import type { AskDeps } from './ask.ts';
import type { Outcome } from './watchRollout.ts';

export interface TellDeps extends Pick<AskDeps, 'missing'> {
  /** The argument of the image commands. */
  readonly imageRow: (named: NamedImage) => unknown;
  readonly showLogs: (placed: PlacedWorkload) => Promise<void>;
}

/** A sentence about a workload that is done: its kind and name, namespace, context, and what its pods run. */
type DoneText = (workload: string, namespace: string, context: string, pods: string) => SafeText;

interface Button {
  readonly title: SafeText;
  readonly press: () => Thenable<unknown>;
}

/** Reports the result of a rollout once. Rejects with the error to show. @param undo the button after a failure, if it can be undone */
export async function tellOutcome(
  deps: TellDeps,
  chosen: ChosenWorkload,
  { ended, use }: Outcome,
  done: DoneText,
  undo?: () => Promise<void>,
): Promise<void> {
  const name = workloadName(chosen.workload);
  switch (ended.end) {
    case 'done':
      tellDone(chosen, ended.wanted, use, done);
      return;
    case 'gone':
      void showWarning(texts.gone(name));
      return;
    case 'lost':
      throw new DiagnosedError(ended.problem);
    case 'stuck':
      await tellFailure(texts.stuck(name, ended.message), []);
      return;
    case 'unstable':
      await tellFailure(joinText([texts.unstable(name), texts.goesOn()], ' '), []);
      return;
    case 'failing':
      await tellFailure(
        joinText([troubleSentence(ended.pod, ended.trouble), texts.goesOn()], ' '),
        cures(deps, chosen, ended.trouble),
      );
  }

  async function tellFailure(message: SafeText, more: readonly Button[]): Promise<void> {
    const ends: readonly Button[] = undo ? [{ title: texts.undo(), press: undo }] : [];
    const helps: readonly Button[] = [...more, { title: texts.showLogs(), press: () => deps.showLogs(chosen) }];
    const pressed = await showError(message, ...helps.slice(0, mostButtons - ends.length), ...ends);
    await pressed?.press();
  }
}

/** What helps if the image or its program is for another platform. */
function cures({ missing, imageRow }: TellDeps, chosen: ChosenWorkload, trouble: ContainerTrouble): readonly Button[] {
  const { named } = chosen;
  const { kind, cause, maybeScript } = trouble;
  if (!isPlatformTrouble(kind)) {
    return [];
  }
  const check: Button = {
    title: texts.checkInside(),
    press: () => commands.executeCommand(commandIds.image.checkInside, imageRow(named)),
  };
  const build: Button =
    missing(chosen).length > 0
      ? {
          title: texts.addMissing(),
          press: () => commands.executeCommand(commandIds.image.addMissing, imageRow(named)),
        }
      : { title: texts.buildForCluster(), press: () => commands.executeCommand(commandIds.buildForCluster) };
  switch (cause?.cause) {
    case 'script':
      return [];
    case 'labelled':
      return [check];
    case 'either':
      return [check, build];
    case 'foreign':
    case 'mislabelled':
    case undefined:
      return maybeScript === true && cause === undefined ? [check, build] : [build];
  }
}

/** Compares the images that its pods run with those in the registry. */
function tellDone(
  { context, workload }: ChosenWorkload,
  wanted: number,
  use: WorkloadUse | undefined,
  done: DoneText,
): void {
  const pods = use?.pods ?? [];
  const current = pods.filter(({ verdict }) => verdict === 'current').length;
  const isBehind = pods.some(({ verdict }) => verdict === 'other');
  const said = current > 0 || isBehind ? workloadTexts.runs(current, pods.length) : texts.allReady(wanted);
  const message = done(workloadName(workload), workload.namespace, context, said);
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
