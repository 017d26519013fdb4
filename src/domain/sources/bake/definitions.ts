import type { Budget } from '../../untrusted/budget.ts';
import { parseHcl, type HclBody, type HclExpression } from './hcl.ts';
import type { SourceFile } from '../readFiles.ts';
import { parseJson } from '../../untrusted/json.ts';
import { isMapping, list, mapping, type Mapping } from '../../untrusted/values.ts';

export interface BakeFile extends SourceFile {
  readonly format: 'hcl' | 'json';
}

/** A target or group in one or several files, merged attribute by attribute. */
export type Attributes = Map<string, HclExpression>;

/** The definitions of files, unevaluated. */
export interface Definitions {
  /** Includes attributes outside of blocks: they are variables that cannot be overridden. */
  readonly variables: Attributes;
  readonly targets: Map<string, Attributes>;
  readonly groups: Map<string, Attributes>;
}

/** Merges a file; returns whether it could be read. */
export function readInto(all: Definitions, { format, text: written }: BakeFile, budget: Budget): boolean {
  if (format === 'json') {
    readJson(written, all, budget);
    return true;
  }
  const body = parseHcl(written);
  if (body.ok) {
    readHcl(body.value, all);
  }
  return body.ok;
}

/** In place: the same target may be defined thousands of times. */
export function layOver(into: Map<string, Attributes>, name: string, attributes: Iterable<[string, HclExpression]>) {
  const former = into.get(name);
  if (former === undefined) {
    into.set(name, new Map(attributes));
    return;
  }
  for (const [key, value] of attributes) {
    if (value.kind !== 'null') {
      former.set(key, value);
    }
  }
}

function readHcl(body: HclBody, all: Definitions): void {
  for (const [name, value] of body.attributes) {
    all.variables.set(name, value);
  }
  for (const { type, labels, body: inner } of body.blocks) {
    const name = labels[0];
    if (name !== undefined) {
      readBlock(all, type, name, inner.attributes);
    }
  }
}

function readBlock(all: Definitions, type: string, name: string, attributes: Attributes | HclBody['attributes']): void {
  if (type === 'variable') {
    const value = attributes.get('default');
    if (value !== undefined || !all.variables.has(name)) {
      all.variables.set(name, value ?? { kind: 'null' });
    }
  } else if (type === 'target' || type === 'group') {
    layOver(type === 'target' ? all.targets : all.groups, name, attributes);
  }
}

function readJson(json: string, all: Definitions, budget: Budget): void {
  const root = mapping(parseJson(json));
  for (const [key, value] of Object.entries(root)) {
    if (!['variable', 'target', 'group', 'function'].includes(key)) {
      all.variables.set(key, expressionOf(value, budget));
    }
  }
  for (const type of ['variable', 'target', 'group']) {
    for (const [name, block] of named(root[type])) {
      const attributes = Object.entries(block).map(([key, value]): [string, HclExpression] => [
        key,
        expressionOf(value, budget),
      ]);
      readBlock(all, type, name, new Map(attributes));
    }
  }
}

/** Blocks of one type in HCL's JSON form: by name, each a mapping or a list of mappings, and lists of these. */
function named(value: unknown): readonly (readonly [string, Mapping])[] {
  return list(Array.isArray(value) ? value : [value]).flatMap((some) =>
    Object.entries(mapping(some)).flatMap(([name, block]) =>
      list(Array.isArray(block) ? block : [block]).map((one) => [name, mapping(one)] as const),
    ),
  );
}

/** `JSON.parse` limits its recursion: it throws, and nothing was read. */
function expressionOf(value: unknown, budget: Budget): HclExpression {
  budget.spend();
  if (typeof value === 'string') {
    return { kind: 'text', text: value };
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'text', text: String(value) };
  }
  if (Array.isArray(value)) {
    return { kind: 'list', items: value.map((item) => expressionOf(item, budget)) };
  }
  return isMapping(value)
    ? {
        kind: 'object',
        entries: new Map(Object.entries(value).map(([key, item]) => [key, expressionOf(item, budget)])),
      }
    : { kind: 'null' };
}
