import type { Builder, BuilderNode, NodePlatform } from '../../../domain/builder/builder.ts';
import type { BuildRecord } from '../../../domain/builder/buildRecord.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';

/** The elements of the view; menu commands receive one of these. */
export type BuildersElement =
  BuilderElement | ContextsElement | NodeElement | PlatformElement | HistoryElement | RecordElement | MessageElement;

export interface BuilderElement {
  readonly kind: 'builder';
  readonly builder: Builder;
}

/** The unused Docker contexts, collapsed. */
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
