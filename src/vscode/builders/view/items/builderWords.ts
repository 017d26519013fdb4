import { isExtensible, type Builder } from '../../../../domain/builder/builder.ts';
import {
  canBeDefault,
  isRemovable,
  isRunning,
  isStartable,
  isStoppable,
  isUnpinned,
} from '../../../../domain/builder/abilities.ts';

/** The words in the `viewItem` conditions of package.json. */
export function builderWords(builder: Builder, inUse: boolean): string {
  const words: readonly (readonly [string, boolean])[] = [
    ['builder', true],
    ['inUse', inUse],
    ['damaged', builder.damagedFile !== undefined],
    ['startable', isStartable(builder)],
    ['stoppable', isStoppable(builder)],
    ['unpinned', isUnpinned(builder)],
    ['extensible', isExtensible(builder)],
    ['running', isRunning(builder)],
    ['removable', isRemovable(builder)],
    ['defaultable', canBeDefault(builder)],
  ];
  return wordsOf(words);
}

export function nodeWords(builder: Builder): string {
  return wordsOf([
    ['node', true],
    ['pinnable', isExtensible(builder)],
    ['removable', isExtensible(builder) && builder.nodes.length > 1],
  ]);
}

function wordsOf(words: readonly (readonly [string, boolean])[]): string {
  return words
    .filter(([, holds]) => holds)
    .map(([word]) => word)
    .join(' ');
}
