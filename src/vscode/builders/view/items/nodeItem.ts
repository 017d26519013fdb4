import { safeLines, safeText } from '../../../../domain/safeText.ts';
import { rowTexts, statusText } from '../../texts/builders.ts';
import { nodeWords } from './builderWords.ts';
import { knownVersion } from '../../../../domain/builder/abilities.ts';
import type { NodeElement } from '../elements.ts';
import type { Item } from '../../../shared/tree/item.ts';
import { shortError } from './shortError.ts';
import { stateIcon } from './stateIcon.ts';

/** @param open whether it is initially expanded */
export function nodeItem({ builder, node }: NodeElement, open: boolean): Item {
  const { name, endpoint, error } = node;
  const version = knownVersion(node);
  const status = statusText(node.status, builder.driver);
  const state = error === undefined ? status : rowTexts.error(shortError(error));
  const details = [state, version ?? '', endpoint].filter((word) => word !== '');
  const options = Object.entries(node.options ?? {}).map(([key, value]) => `${key}=${value}`);
  return {
    // VS Code stores expansion by id, so a failing node expands
    id: `builder ${builder.name} node ${name}${error === undefined ? '' : ' in error'}`,
    label: safeText(name),
    description: safeText(details.join(' · ')),
    ...stateIcon(error === undefined ? node.status : 'error', 'server', 'server'),
    tooltip: safeLines([
      name,
      rowTexts.endpoint(endpoint),
      rowTexts.status(status),
      ...(version === undefined ? [] : [rowTexts.version(version)]),
      ...(options.length > 0 ? [rowTexts.options(options.join(', '))] : []),
      ...(node.flags && node.flags.length > 0 ? [rowTexts.flags(node.flags.join(' '))] : []),
      ...(error === undefined ? [] : ['', rowTexts.error(error)]),
    ]),
    contextValue: nodeWords(builder),
    children: open || error !== undefined ? 'expanded' : 'collapsed',
    spoken: rowTexts.spokenNode(name, details.join(', ')),
  };
}
