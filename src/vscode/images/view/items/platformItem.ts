import { safeLines, safeText } from '../../../../domain/safeText.ts';
import type { Need } from '../../../../domain/cluster/chosen/needs.ts';
import { judgeInside } from '../../../../domain/inside/inside.ts';
import { digestLine } from '../../../shared/text/digests.ts';
import { agoText, dateText, sizeText } from '../../../shared/text/measures.ts';
import { spokenList } from '../../../shared/text/spokenList.ts';
import type { Item } from '../../../shared/tree/item.ts';
import { needsText } from '../../../targets/needs.ts';
import { clusterTexts } from '../../../targets/texts/clusters.ts';
import { imageTexts } from '../../texts/images.ts';
import { insideTexts } from '../../texts/inside.ts';
import type { MissingElement, PlatformElement } from '../elements.ts';
import { warning } from './warning.ts';

/** A platform of an image. @param now milliseconds since 1970 */
export function platformItem(
  { id, image, needs, facts: { inside, created = image.created } }: PlatformElement,
  now: number,
): Item {
  const { platform, osVersion, digest, size, attestations, shadowed } = image;
  const judged = inside && judgeInside(inside, platform).verdict;
  const isBad = judged === 'wrong' || judged === 'broken';
  const details = [
    inside && insideTexts.holds(inside, platform),
    size === undefined ? imageTexts.notThere() : undefined,
    shadowed && imageTexts.shadowed(),
    ...whoNeeds(needs),
    judged === 'fits' ? insideTexts.checked() : undefined,
    osVersion,
    size === undefined ? undefined : sizeText(size),
    attestations.length > 0 ? imageTexts.attestations(attestations.length) : undefined,
  ].filter((word) => word !== undefined);
  const description = safeText(details.join(' · '));
  return {
    // an index may contain a platform twice, and an image for two platforms
    id: `${id} ${platform} ${osVersion ?? ''} ${digest}`,
    label: safeText(platform),
    description,
    ...(size === undefined || isBad || shadowed
      ? warning
      : { icon: 'chip', ...(needs.length > 0 && { color: 'testing.iconPassed' }) }),
    tooltip: safeLines([
      platform,
      ...(inside ? [insideTexts.told(id, platform, inside)] : []),
      ...(size === undefined ? [imageTexts.notThereMore()] : []),
      ...(shadowed ? [imageTexts.shadowedMore()] : []),
      digestLine(digest),
      ...(size === undefined ? [] : [imageTexts.size(sizeText(size))]),
      ...(created === undefined ? [] : [imageTexts.made(`${agoText(created, now)} (${dateText(created)})`)]),
      ...(needs.length > 0 ? [clusterTexts.neededBy(needsText(needs))] : []),
    ]),
    contextValue: size === undefined ? 'imagePlatform' : 'imagePlatform there',
    ...(size !== undefined && { children: 'collapsed' }),
    spoken: imageTexts.platform(platform, spokenList(description)),
  };
}

/** A missing platform. */
export function missingItem({ id, platform, needs, how }: MissingElement): Item {
  const description = safeText([imageTexts.missingRow(), ...whoNeeds(needs)].join(' · '));
  return {
    id: `${id} missing ${platform}`,
    label: safeText(platform),
    description,
    ...warning,
    tooltip: [safeText(platform), clusterTexts.neededBy(needsText(needs)), imageTexts.missingMore(how)],
    contextValue: 'missingPlatform',
    spoken: imageTexts.platform(platform, spokenList(description)),
  };
}

/** How many nodes need it; which ones is in the tooltip. A cluster whose nodes are not counted is named. */
function whoNeeds(needs: readonly Need[]): readonly string[] {
  const nodes = needs.reduce((sum, { group }) => sum + group.eligible, 0);
  if (needs.length === 0) {
    return [];
  }
  return [nodes === 0 ? needsText(needs) : clusterTexts.nodes(nodes)];
}
