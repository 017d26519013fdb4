import { safeLines, safeText } from '../../../../domain/safeText.ts';
import { digestLine } from '../../../shared/text/digests.ts';
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
export function partItem({ id, label, icon, digest, note, size, details: more }: PartElement): Item {
  const details = [...(note === undefined ? [] : [note]), ...(size === undefined ? [] : [sizeText(size)])];
  return {
    id,
    label: safeText(label),
    ...(details.length > 0 && { description: safeText(details.join(' · ')) }),
    icon,
    tooltip: safeLines([label, digestLine(digest), ...more]),
    contextValue: 'imagePart',
  };
}
