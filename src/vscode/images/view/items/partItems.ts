import { safeLines, safeText } from '../../../../domain/safeText.ts';
import { digestLine, shortDigest } from '../../../shared/text/digests.ts';
import { sizeText } from '../../../shared/text/measures.ts';
import type { Item } from '../../../shared/tree/item.ts';
import { imageTexts } from '../../texts/images.ts';
import type { EngineElement, OthersElement, PartElement } from '../elements.ts';

/** The engine's copy of an image. */
export function engineItem({ id, context }: EngineElement): Item {
  return {
    id: `${id} engine`,
    label: imageTexts.engine(),
    ...(context !== undefined && { description: safeText(context) }),
    icon: 'vm',
    tooltip: [imageTexts.engine(), imageTexts.engineMore()],
    contextValue: 'engine',
    children: 'collapsed',
  };
}

/** Entries that are not images, collapsed. */
export function othersItem({ id, entries }: OthersElement): Item {
  return {
    id: `${id} others`,
    label: imageTexts.others(),
    description: safeText(String(entries.length)),
    icon: 'ellipsis',
    tooltip: [imageTexts.othersMore()],
    contextValue: 'others',
    children: 'collapsed',
  };
}

/** A configuration, a layer, an attestation or another entry. */
export function partItem({ id, label, icon, digest, note, size, details }: PartElement): Item {
  return {
    id,
    label: safeText(label),
    description: safeText(
      [
        ...(note === undefined ? [] : [note]),
        ...(size === undefined ? [] : [sizeText(size)]),
        shortDigest(digest),
      ].join(' · '),
    ),
    icon,
    tooltip: safeLines([label, digestLine(digest), ...details]),
    contextValue: 'imagePart',
  };
}
