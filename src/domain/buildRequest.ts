import type { BuildOutput, BuildRequest } from './buildPlan.ts';
import { bad, good, type Result } from './result.ts';

const buildOutputs: readonly BuildOutput[] = ['push', 'load', 'oci', 'cache'];

/** A property of a request that is not of the kind it has to be. */
export interface ShapeProblem {
  readonly property: string;
  readonly expected: 'text' | 'list' | 'map' | 'output';
}

type Kind = 'text' | 'list' | 'map' | 'output';

const properties: Readonly<Record<keyof BuildRequest, Kind>> = {
  dockerfile: 'text',
  context: 'text',
  platforms: 'list',
  tags: 'list',
  output: 'output',
  destination: 'text',
  target: 'text',
  builder: 'text',
  buildArgs: 'map',
  buildContexts: 'map',
  secrets: 'list',
  cacheFrom: 'list',
  cacheTo: 'list',
  bakeFiles: 'list',
  bakeTargets: 'list',
  extraArgs: 'list',
};

/**
 * Reads a request out of what tasks.json or another extension gave, which can be anything. Properties that are none of ours
 * (`type`, `label` …) are left aside; a text with a NUL, which no process could be given, is not a text.
 */
export function readRequest(value: unknown): Result<BuildRequest, readonly ShapeProblem[]> {
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const problems: ShapeProblem[] = [];
  const request: Record<string, unknown> = {};
  for (const [property, kind] of Object.entries(properties)) {
    const part = Object.hasOwn(given, property) ? given[property] : undefined;
    if (part === undefined) {
      continue;
    }
    if (isOf(kind, part)) {
      request[property] = part;
    } else {
      problems.push({ property, expected: kind });
    }
  }
  return problems.length > 0 ? bad(problems) : good(request);
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return isText(value);
    case 'list':
      return Array.isArray(value) && value.every(isText);
    case 'map':
      return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isText);
    case 'output':
      return buildOutputs.some((output) => output === value);
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}
