import type { Builder, BuilderNode } from '../../../domain/builder/builder.ts';
import type { BuildersElement } from '../view/elements.ts';

/** The builder of a view's menu command; undefined from the palette. */
export function builderOf(element: unknown): Builder | undefined {
  const row = rowOf(element);
  return row && 'builder' in row ? row.builder : undefined;
}

export function nodeOf(element: unknown): { readonly builder: Builder; readonly node: BuilderNode } | undefined {
  const row = rowOf(element);
  return row?.kind === 'node' || row?.kind === 'platform' ? { builder: row.builder, node: row.node } : undefined;
}

function rowOf(element: unknown): BuildersElement | undefined {
  return typeof element === 'object' && element !== null && 'kind' in element
    ? (element as BuildersElement)
    : undefined;
}
