import { statusOf, type Builder, type BuilderNode } from '../../../domain/builder/builder.ts';
import type { OldBuildx } from '../../../domain/builder/oldBuildx.ts';
import type { InUse } from '../builderModel.ts';
import { rowTexts } from '../texts/builders.ts';
import { isAsked, isRunning } from '../../../domain/builder/abilities.ts';
import type { BuilderElement, BuildersElement, NodeElement } from './elements.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';
import { shownPlatforms } from '../../../domain/builder/platforms/platformLevels.ts';
import { oldBuildxTexts } from '../../shared/text/oldBuildx.ts';
import { shortError } from './items/shortError.ts';

/** The root rows: a warning of an old Buildx, the current builder, the others in order, and a collapsed row for unused Docker contexts. */
export function rootsOf(
  builders: readonly Builder[],
  inUse: InUse | undefined,
  old?: OldBuildx,
): readonly BuildersElement[] {
  const isUsed = ({ name }: Builder) => name === inUse?.name;
  const others = builders.filter((builder) => !isUsed(builder));
  const isContext = (builder: Builder) => builder.isContext === true && builder.damagedFile === undefined;
  const contexts = others.filter(isContext);
  return [
    ...(old ? [oldBuildxMessage(old)] : []),
    ...builders.filter(isUsed).map(builderElement),
    ...others.filter((builder) => !isContext(builder)).map(builderElement),
    ...(contexts.length > 0 ? [{ kind: 'contexts', builders: contexts } as const] : []),
  ];
}

/**
 * The rows below a row; none for the build history, which is queried separately.
 *
 * @param hadHistory its history has a row, which stays, and stays expanded, during another query
 */
export function childrenOf(element: BuildersElement, hadHistory = false): readonly BuildersElement[] {
  switch (element.kind) {
    case 'builder':
      return builderChildren(element, hadHistory);
    case 'contexts':
      return element.builders.map(builderElement);
    case 'node':
      return nodeChildren(element);
    case 'platform':
    case 'history':
    case 'record':
    case 'message':
      return [];
  }
}

function builderElement(builder: Builder): BuilderElement {
  return { kind: 'builder', builder };
}

function builderChildren({ builder }: BuilderElement, hadHistory: boolean): readonly BuildersElement[] {
  const { damagedFile, error, nodes } = builder;
  if (damagedFile !== undefined) {
    return [
      { kind: 'message', text: rowTexts.damagedShort(), tooltip: rowTexts.damagedMore(damagedFile), icon: 'error' },
    ];
  }
  return [
    ...(error === undefined ? [] : [errorMessage(error)]),
    ...nodes.map((node) => ({ kind: 'node', builder, node }) as const),
    ...(isRunning(builder) || (hadHistory && isAsked(builder)) ? [{ kind: 'history', builder } as const] : []),
  ];
}

function nodeChildren({ builder, node }: NodeElement): readonly BuildersElement[] {
  const platforms = shownPlatforms(node).map((own) => ({ kind: 'platform', builder, node, own }) as const);
  if (node.error !== undefined) {
    return [errorMessage(node.error), ...platforms];
  }
  return [...platforms, ...notYetKnown(node, builder)];
}

function notYetKnown(node: BuilderNode, { driver }: Builder): readonly MessageElement[] {
  const pinned = node.platforms.length > 0;
  if (!['inactive', 'stopped', 'unknown'].includes(node.status)) {
    return [];
  }
  if (driver === 'remote') {
    return [
      { kind: 'message', text: pinned ? rowTexts.noAnswerPinned() : rowTexts.noAnswer(), icon: 'debug-disconnect' },
    ];
  }
  return [{ kind: 'message', text: pinned ? rowTexts.notStartedPinned() : rowTexts.notStarted() }];
}

function oldBuildxMessage(old: OldBuildx): MessageElement {
  return {
    kind: 'message',
    text: oldBuildxTexts.short(old),
    tooltip: oldBuildxTexts.limits(old),
    icon: 'warning',
  };
}

function errorMessage(error: string): MessageElement {
  return { kind: 'message', text: shortError(error), tooltip: error, icon: 'error' };
}

/** Whether there are only contexts and the current one does not respond: the engine is down. */
export function isEngineDown(builders: readonly Builder[], inUse: InUse | undefined): boolean {
  const used = builders.find(({ name }) => name === inUse?.name);
  return used !== undefined && builders.every(({ isContext }) => isContext === true) && failed(used);
}

function failed(builder: Builder): boolean {
  return statusOf(builder) === 'error' || builder.nodes.some(({ error }) => error !== undefined);
}
