import type { Builder, BuilderNode } from '../../../domain/builder/builder.ts';
import type { BuildersElement } from '../view/elements.ts';

/** The builder that a command of the view's menu was called for; the palette gives nothing. */
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
