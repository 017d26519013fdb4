import { DiagnosedError, isDiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import { safeText } from '../../../domain/safeText.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';
import { showPicks } from '../../shared/picks/picks.ts';
import type { FoundChart, WorkspaceSources } from '../../workspaceSources.ts';
import { chartTexts } from '../texts/charts.ts';

/**
 * Renders the charts that the user selects with Helm. Rejects with the first failure, after the other charts were rendered.
 *
 * @param rendered draws the images anew
 */
export async function renderCharts(
  { findCharts, renderChart }: Pick<WorkspaceSources, 'findCharts' | 'renderChart'>,
  rendered: () => Promise<void>,
): Promise<void> {
  const charts = await selectCharts(await findCharts());
  if (!charts) {
    return;
  }
  const failures: DiagnosedError[] = [];
  let done = 0;
  await withProgress(chartTexts.rendering(), async (signal, report) => {
    for (const chart of charts) {
      report(safeText(chart.folder === '.' ? chart.workspaceFolder.name : chart.folder));
      try {
        await renderChart(chart, signal);
        done++;
      } catch (error) {
        if (!isDiagnosedError(error) || error.code !== 'helmFailed') {
          throw error;
        }
        failures.push(error);
      }
    }
  });
  if (done > 0) {
    await rendered();
  }
  const [first, ...others] = failures;
  if (first) {
    const { diagnosis } = first;
    throw others.length === 0
      ? first
      : new DiagnosedError({ ...diagnosis, params: { ...diagnosis.params, others: String(others.length) } });
  }
  if (done > 0) {
    void showInformation(chartTexts.rendered(done));
  }
}

/** A single chart needs no question. Undefined if there is nothing to render. */
async function selectCharts(charts: readonly FoundChart[]): Promise<readonly FoundChart[] | undefined> {
  if (charts.length === 0) {
    void showInformation(chartTexts.none());
    return undefined;
  }
  if (charts.length === 1) {
    return charts;
  }
  const rows = charts.map((chart) => ({
    label: safeText(chart.name === '' ? chart.folder : chart.name),
    description: safeText(chart.folder),
    picked: charts.length <= mostTicked,
    chart,
  }));
  const ticked = await showPicks(rows, {
    title: chartTexts.title(),
    placeHolder: chartTexts.which(),
    matchOnDescription: true,
  });
  return ticked?.map(({ chart }) => chart);
}

/** A repository of charts has hundreds, and each takes a second. */
const mostTicked = 20;
