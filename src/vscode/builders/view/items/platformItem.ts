import { joinText, safeText } from '../../../../domain/safeText.ts';
import { hasAnswered, howOn, type How } from '../../../../domain/builder/builder.ts';
import { formatPlatform } from '../../../../domain/platform.ts';
import { platformTexts, rowTexts } from '../../texts/builders.ts';
import type { PlatformElement } from '../elements.ts';
import type { Item } from '../../../shared/tree/item.ts';
import { highestLevel } from '../../../../domain/builder/platforms/platformLevels.ts';

/** A node that is not running has only its pinned platforms, without how it builds them. */
export function platformItem({ builder, node, own }: PlatformElement): Item {
  const platform = formatPlatform(own.platform);
  const how = hasAnswered(node) ? howOn(node, own.platform) : 'unknown';
  const level = highestLevel(node, own);
  const details = [
    ...(how === 'unknown' ? [] : [platformTexts[how]()]),
    // a narrow view cuts off the least important part
    ...(own.pinned ? [platformTexts.pinned()] : []),
    ...(level === undefined ? [] : [platformTexts.upTo(level)]),
  ];
  return {
    id: `builder ${builder.name} node ${node.name} platform ${platform}`,
    label: safeText(platform),
    description: joinText(details, ', '),
    ...icons[how],
    tooltip: [
      safeText(platform),
      ...(how === 'unknown' ? [] : [more[how]()]),
      ...(own.pinned ? [platformTexts.pinnedMore()] : []),
    ],
    contextValue: 'platform',
    spoken: rowTexts.spokenPlatform(platform, details.join(', ')),
  };
}

const icons: Readonly<Record<How, Pick<Item, 'icon' | 'color'>>> = {
  native: { icon: 'chip', color: 'testing.iconPassed' },
  emulated: { icon: 'chip', color: 'disabledForeground' },
  unsupported: { icon: 'warning', color: 'list.warningForeground' },
  unknown: { icon: 'chip' },
};

const more = {
  native: platformTexts.nativeMore,
  emulated: platformTexts.emulatedMore,
  unsupported: platformTexts.unsupportedMore,
};
