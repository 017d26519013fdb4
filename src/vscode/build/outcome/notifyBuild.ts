import { commands, env } from 'vscode';
import { ordered } from '../../../domain/platform.ts';
import { joinText, type SafeText } from '../../../domain/safeText.ts';
import { verifiedImages } from '../../../domain/architecture/verifiedImages.ts';
import type { VerifiedImage } from '../../../domain/cluster/architecture.ts';
import type { BuildPlan } from '../../../domain/build/plan.ts';
import type { BuildReport } from '../../../domain/build/report.ts';
import { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import type { FinishedBuild } from '../task/taskRunner.ts';
import { commandIds } from '../../commandIds.ts';
import { pinnedReference } from './pinnedReference.ts';
import type { UsedInClusters } from '../../targets/imageVerdicts.ts';
import type { ShowError } from '../../shared/errors/showError.ts';
import { showInformation, showWarning } from '../../shared/dialogs/messages.ts';
import { oldBuildxTexts } from '../../shared/text/oldBuildx.ts';
import { l10n } from '../../shared/l10n.ts';
import { changedTagLines, mislabelledLines } from '../texts/outcome.ts';

export interface NotifyDeps {
  readonly showManifest: (reference: string) => Promise<void>;
  readonly showError: ShowError;
  readonly usedInClusters: UsedInClusters;
  /** The platforms that these clusters need and a push lacks. */
  readonly missing: (pushed: VerifiedImage) => readonly string[];
}

/** The number that fits into a notification. */
const mostSentences = 3;

/** Reports the outcome of a build once, with next steps. A canceled build is silent. */
export async function notifyBuild(build: FinishedBuild, deps: NotifyDeps): Promise<void> {
  const { report, request, folder, local } = build;
  if (report.failure) {
    await deps.showError(new DiagnosedError(report.failure), {
      request,
      folder,
      local,
      more: changedTagLines(report),
      also: alsoOf(report),
    });
  } else {
    await tellSuccess(build, deps);
  }
}

async function tellSuccess(build: FinishedBuild, deps: NotifyDeps): Promise<void> {
  const { report, plan } = build;
  const also = alsoOf(report);
  const platforms = ordered(report.platforms.map(({ platform }) => platform)).join(', ');
  const name = report.images.length > 1 ? l10n.t('{0} images', report.images.length) : (report.reference ?? '');
  const pinned = pinnedReference(report);
  if (report.mislabelled !== undefined) {
    const lines = mislabelledLines(report).slice(0, mostSentences);
    const show = { title: l10n.t('Show Manifest') };
    const message = joinText([l10n.t('Pushed {0}, but not verified.', name), ...lines, also], ' ');
    const chosen = await showWarning(message, ...(pinned === undefined ? [] : [show]));
    if (chosen === show && pinned !== undefined) {
      await deps.showManifest(pinned);
    }
  } else if (plan.output !== 'push' || !report.verified || pinned === undefined) {
    void showInformation(joinText([quietSuccess(report, plan, name, platforms), also], ' '));
  } else if (!(await tellMissing(build, deps))) {
    await tellPushed(report, deps, joinText([l10n.t('Pushed {0}; verified for {1}.', name, platforms), also], ' '));
  }
}

/** Warns of a push that lacks platforms which the selected clusters need; resolves to whether it does. */
async function tellMissing({ report, plan }: FinishedBuild, deps: NotifyDeps): Promise<boolean> {
  const lacking = verifiedImages(report, plan.output, 0)
    .map((pushed) => ({ ...pushed, missing: deps.missing(pushed) }))
    .filter(({ missing }) => missing.length > 0);
  const [first] = lacking;
  if (!first) {
    return false;
  }
  const lines = lacking
    .slice(0, mostSentences)
    .map(({ image, platforms, missing }) =>
      l10n.t(
        'Pushed {0} for {1}, but your clusters also need {2}.',
        image,
        ordered(platforms).join(', '),
        missing.join(', '),
      ),
    );
  const add = { title: l10n.t('Add Missing Platforms…') };
  const chosen = await showWarning(joinText([...lines, alsoOf(report)], ' '), add);
  if (chosen === add) {
    const { image: id, missing: platforms } = first;
    await commands.executeCommand(commandIds.image.addMissing, { kind: 'missing', id, platforms });
  }
  return true;
}

/** Two buttons fit: the restart of workloads is the next step where they use the image, and possible where they may. */
async function tellPushed(report: BuildReport, deps: NotifyDeps, message: SafeText): Promise<void> {
  const copy = { title: l10n.t('Copy Pinned Reference') };
  const show = { title: l10n.t('Show Manifest') };
  const restart = { title: l10n.t('Restart Workload…') };
  const isUsed = deps.usedInClusters(report.reference ?? '');
  const buttons = isUsed === true ? [restart, copy] : isUsed === undefined ? [copy, restart] : [copy, show];
  const chosen = await showInformation(message, ...buttons);
  const pinned = report.images.map(pinnedReference).filter((reference) => reference !== undefined);
  if (chosen === copy) {
    await env.clipboard.writeText(pinned.join('\n'));
  } else if (chosen === show && pinned[0] !== undefined) {
    await deps.showManifest(pinned[0]);
  } else if (chosen === restart) {
    await commands.executeCommand(commandIds.image.restart, { id: report.reference });
  }
}

/** What to add to the message of every build with an old Buildx. */
function alsoOf({ oldBuildx }: BuildReport): SafeText | undefined {
  return oldBuildx && oldBuildxTexts.long(oldBuildx);
}

function quietSuccess(
  report: BuildReport,
  { output, destination }: BuildPlan,
  name: string,
  platforms: string,
): SafeText {
  switch (output) {
    case 'load':
      return l10n.t('Loaded {0} into the Docker engine for {1}.', name, platforms);
    case 'oci':
      return l10n.t('Wrote an OCI layout for {0} to {1}.', platforms, destination ?? '');
    case 'push':
      return l10n.t('Pushed {0}.', name);
    case 'cache':
      return report.platforms.length > 0
        ? l10n.t('Built for {0}; the result is in the build cache only.', platforms)
        : l10n.t('Built; the result is in the build cache only.');
  }
}
