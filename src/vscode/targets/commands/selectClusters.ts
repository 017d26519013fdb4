import { Uri, window } from 'vscode';
import { joinText, safeText, type SafeText } from '../../../domain/safeText.ts';
import type { KubeContext } from '../../../domain/configFiles/kubeConfig.ts';
import { redact } from '../../../domain/redact.ts';
import type { Clusters } from '../../../services/clusters/clusters.ts';
import type { KubeContexts } from '../../../services/clusters/contexts.ts';
import type { BuilderModel } from '../../builders/builderModel.ts';
import type { ClusterModel } from '../clusters/clusterModel.ts';
import { showPicks, type PickRow } from '../../shared/picks/picks.ts';
import { choiceTexts } from '../texts/clusterChoice.ts';
import { refreshLater } from '../../builders/refreshLater.ts';
import { showWarning } from '../../shared/dialogs/messages.ts';

export interface SelectClustersDeps {
  readonly clusters: Pick<Clusters, 'contexts'>;
  readonly model: ClusterModel;
  readonly builders: Pick<BuilderModel, 'refresh'>;
}

interface ContextRow extends PickRow {
  readonly context: string;
}

/** `Choose Target Clusters…`: reads files only, and queries newly selected clusters. Resolves to whether any are selected. */
export function selectClusters({ clusters, model, builders }: SelectClustersDeps) {
  return async (): Promise<boolean> => {
    const known = await clusters.contexts();
    const chosen = model.chosen.map(({ context }) => context);
    const rows = contextRows(known, chosen);
    if (rows.length === 0) {
      await tellNone(known);
      return false;
    }
    const accepted = await showPicks(rows, {
      title: choiceTexts.title(),
      placeHolder: model.bySetting ? choiceTexts.bySetting() : choiceTexts.placeholder(),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (!accepted) {
      return false;
    }
    const wanted = accepted.map(({ context }) => context);
    if (wanted.length > 0) {
      refreshLater(builders);
    }
    // previously selected ones keep their position
    await model.choose([
      ...chosen.filter((context) => wanted.includes(context)),
      ...wanted.filter((context) => !chosen.includes(context)),
    ]);
    return wanted.length > 0;
  };
}

function contextRows({ contexts, current }: KubeContexts, chosen: readonly string[]): readonly ContextRow[] {
  const gone = chosen.filter((context) => !contexts.some(({ name }) => name === context));
  const isCurrent = ({ name }: KubeContext) => name === current;
  const sorted = [...contexts.filter(isCurrent), ...contexts.filter((context) => !isCurrent(context))];
  return [
    ...sorted.map((context) => ({
      context: context.name,
      label: safeText(context.name),
      description: joinText([isCurrent(context) ? choiceTexts.current() : undefined, clusterName(context)], ' · '),
      ...details(context),
      picked: chosen.includes(context.name),
    })),
    ...gone.map((context) => ({
      context,
      label: safeText(context),
      description: choiceTexts.gone(),
      icon: 'warning',
      picked: true,
    })),
  ];
}

function clusterName({ name, cluster }: KubeContext): SafeText | undefined {
  return cluster === name || cluster === undefined ? undefined : safeText(cluster);
}

function details({ server, namespace, exec }: KubeContext): { readonly detail?: SafeText } {
  const words = [
    server === undefined ? undefined : safeText(redact(server)),
    namespace === undefined ? undefined : choiceTexts.namespace(namespace),
    exec === true ? choiceTexts.login() : undefined,
  ];
  const detail = joinText(words, ' · ');
  return detail === '' ? {} : { detail };
}

/** Shows which files were searched, and opens one that cannot be parsed. */
async function tellNone({ files, problems: [problem] }: KubeContexts): Promise<void> {
  if (problem === undefined) {
    void showWarning(choiceTexts.noneFound(files.join(', ')));
    return;
  }
  const open = choiceTexts.openFile();
  const words =
    'detail' in problem ? choiceTexts.unreadable(problem.file, problem.detail) : choiceTexts.tooComplex(problem.file);
  if ((await showWarning(words, open)) === open) {
    await window.showTextDocument(Uri.file(problem.file));
  }
}
