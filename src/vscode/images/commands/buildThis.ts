import { familiarReference, parseReference, repositoryIn } from '../../../domain/image/reference.ts';
import { isRequestOf, requestFor } from '../../../domain/sources/buildSource.ts';
import { taggedId } from '../../../domain/sources/manifests/pinText.ts';
import type { BuildRequest } from '../../../domain/build/request.ts';
import type { BuildFlow } from '../../build/buildFlow.ts';
import type { BuildMemory } from '../../memory.ts';
import type { FoundSource, WorkspaceSources } from '../../workspaceSources.ts';
import { imageActionTexts } from '../texts/actions.ts';

export interface BuildThisDeps {
  readonly flow: Pick<BuildFlow, 'ask'>;
  readonly memory: Pick<BuildMemory, 'lastRequest'>;
  readonly files: Pick<WorkspaceSources, 'findSources'>;
}

/**
 * `Build This Image…`: opens the wizard at its plan, with the source that names the image, that built its repository before, or that is the
 * only one of the workspace. Otherwise the wizard asks what to build. @param id the full reference
 */
export async function buildThis(id: string, { flow, memory, files }: BuildThisDeps): Promise<void> {
  const parsed = parseReference(id);
  if (!parsed.ok) {
    return;
  }
  const name = familiarReference(parsed.value);
  const { sources } = await files.findSources();
  const lastOf = ({ folder, source }: FoundSource): BuildRequest | undefined => {
    const last = memory.lastRequest(folder);
    return last && isRequestOf(last, source) ? last : undefined;
  };
  const naming = sources.find(({ source }) => tagsOf(source).some((tag) => taggedId(tag) === id));
  const before = sources.find((each) => lastOf(each)?.tags?.some((tag) => repositoryIn(tag) === repositoryIn(id)));
  const found = naming ?? before ?? (sources.length === 1 ? sources[0] : undefined);
  if (!found) {
    const request: BuildRequest = { tags: [name], output: 'push' };
    await flow.ask({ request, part: 'source', title: imageActionTexts.buildTitle(name), fixed: true });
    return;
  }
  const { source, folder } = found;
  const last = lastOf(found);
  const answers = {
    context: last?.context,
    target: last?.target,
    platforms: last?.platforms ?? [],
    // a bake or Compose file names its images itself
    tags: found === naming ? [] : [name],
    output: 'push' as const,
    builder: last?.builder,
  };
  await flow.ask({ request: requestFor(source, answers, last), folder });
}

function tagsOf(source: FoundSource['source']): readonly string[] {
  return source.kind === 'dockerfile' ? [] : source.tags;
}
