import type { Builder, BuilderNode, NodePlatform } from '../../../domain/builder/builder.ts';
import type { BuildRecord } from '../../../domain/builder/buildRecord.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';

/** What the rows of the view stand for; commands of its menus are called with one of these. */
export type BuildersElement =
  BuilderElement | ContextsElement | NodeElement | PlatformElement | HistoryElement | RecordElement | MessageElement;

export interface BuilderElement {
  readonly kind: 'builder';
  readonly builder: Builder;
}

/** The Docker contexts that are not in use, folded. */
export interface ContextsElement {
  readonly kind: 'contexts';
  readonly builders: readonly Builder[];
}

export interface NodeElement {
  readonly kind: 'node';
  readonly builder: Builder;
  readonly node: BuilderNode;
}

export interface PlatformElement {
  readonly kind: 'platform';
  readonly builder: Builder;
  readonly node: BuilderNode;
  readonly own: NodePlatform;
}

export interface HistoryElement {
  readonly kind: 'history';
  readonly builder: Builder;
}

export interface RecordElement {
  readonly kind: 'record';
  readonly builder: Builder;
  readonly record: BuildRecord;
}
