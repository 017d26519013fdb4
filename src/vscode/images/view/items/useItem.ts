import { safeLines, safeText, text } from '../../../../domain/safeText.ts';
import { spokenList } from '../../../shared/text/spokenList.ts';
import type { Item } from '../../../shared/tree/item.ts';
import { clusterTexts } from '../../../targets/texts/clusters.ts';
import { useName, useTexts } from '../../../targets/texts/uses.ts';
import { reportTexts } from '../../texts/reports.ts';
import type { UseElement } from '../elements.ts';
import { warning } from './warning.ts';

/** A workload that uses an image, and how the image would run in it. */
export function useItem({ id, index, fate }: UseElement): Item {
  const { use, groups, state, isNowhere } = fate;
  const said = useTexts.fate(fate);
  const description = safeText([said, use.kind].join(' · '));
  const label = use.name === '' ? use.kind : use.name;
  return {
    id: `${id} use ${index}`,
    label: safeText(label),
    description,
    ...(isNowhere || state === 'partial' || state === 'fails'
      ? warning
      : state === 'runs'
        ? { icon: 'layers', color: 'testing.iconPassed' }
        : { icon: 'layers' }),
    tooltip: safeLines([
      useName(use),
      ...useTexts.fateMore(fate, id),
      ...groups.map(({ context, platform, nodes, ...verdict }) =>
        [context, platform, ...(nodes > 0 ? [clusterTexts.nodes(nodes)] : []), reportTexts.verdictOf(verdict)].join(
          ' · ',
        ),
      ),
    ]),
    contextValue: 'use',
    spoken: text`${useName(use)}: ${spokenList(said)}`,
  };
}
