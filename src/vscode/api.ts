import { CancellationError, type CancellationToken, workspace } from 'vscode';
import type { BuildRequest } from '../domain/buildRequest.ts';
import type { BuildReport } from '../domain/buildReport.ts';
import { DiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../domain/diagnosis/remedies.ts';
import type { Images, InspectedImage } from '../services/images.ts';
import { isCancelled } from '../tools/process/errors.ts';
import type { TaskRunner } from './tasks/taskRunner.ts';
import { explain as sentence } from './texts/diagnosis.ts';

/** A build as other extensions see it: plain JSON data. Times in milliseconds, sizes in bytes. */
export type ApiBuildReport = Omit<BuildReport, 'failure'> & {
  readonly failure?: {
    readonly code: string;
    readonly message: string;
    readonly line?: number;
    readonly remedies: readonly string[];
  };
};

/**
 * What `activate` returns, version 1. It may grow, and never changes its meaning. A failure rejects with an `Error` whose
 * `code` is one of the diagnosis codes; a cancelled call with VS Code's `CancellationError`.
 */
export interface MultiArchApi {
  readonly version: 1;
  /** Reads what a registry holds under a reference. */
  readonly inspectImage: (reference: string, token?: CancellationToken) => Promise<InspectedImage>;
  /** Builds in the task terminal, as the task type `multiarch` does. A failed build resolves, with `ok: false` and the failure. */
  readonly build: (request: BuildRequest, token?: CancellationToken) => Promise<ApiBuildReport>;
}

export function createApi(deps: {
  readonly images: Images;
  readonly tasks: TaskRunner;
  readonly explain: (error: unknown) => DiagnosedError;
}): MultiArchApi {
  const { images, tasks, explain } = deps;

  async function abortable<T>(
    token: CancellationToken | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const abort = new AbortController();
    const listener = token?.onCancellationRequested(() => {
      abort.abort();
    });
    if (token?.isCancellationRequested) {
      abort.abort();
    }
    try {
      return await work(abort.signal);
    } catch (error) {
      if (isCancelled(error)) {
        throw new CancellationError();
      }
      throw explain(error);
    } finally {
      listener?.dispose();
    }
  }

  return {
    version: 1,
    inspectImage: (reference, token) =>
      abortable(token, (signal) => {
        requireTrust();
        return images.inspect(reference, { signal });
      }),
    build: (request, token) =>
      abortable(token, async (signal) => {
        requireTrust();
        const folder = workspace.workspaceFolders?.[0];
        if (folder === undefined) {
          throw new DiagnosedError(diagnosisOf('contextMissing'));
        }
        return publish(await tasks.run(request, folder, signal));
      }),
  };
}

function requireTrust(): void {
  if (!workspace.isTrusted) {
    throw new DiagnosedError(diagnosisOf('untrusted'));
  }
}

function publish({ failure, ...report }: BuildReport): ApiBuildReport {
  if (!failure) {
    return report;
  }
  const line = failure.location?.line;
  return {
    ...report,
    failure: {
      code: failure.code,
      message: sentence(failure).message,
      ...(line !== undefined && { line }),
      remedies: failure.remedies.map(({ id }) => id),
    },
  };
}
