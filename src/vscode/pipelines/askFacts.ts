import { workspace, type WorkspaceFolder } from 'vscode';
import { factsOf, requestOf, type PipelineFacts } from '../../domain/pipeline/facts.ts';
import { parseReference } from '../../domain/image/reference.ts';
import { nameOf, sourceOf } from '../../domain/sources/buildSource.ts';
import { suggestImages } from '../../domain/sources/manifests/suggestImages.ts';
import type { BuildRequest } from '../../domain/build/request.ts';
import type { SafeText } from '../../domain/safeText.ts';
import { sourceRows } from '../build/wizard/rows/sourceRows.ts';
import type { BuildMemory } from '../memory.ts';
import { settings } from '../settings/settings.ts';
import { askText } from '../shared/dialogs/inputs.ts';
import { showWarning } from '../shared/dialogs/messages.ts';
import { askAlone } from '../shared/picks/askAlone.ts';
import type { TargetPlatformsOf } from '../shared/targetPlatformsOf.ts';
import { referenceProblemText } from '../shared/text/problems.ts';
import type { FoundSource, FoundSources, WorkspaceSources } from '../workspaceSources.ts';
import { factsProblemText, pipelineTexts } from './texts.ts';

export interface AskFactsDeps {
  readonly memory: Pick<BuildMemory, 'lastRequest' | 'lastFolder' | 'recentImages'>;
  readonly sources: Pick<WorkspaceSources, 'findSources'>;
  readonly targetPlatforms: TargetPlatformsOf;
}

export interface AskedFacts {
  readonly folder: WorkspaceFolder;
  readonly facts: PipelineFacts;
}

/**
 * What the generated file builds: the last build of the workspace. Without one, the user chooses a source. Asks for an image name that can
 * be pushed to if there is none. Undefined if canceled.
 */
export async function askFacts(deps: AskFactsDeps, title: SafeText): Promise<AskedFacts | undefined> {
  const asked = lastBuild(deps.memory) ?? (await askSource(deps, title));
  if (!asked) {
    return undefined;
  }
  const { folder, request } = asked;
  const image = await imageOf(deps, asked);
  if (image === undefined) {
    return undefined;
  }
  const facts = factsOf(request, { image, platforms: deps.targetPlatforms(folder.uri) });
  if (!facts.ok) {
    await showWarning(factsProblemText(facts.problem));
    return undefined;
  }
  const { leftOut } = facts.value;
  if (leftOut.length > 0) {
    void showWarning(pipelineTexts.leavesOut(leftOut));
  }
  return { folder, facts: facts.value };
}

interface Asked {
  readonly folder: WorkspaceFolder;
  readonly request: BuildRequest;
  /** The name in a bake or Compose file, as far as it is known. */
  readonly named?: string | undefined;
}

function lastBuild(memory: AskFactsDeps['memory']): Asked | undefined {
  const built = (workspace.workspaceFolders ?? []).flatMap((folder) => {
    const request = memory.lastRequest(folder);
    return request ? [{ folder, request }] : [];
  });
  return built.find(({ folder }) => folder.uri.toString() === memory.lastFolder()) ?? built[0];
}

async function askSource({ sources }: AskFactsDeps, title: SafeText): Promise<Asked | undefined> {
  let found: FoundSources | undefined;
  const picked = await askAlone(title, (ui) =>
    ui.pick<FoundSource>({
      placeholder: pipelineTexts.whichSource(),
      rows: () => (found ? sourceRows(found, undefined) : []),
      load: async () => {
        found = await sources.findSources();
      },
      accept: ({ row }) => {
        const answer = row && !row.message ? found?.sources[Number(row.id)] : undefined;
        return answer ? { answer } : {};
      },
    }),
  );
  if (!picked) {
    return undefined;
  }
  const { folder, source } = picked;
  return { folder, request: requestOf(source), named: source.kind === 'dockerfile' ? undefined : source.tags[0] };
}

/** A name that was pushed or is complete is not asked for again. */
async function imageOf({ memory }: AskFactsDeps, { folder, request, named }: Asked): Promise<string | undefined> {
  const [own = named] = request.tags ?? [];
  if (own !== undefined && imageProblem(own) === undefined) {
    return own;
  }
  const [suggested] = suggestImages({
    name: nameOf(sourceOf(request), folder.name),
    answered: own === undefined ? [] : [own],
    recent: memory.recentImages(folder),
    last: [],
    setting: settings.image(folder.uri),
    defined: [],
    workloads: [],
  });
  return askText({
    prompt: pipelineTexts.imageName(),
    value: suggested?.reference ?? '',
    problem: imageProblem,
  });
}

/** Why a pipeline cannot push to a name. */
function imageProblem(text: string): SafeText | undefined {
  const parsed = parseReference(text);
  if (!parsed.ok) {
    return referenceProblemText(parsed.problem);
  }
  const { domain, path, digest } = parsed.value;
  if (digest !== undefined) {
    return pipelineTexts.noDigest();
  }
  // Docker's own images
  return domain === 'docker.io' && path.startsWith('library/') ? pipelineTexts.needsRegistry() : undefined;
}
