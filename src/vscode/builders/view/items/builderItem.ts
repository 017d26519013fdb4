import { safeLines, safeText } from '../../../../domain/safeText.ts';
import { statusOf, type Builder } from '../../../../domain/builder/builder.ts';
import { rowTexts, statusText } from '../../texts/builders.ts';
import { agoText, dateText } from '../../../shared/text/measures.ts';
import type { InUse } from '../../builderModel.ts';
import { builderWords } from './builderWords.ts';
import { knownVersion, isUnpinned, runsPartly } from '../../../../domain/builder/abilities.ts';
import type { BuilderElement } from '../elements.ts';
import type { Item } from '../../../shared/tree/item.ts';
import { stateIcon } from './stateIcon.ts';

/** @param now milliseconds since 1970 */
export function builderItem({ builder }: BuilderElement, inUse: InUse | undefined, now: number): Item {
  const used = inUse?.name === builder.name;
  const status = statusOf(builder);
  const partly = runsPartly(builder);
  // a narrow view cuts off the driver
  const details = [
    used ? rowTexts.inUse() : builder.current === true ? rowTexts.dockersDefault() : '',
    stateText(builder),
    builder.driver,
  ].filter((word) => word !== '');
  return {
    // VS Code stores expansion by id, so a builder that becomes current expands
    id: `builder ${builder.name}${used ? ' in use' : ''}`,
    label: safeText(builder.name),
    description: safeText(details.join(' · ')),
    ...stateIcon(status, 'vm-running', 'vm-outline'),
    ...(partly && { color: 'list.warningForeground' }),
    tooltip: safeLines([builder.name, ...facts(builder, used ? inUse : undefined, now)]),
    contextValue: builderWords(builder, used),
    children: used || builder.damagedFile !== undefined ? 'expanded' : 'collapsed',
    spoken: rowTexts.spokenBuilder(builder.name, details.join(', ')),
  };
}

function stateText(builder: Builder): string {
  const { damagedFile, driver, nodes } = builder;
  if (damagedFile !== undefined) {
    return rowTexts.damaged();
  }
  return runsPartly(builder)
    ? rowTexts.partlyRunning(nodes.filter(({ status }) => status === 'running').length, nodes.length)
    : statusText(statusOf(builder), driver);
}

function facts(builder: Builder, inUse: InUse | undefined, now: number): string[] {
  const { nodes, driver, error, lastActivity, damagedFile } = builder;
  const [first] = nodes;
  const versions = unique(nodes.map((node) => knownVersion(node) ?? ''));
  const options = unique(nodes.map((node) => pairs(node.options)));
  const used = lastActivity === undefined ? Number.NaN : Date.parse(lastActivity);
  return [
    ...(inUse ? [usedBy[inUse.by]()] : builder.current === true ? [rowTexts.dockersDefault()] : []),
    ...(damagedFile === undefined ? [] : [rowTexts.damagedMore(damagedFile)]),
    ...(error === undefined ? [] : [rowTexts.error(error)]),
    ...(driver === '' ? [] : [rowTexts.driver(driver)]),
    ...(nodes.length === 1 && first ? [rowTexts.endpoint(first.endpoint)] : []),
    ...(nodes.length > 1 ? nodes.map(({ name, endpoint }) => rowTexts.nodeEndpoint(name, endpoint)) : []),
    ...(versions.length > 0 ? [rowTexts.version(versions.join(', '))] : []),
    ...(options.length > 0 ? [rowTexts.options(options.join(', '))] : []),
    ...(Number.isNaN(used) ? [] : [rowTexts.lastUsed(agoText(used, now), dateText(used))]),
    ...nodes.flatMap((node) => (node.error === undefined ? [] : [`${node.name}: ${node.error}`])),
    ...(isUnpinned(builder) ? ['', rowTexts.unpinned()] : []),
  ];
}

const usedBy = {
  setting: rowTexts.inUseBySetting,
  environment: rowTexts.inUseByEnvironment,
  docker: rowTexts.inUseByDocker,
};

function pairs(options: Readonly<Record<string, string>> = {}): string {
  return Object.entries(options)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}
