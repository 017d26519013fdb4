import type {
  LogUpdate,
  ProgressUpdate,
  StatusUpdate,
  VertexUpdate,
  WarningUpdate,
} from '../../domain/buildProgress.ts';

type Json = Readonly<Record<string, unknown>>;

const parts = ['vertexes', 'statuses', 'logs', 'warnings'] as const;
const none: readonly never[] = [];
/** In characters. */
const longestQuote = 1000;

/**
 * Parses one line of rawjson, a `client.SolveStatus` (moby/buildkit client/graph.go); undefined for anything else. Empty values may be
 * absent, as BuildKit omits them; an optional value of a wrong type counts as absent.
 */
export function readUpdate(line: string): ProgressUpdate | undefined {
  if (!line.startsWith('{')) {
    return undefined;
  }
  const message = parse(line);
  if (message === undefined || !isStatus(message)) {
    return undefined;
  }
  const vertexes = readAll(message.vertexes, readVertex);
  const statuses = readAll(message.statuses, readStatus);
  const logs = readAll(message.logs, readLog);
  const warnings = readAll(message.warnings, readWarning);
  return vertexes && statuses && logs && warnings && { vertexes, statuses, logs, warnings };
}

function parse(line: string): Json | undefined {
  try {
    return JSON.parse(line) as Json;
  } catch {
    return undefined;
  }
}

/** An empty message is `{}`; an object with other members is not BuildKit's. */
function isStatus(message: Json): boolean {
  return parts.some((part) => Object.hasOwn(message, part)) || Object.keys(message).length === 0;
}

function readAll<T>(list: unknown, read: (item: Json) => T | undefined): readonly T[] | undefined {
  if (list === undefined || list === null) {
    return none;
  }
  if (!Array.isArray(list)) {
    return undefined;
  }
  const items: T[] = [];
  for (const item of list as unknown[]) {
    const value = isObject(item) ? read(item) : undefined;
    if (value === undefined) {
      return undefined;
    }
    items.push(value);
  }
  return items;
}

function readVertex(item: Json): VertexUpdate | undefined {
  const digest = item.digest;
  if (typeof digest !== 'string') {
    return undefined;
  }
  const started = time(item.started);
  const completed = time(item.completed);
  const error = text(item.error);
  return {
    digest,
    inputs: Array.isArray(item.inputs) ? item.inputs.filter((input) => typeof input === 'string') : none,
    name: text(item.name) ?? '',
    ...(started !== undefined && { started }),
    ...(completed !== undefined && { completed }),
    cached: item.cached === true,
    ...(error !== undefined && error !== '' && { error }),
  };
}

function readStatus(item: Json): StatusUpdate | undefined {
  const { id, vertex } = item;
  if (typeof id !== 'string' || typeof vertex !== 'string') {
    return undefined;
  }
  return {
    id,
    vertex,
    current: bytes(item.current),
    total: bytes(item.total),
    completed: time(item.completed) !== undefined,
  };
}

function readLog(item: Json): LogUpdate | undefined {
  const { vertex, data, stream } = item;
  if (typeof vertex !== 'string' || (typeof data !== 'string' && data !== null)) {
    return undefined;
  }
  return { vertex, stream: stream === 2 ? 2 : 1, data: Buffer.from(data ?? '', 'base64') };
}

function readWarning(item: Json): WarningUpdate | undefined {
  const { short, detail } = item;
  if (typeof short !== 'string') {
    return undefined;
  }
  const url = text(item.url);
  const source = isObject(item.sourceInfo) ? item.sourceInfo : {};
  const file = text(source.filename);
  const line = firstLine(item.range);
  const quoted = line === undefined ? undefined : base64(text(source.data) ?? '').split('\n')[line - 1];
  const vertex = text(item.vertex);
  return {
    ...(vertex !== undefined && { vertex }),
    short: base64(short),
    detail: Array.isArray(detail) ? detail.filter((each) => typeof each === 'string').map(base64) : none,
    ...(url !== undefined && { url }),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(quoted !== undefined && { quoted: quoted.slice(0, longestQuote) }),
  };
}

function firstLine(ranges: unknown): number | undefined {
  const range: unknown = Array.isArray(ranges) ? ranges[0] : undefined;
  const start = isObject(range) ? range.start : undefined;
  const line = isObject(start) ? start.line : undefined;
  return typeof line === 'number' && Number.isInteger(line) && line > 0 ? line : undefined;
}

function base64(value: string): string {
  return Buffer.from(value, 'base64').toString();
}

/** RFC 3339 as Go prints it: up to nanoseconds, with a time zone. */
function time(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

function bytes(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 0;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
