import path from 'node:path';
import { DiagnosedError, isDiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { joinPath } from '../../domain/sources/fileKinds.ts';
import {
  isBelow,
  renderableCharts,
  renderedPath,
  withRendered,
  type RenderableChart,
} from '../../domain/sources/helm/rendered.ts';
import type { ManifestFacts } from '../../domain/sources/manifests/manifestFacts.ts';
import { helmTemplate, templateProblem } from '../../tools/helm/template.ts';
import { isCommandError } from '../../tools/process/errors.ts';
import type { Runner } from '../../tools/process/runner.ts';
import type { Workers } from '../../tools/worker/workers.ts';
import type { WorkerJobs } from '../worker/jobs.ts';
import type { FileStamp, FileToRead } from './fileJobs.ts';

/** Charts as Helm renders them, in memory until one of their files changes. */
export interface RenderedCharts {
  /**
   * Renders a chart with its values, and once more with each other values file of its folder. Reads what is on disk. Rejects with
   * `helmNotFound`, `helmFailed` or `CancelledError`; the chart is then not rendered.
   *
   * @param files those of the workspace folder
   */
  render(chart: RenderableChart, files: readonly FileToRead[], signal?: AbortSignal): Promise<void>;
  /** The facts of these files, with those of charts that are rendered instead of what their values and templates let guess. */
  applied(
    facts: readonly ManifestFacts[],
    files: readonly FileToRead[],
    signal?: AbortSignal,
  ): Promise<readonly ManifestFacts[]>;
}

export interface RenderedChartsDeps {
  readonly runner: Pick<Runner, 'run'>;
  readonly workers: Pick<Workers<WorkerJobs>, 'run'>;
  /** The path of Helm, if it is installed. */
  readonly helm: () => Promise<string | undefined>;
  readonly stampsOf: (
    files: readonly string[],
    signal?: AbortSignal,
  ) => Promise<readonly (readonly [string | undefined, FileStamp | undefined])[]>;
}

/** Milliseconds for one run: large charts take seconds. */
const timeout = 30_000;
/** Characters of one run: the largest public charts have a million. */
const mostOutput = 4 * 1024 * 1024;
/** Values files of a chart. */
const mostValues = 20;

export function createRenderedCharts({ runner, workers, helm, stampsOf }: RenderedChartsDeps): RenderedCharts {
  /** By the path of `Chart.yaml`. */
  const kept = new Map<string, { readonly stamp: string; readonly facts: readonly ManifestFacts[] }>();

  async function stampOf({ folder }: RenderableChart, files: readonly FileToRead[], signal?: AbortSignal) {
    const own = files.filter((file) => isBelow(file.path, folder)).map(({ file }) => file);
    const stamps = await stampsOf(own, signal);
    return JSON.stringify(stamps.map(([file, stamp]) => [file, stamp?.stamp]).sort());
  }

  async function factsOf(call: Call, signal?: AbortSignal): Promise<ManifestFacts> {
    const { program, chart, folder, values } = call;
    const failed = (params: { readonly detail?: string; readonly reason?: string }) =>
      new DiagnosedError(diagnosisOf('helmFailed', { file: values?.path ?? placeOf(chart), ...params }));
    try {
      const output = await runner.run(
        helmTemplate(program, { chart: folder, release: releaseOf(chart), ...(values && { values: values.file }) }),
        { signal, timeout, directory: folder },
      );
      if (output.length > mostOutput) {
        throw failed({ reason: 'tooLarge' });
      }
      const from = renderedPath(values?.path ?? joinPath(chart.folder, 'values.yaml'));
      const read = await workers.run('rendered', [{ path: from, file: '', text: output }], { signal });
      if (!read.ok) {
        throw failed({ reason: 'tooLarge' });
      }
      return read.value;
    } catch (error) {
      if (!isCommandError(error)) {
        throw error;
      }
      throw failed(error.timedOut ? { reason: 'timeout' } : templateProblem(error));
    }
  }

  return {
    async render(chart, files, signal) {
      const named = new Map(files.map((file) => [file.path, file]));
      const described = named.get(joinPath(chart.folder, 'Chart.yaml'));
      const program = await helm();
      if (program === undefined) {
        throw new DiagnosedError(diagnosisOf('helmNotFound'));
      }
      if (!described) {
        return;
      }
      const stamp = await stampOf(chart, files, signal);
      const call = { program, chart, folder: path.dirname(described.file) };
      const found: ManifestFacts[] = [];
      for (const values of chart.values.slice(0, mostValues).flatMap((each) => named.get(each) ?? [])) {
        found.push(await factsOf({ ...call, values }, signal));
      }
      try {
        found.unshift(await factsOf(call, signal));
      } catch (error) {
        // its own values need not be complete if other files add the rest
        if (found.length === 0 || !isDiagnosedError(error)) {
          throw error;
        }
      }
      kept.set(described.file, { stamp, facts: found });
    },
    async applied(facts, files, signal) {
      const named = new Map(files.map((file) => [file.path, file.file]));
      const rendered = await Promise.all(
        renderableCharts(facts).map(async (chart) => {
          const file = named.get(joinPath(chart.folder, 'Chart.yaml')) ?? '';
          const known = kept.get(file);
          if (known === undefined || known.stamp === (await stampOf(chart, files, signal))) {
            return known ? [{ folder: chart.folder, facts: known.facts }] : [];
          }
          kept.delete(file);
          return [];
        }),
      );
      return withRendered(facts, rendered.flat());
    },
  };
}

/** How a message names a chart: a folder is unique, but the workspace folder itself has no path. */
function placeOf({ folder, name }: RenderableChart): string {
  return folder === '.' ? name : folder;
}

interface Call {
  readonly program: string;
  readonly chart: RenderableChart;
  /** On disk. */
  readonly folder: string;
  readonly values?: FileToRead;
}

/** The name of the chart, if it is valid for a release: objects are mostly called like it then (helm/helm pkg/chart/v2/util/validate_name.go). */
function releaseOf({ name }: RenderableChart): string {
  return /^[a-z\d](?:[a-z\d-]{0,51}[a-z\d])?$/.test(name) ? name : 'release-name';
}
