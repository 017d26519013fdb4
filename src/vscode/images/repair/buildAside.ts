import { workspace, type WorkspaceFolder } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { asideRequest, type AsideGoal } from '../../../domain/policy/asideRequest.ts';
import { formatReference, parseReference, withTag, type ImageReference } from '../../../domain/image/reference.ts';
import type { Images } from '../../../services/images/images.ts';
import type { BuildFlow } from '../../build/buildFlow.ts';
import type { BuildMemory, RememberedBuild } from '../../memory.ts';
import { repairTexts } from '../texts/repair.ts';
import { imageActionTexts } from '../texts/actions.ts';
import { askSecrets } from '../../build/commands/askSecrets.ts';
import { unlessMissing } from './unlessMissing.ts';
import { shortName } from '../../shared/text/shortName.ts';
import { showWarning } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

export interface BuildAsideDeps {
  readonly images: Pick<Images, 'inspect'>;
  /** Builds in the task terminal. */
  readonly flow: BuildFlow;
  readonly memory: BuildMemory;
}

/**
 * Builds images for some platforms and pushes them with a separate tag, such as `1.0-arm64`. Resolves to that reference, or to undefined if
 * canceled or failed, which is shown.
 */
export function createBuildAside({ images, flow, memory }: BuildAsideDeps) {
  /** Existing content with that name may belong to someone else, so it asks before it overwrites it. */
  async function haveAside(own: string, platforms: readonly string[], tag: ImageReference): Promise<boolean> {
    const there = await withProgress(imageActionTexts.reading(own), (signal) =>
      unlessMissing(images.inspect(own, { signal })).then((image) => ({ image })),
    );
    if (there === undefined) {
      return false;
    }
    if (there.image) {
      const has = there.image.images.map(({ platform }) => platform);
      const fits = platforms.every((platform) => has.includes(platform));
      const [use, build] = [repairTexts.useThere(), repairTexts.buildAnew()];
      const answer = await showWarning(
        repairTexts.isThere(own),
        { modal: true, detail: has.length > 0 ? [repairTexts.isThereDetail(has.join(', '))] : [] },
        ...(fits ? [use] : []),
        build,
      );
      if (answer !== build) {
        return answer === use;
      }
    }
    const title = repairTexts.addTitle(platforms.join(', '), shortName(formatReference(tag)));
    return buildAside({ platforms, tags: [own] }, lastBuildOf(tag, memory), title);
  }

  /** Repeats the last build of the image, or asks for its source under a title. Resolves to whether it was pushed. */
  async function buildAside(goal: AsideGoal, known: KnownBuild | undefined, title: SafeText): Promise<boolean> {
    const options = { aside: true };
    if (known) {
      const request = await askSecrets(known);
      const built = request && (await flow.build(asideRequest(request, goal), known.folder, options));
      return built?.ok === true;
    }
    const report = await flow.ask({ request: asideRequest({}, goal), part: 'source', title, fixed: true }, options);
    return report?.ok === true;
  }

  return async (tag: ImageReference, platforms: readonly string[]): Promise<string | undefined> => {
    const own = formatReference(withTag(tag, sideTag(tag.tag ?? 'latest', platforms)));
    return (await haveAside(own, platforms, tag)) ? own : undefined;
  };
}

const longestTag = 128;

/** The usual form of tags for single platforms: `1.0-arm64`. */
function sideTag(tag: string, platforms: readonly string[]): string {
  const suffix = platforms.map((platform) => platform.replace(/^linux\//, '').replaceAll('/', '-')).join('-');
  return `${tag.slice(0, longestTag - suffix.length - 1)}-${suffix}`;
}

interface KnownBuild extends RememberedBuild {
  readonly folder: WorkspaceFolder;
}

/** The last build in any folder that built only images of this repository. */
function lastBuildOf({ domain, path }: ImageReference, memory: BuildMemory): KnownBuild | undefined {
  for (const folder of workspace.workspaceFolders ?? []) {
    const last = memory.lastBuild(folder);
    const request = last?.request;
    const isOwn = request?.tags?.some((each) => {
      const parsed = parseReference(each);
      return parsed.ok && parsed.value.domain === domain && parsed.value.path === path;
    });
    if (last && isOwn && (last.request.bakeTargets ?? ['']).length === 1) {
      return { ...last, folder };
    }
  }
  return undefined;
}
