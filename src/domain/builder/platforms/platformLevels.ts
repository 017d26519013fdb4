import { howOn, type BuilderNode, type NodePlatform } from '../builder.ts';

/** BuildKit lists each level of amd64 (`linux/amd64/v2` …) separately. They are shown as one platform if they differ only in the level. */
export function shownPlatforms(node: BuilderNode): readonly NodePlatform[] {
  const plain = node.platforms.filter((own) => levelOf(own) === undefined);
  return node.platforms.filter((own) => !plain.some((base) => isLevelOf(node, base, own)));
}

/** The highest level that is merged into this platform: `v4`. */
export function highestLevel(node: BuilderNode, base: NodePlatform): string | undefined {
  const levels = node.platforms.filter((own) => isLevelOf(node, base, own)).map((own) => levelOf(own) ?? '');
  return levels.sort().at(-1);
}

function levelOf({ platform }: NodePlatform): string | undefined {
  return platform.architecture === 'amd64' && /^v[2-9]$/.test(platform.variant ?? '') ? platform.variant : undefined;
}

function isLevelOf(node: BuilderNode, base: NodePlatform, own: NodePlatform): boolean {
  return (
    levelOf(base) === undefined &&
    levelOf(own) !== undefined &&
    !own.pinned &&
    base.platform.architecture === 'amd64' &&
    base.platform.os === own.platform.os &&
    howOn(node, base.platform) === howOn(node, own.platform)
  );
}
