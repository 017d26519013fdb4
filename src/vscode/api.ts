import { CancellationError, type CancellationToken, workspace } from 'vscode';
import type { ClusterPlatforms } from '../domain/cluster/cluster.ts';
import type { FactsOf } from '../domain/coverage/imageFate.ts';
import { DiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../domain/diagnosis/remedies.ts';
import { parseReference } from '../domain/image/reference.ts';
import { clientPlatform, readWanted, type Platform } from '../domain/platform.ts';
import type { SafeText } from '../domain/safeText.ts';
import { route } from '../domain/builder/route.ts';
import type { Builders } from '../services/builders/builders.ts';
import type { BuilderListing } from '../services/builders/listing/listing.ts';
import type { ImageServices } from '../services/imageServices.ts';
import type { Images } from '../services/images/images.ts';
import { isCancelled } from '../tools/process/errors.ts';
import { checkedVerdict } from './api/coverage.ts';
import { publishBuilder, publishCluster, publishReport, publishVerdict } from './api/publish.ts';
import type { MultiArchApi } from './api/types.ts';
import type { TaskRunner } from './build/task/taskRunner.ts';
import { settings } from './settings/settings.ts';
import { failureText } from './shared/errors/diagnosisTexts.ts';
import { l10n } from './shared/l10n.ts';
import { platformProblemText, referenceProblemText } from './shared/text/problems.ts';
import type { ClusterModel } from './targets/clusters/clusterModel.ts';
import type { ImageVerdicts } from './targets/imageVerdicts.ts';
import { requireTrust } from './trust.ts';

export type * from './api/types.ts';

/** Connects the API that `activate` returns to its parts. */
export function createApi(deps: {
  readonly images: Images;
  readonly listing: Pick<BuilderListing, 'list'>;
  readonly builders: Pick<Builders, 'inUse'>;
  readonly clusters: Pick<ClusterModel, 'refresh'>;
  readonly verdicts: ImageVerdicts;
  /** What was found in images before, by digest. */
  readonly knownFacts: FactsOf;
  readonly forImages: () => Promise<Pick<ImageServices, 'programs'>>;
  readonly tasks: TaskRunner;
  readonly explain: (error: unknown) => DiagnosedError;
}): MultiArchApi {
  const { images, listing, builders, clusters, verdicts, knownFacts, forImages, tasks, explain } = deps;

  async function askClusters(signal: AbortSignal): Promise<readonly ClusterPlatforms[]> {
    return (await clusters.refresh({ signal })).flatMap(({ known }) => known ?? []);
  }

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
      throw inWords(explain(error));
    } finally {
      listener?.dispose();
    }
  }

  return {
    version: 1,
    inspectImage: (reference, token) =>
      abortable(token, (signal) => {
        requireTrust();
        return images.inspect(referenceOf(reference), { signal });
      }),
    builders: (token) =>
      abortable(token, async (signal) => {
        requireTrust();
        return (await listing.list({ signal })).map(publishBuilder);
      }),
    route: (platforms, builder, token) =>
      abortable(token, async (signal) => {
        requireTrust();
        const wanted = platformsOf(platforms);
        const name = builder ?? settings.builder(workspace.workspaceFolders?.[0]?.uri);
        return route(wanted, await builders.inUse(name, signal));
      }),
    clusterPlatforms: (token) =>
      abortable(token, async (signal) => {
        requireTrust();
        return (await askClusters(signal)).map(publishCluster);
      }),
    coverage: (reference, token) =>
      abortable(token, async (signal) => {
        requireTrust();
        const [image] = await Promise.all([
          images.inspect(referenceOf(reference), { signal }),
          clusters.refresh({ signal }),
        ]);
        const { programs } = await forImages();
        return publishVerdict(await checkedVerdict(image, verdicts, { known: knownFacts, programs }, signal));
      }),
    build: (request, token) =>
      abortable(token, async (signal) => {
        requireTrust();
        const folder = workspace.workspaceFolders?.[0];
        if (folder === undefined) {
          throw new DiagnosedError(diagnosisOf('contextMissing'));
        }
        return publishReport(await tasks.run(request, folder, { signal, unattended: true }));
      }),
  };
}

/** Other extensions may pass any value. */
function platformsOf(texts: unknown): readonly Platform[] {
  if (!Array.isArray(texts)) {
    throw invalidCall(l10n.t('a list of platforms is required'));
  }
  return texts.map((text: unknown) => {
    const given = typeof text === 'string' ? text : '';
    const parsed = readWanted(given, [], clientPlatform(process));
    if (!parsed.ok) {
      throw invalidCall(quoted(given, platformProblemText(parsed.problem)));
    }
    return parsed.value;
  });
}

/** Other extensions may pass any value. */
function referenceOf(given: unknown): string {
  const reference = typeof given === 'string' ? given : '';
  const parsed = parseReference(reference);
  if (!parsed.ok) {
    throw invalidCall(quoted(reference, referenceProblemText(parsed.problem)));
  }
  return reference;
}

function quoted(given: string, problem: SafeText): SafeText {
  return given === '' ? problem : l10n.t('“{0}”: {1}', given, problem);
}

function invalidCall(detail: SafeText): DiagnosedError {
  return new DiagnosedError(diagnosisOf('invalidRequest', { detail, reason: 'call' }));
}

/** Callers show the message unchanged. A failure without a code keeps its original message, because ours would refer to a build. */
function inWords(error: DiagnosedError): DiagnosedError {
  const { diagnosis } = error;
  return diagnosis.code === 'unknown'
    ? error
    : new DiagnosedError(diagnosis, failureText(diagnosis).message, { cause: error });
}
