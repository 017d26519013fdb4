import { safeText } from '../../../../domain/safeText.ts';
import { familiarReference, repositoryOf } from '../../../../domain/image/reference.ts';
import type { Item } from '../../../shared/tree/item.ts';
import { registryPage } from '../../../../domain/image/names/registryPage.ts';
import { messageItem } from '../../../shared/tree/messageItem.ts';
import { workloadsItem } from '../../../workloads/view/items.ts';
import type { ImagesElement, RepositoryElement } from '../elements.ts';
import { imageItem } from './imageItem.ts';
import { engineItem, othersItem, partItem } from './partItems.ts';
import { imageTexts } from '../../texts/images.ts';
import { missingItem, platformItem } from './platformItem.ts';
import { useItem } from './useItem.ts';

/** A row of the view as data. @param now milliseconds since 1970 */
export function itemOf(element: ImagesElement, now: number): Item {
  switch (element.kind) {
    case 'repository':
      return repositoryItem(element);
    case 'image':
      return imageItem(element, now);
    case 'platform':
      return platformItem(element, now);
    case 'missing':
      return missingItem(element);
    case 'use':
      return useItem(element);
    case 'engine':
      return engineItem(element);
    case 'others':
      return othersItem(element);
    case 'part':
      return partItem(element);
    case 'message':
      return messageItem({ ...element, tooltip: element.tooltip ?? element.text });
    case 'inClusters':
    case 'workload':
    case 'pod':
      return workloadsItem(element);
  }
}

function repositoryItem({ repository, images: [first] }: RepositoryElement): Item {
  const reference = first?.known.named.reference;
  const short = reference ? familiarReference({ domain: reference.domain, path: reference.path }) : repository;
  const slash = short.lastIndexOf('/');
  return {
    id: `repository ${repository}`,
    label: safeText(short.slice(slash + 1)),
    ...(slash > 0 && { description: safeText(short.slice(0, slash)) }),
    icon: 'package',
    tooltip: [safeText(reference ? repositoryOf(reference) : repository)],
    contextValue: reference && registryPage(reference) !== undefined ? 'repository page' : 'repository',
    children: 'expanded',
    spoken: imageTexts.repository(short),
  };
}
