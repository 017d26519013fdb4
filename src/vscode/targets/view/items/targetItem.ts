import { hasNodes } from '../../../../domain/cluster/chosen/hasNodes.ts';
import { safeLines, safeText } from '../../../../domain/safeText.ts';
import { needsText } from '../../needs.ts';
import { platformTexts } from '../../../builders/texts/builders.ts';
import { agoText } from '../../../shared/text/measures.ts';
import { clusterTexts, platformRowTexts } from '../../texts/clusters.ts';
import { spokenList } from '../../../shared/text/spokenList.ts';
import { howText, shortHowText } from '../../../builders/texts/how.ts';
import type { PlatformHow } from '../../../builders/builderChoice.ts';
import type { BuilderElement, ImageElement, TargetElement } from '../elements.ts';
import type { PlatformsItem } from './platformsItem.ts';

/** @param now milliseconds since 1970 */
export function targetItem(element: TargetElement, now: number): PlatformsItem {
  const { platform, checked, needs, other } = element;
  const isMissing = needs.length > 0 && !checked;
  const made = madeBy(element);
  const needed = needs.length > 0 ? needsText(needs) : undefined;
  const details = [
    ...(isMissing ? [platformRowTexts.notBuilt(), needsText(needs), made?.short] : [made?.short, needed]),
    checked && needs.length === 0 && knowsAny(element) ? platformRowTexts.unneeded() : undefined,
    other ? undefined : imageText(element),
  ].filter((word) => word !== undefined);
  const description = safeText(details.join(' · '));
  return {
    id: `target ${platform}${other ? ' other' : ''}`,
    label: safeText(platform),
    description,
    ...(isMissing ? warning : iconOf(made?.how)),
    tooltip: safeLines([platform, ...facts(element, now)]),
    contextValue: 'target',
    children: 'collapsed',
    check: { checked, label: platformRowTexts.check(platform) },
    spoken: platformRowTexts.spoken(platform, spokenList(description)),
  };
}

/** The row below a platform that shows how it is built. */
export function builderItem({ target }: BuilderElement): PlatformsItem {
  const { builder, platform } = target;
  const made = madeBy(target);
  return {
    id: `target ${platform}${target.other ? ' other' : ''} builder`,
    label: builder === undefined ? platformRowTexts.builderUnknown() : platformRowTexts.builderRow(builder.name),
    description: made && safeText(made.short),
    icon: 'vm',
    ...(made && made.how !== 'unknown' && { tooltip: safeLines([made.text, more[made.how]()]) }),
    contextValue: 'targetBuilder',
  };
}

/** The row below a platform that shows whether the last push contains it. */
export function imageItem({ target }: ImageElement, now: number): PlatformsItem {
  const { platform, image, other } = target;
  const id = `target ${platform}${other ? ' other' : ''} image`;
  if (image === undefined) {
    return {
      id,
      label: platformRowTexts.noImage(),
      icon: 'package',
      tooltip: [platformRowTexts.noImageMore()],
      contextValue: 'targetImage',
    };
  }
  return {
    id,
    label: safeText(shortName(image.image)),
    description: platformRowTexts.imageRow(image.platforms.includes(platform), agoText(image.at, now)),
    icon: 'package',
    tooltip: safeLines([image.image, image.digest]),
    contextValue: 'targetImage',
  };
}

function facts(element: TargetElement, now: number): readonly string[] {
  const { platform, checked, needs, image } = element;
  const made = madeBy(element);
  return [
    ...(needs.length > 0 ? [clusterTexts.neededBy(needsText(needs))] : []),
    ...(needs.length > 0 && !checked ? [platformRowTexts.notBuiltMore()] : []),
    ...(made && made.how !== 'unknown' ? [...(made.how === 'unsupported' ? [made.text] : []), more[made.how]()] : []),
    ...(image === undefined ? [] : [inImage(image.image, image.platforms.includes(platform), agoText(image.at, now))]),
  ];
}

function inImage(image: string, has: boolean, ago: string): string {
  return has ? platformRowTexts.inImageMore(image, ago) : platformRowTexts.notInImageMore(image, ago);
}

function madeBy({
  builder,
  platform,
  among,
}: TargetElement): (PlatformHow & { readonly text: string; readonly short: string }) | undefined {
  if (!builder || builder.error) {
    return undefined;
  }
  const made = builder.platformHow(platform, [...new Set([...among, platform])]);
  return { ...made, text: howText(made, platform, builder), short: shortHowText(made, platform, builder) };
}

/** Without an answer, it is unknown whether a cluster needs it. */
function knowsAny({ chosen }: TargetElement): boolean {
  return chosen.length > 0 && chosen.every(({ known }) => hasNodes(known));
}

function imageText({ image, platform }: TargetElement): string | undefined {
  if (image === undefined) {
    return undefined;
  }
  const name = shortName(image.image);
  return image.platforms.includes(platform) ? platformRowTexts.inImage(name) : platformRowTexts.notInImage(name);
}

/** `app:1.0` of `registry.example.com/team/app:1.0`. */
function shortName(image: string): string {
  return image.slice(image.lastIndexOf('/') + 1);
}

const warning = { icon: 'warning', color: 'list.warningForeground' };

function iconOf(how: PlatformHow['how'] = 'unknown'): { readonly icon: string; readonly color?: string } {
  return icons[how];
}

const icons = {
  native: { icon: 'chip', color: 'testing.iconPassed' },
  emulated: { icon: 'chip', color: 'disabledForeground' },
  unsupported: warning,
  unknown: { icon: 'chip' },
};

const more = {
  native: platformTexts.nativeMore,
  emulated: platformTexts.emulatedMore,
  unsupported: platformRowTexts.unsupportedMore,
};
