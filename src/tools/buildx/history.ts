import type { BuildRecord, BuildRecordDetails } from '../../domain/builder/buildRecord.ts';
import { failureLocation } from '../../domain/buildProgress.ts';
import { stripControls } from '../../domain/terminalText.ts';
import type { Command } from '../process/command.ts';

/**
 * What the builder remembers: running builds first, then the newest; 50 for each node. There is such a command from buildx
 * 0.20 on. It starts nodes that do not run.
 */
export function listHistory(docker: string, builder: string): Command<readonly BuildRecord[]> {
  return {
    file: docker,
    args: ['buildx', 'history', 'ls', '--builder', builder, '--format', 'json'],
    parse: ({ stdout }) => stdout.split('\n').flatMap(record),
  };
}

/** What is known of one build. Paths are absolute, or relative to the folder that the command runs in. */
export function inspectHistory(docker: string, builder: string, ref: string): Command<BuildRecordDetails> {
  return {
    file: docker,
    args: ['buildx', 'history', 'inspect', '--builder', builder, '--format', 'json', '--', idOf(ref)],
    parse: ({ stdout }) => details(object(stdout)),
  };
}

/** Its log as plain text, as buildx would have written it; buildx writes it to standard error. */
export function historyLog(docker: string, builder: string, ref: string): Command<string> {
  return {
    file: docker,
    args: ['buildx', 'history', 'logs', '--builder', builder, '--progress', 'plain', '--', idOf(ref)],
    parse: ({ stderr }) => stripControls(stderr),
  };
}

export function removeHistory(docker: string, builder: string, refs: readonly string[]): Command<void> {
  return {
    file: docker,
    args: ['buildx', 'history', 'rm', '--builder', builder, '--', ...refs.map(idOf)],
    parse: () => undefined,
  };
}

/** `ls` says `builder/node/id`; the other commands want the id, and look for it on every node. */
function idOf(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}

function record(line: string): readonly BuildRecord[] {
  const { ref, name, status, ...value } = object(line);
  if (typeof ref !== 'string') {
    return [];
  }
  const startedAt = time(value.created_at);
  const completedAt = time(value.completed_at);
  return [
    {
      ref,
      name: typeof name === 'string' ? name : '',
      // one that was cancelled is an error here; only `inspect` tells them apart
      state: status === 'Running' ? 'running' : status === 'Error' ? 'failed' : 'completed',
      ...(startedAt !== undefined && { startedAt }),
      ...(completedAt !== undefined && { completedAt }),
      totalSteps: count(value.total_steps),
      cachedSteps: count(value.cached_steps),
    },
  ];
}

const states: Readonly<Record<string, BuildRecord['state']>> = {
  completed: 'completed',
  running: 'running',
  failed: 'failed',
  canceled: 'cancelled',
};

function details(value: Record<string, unknown>): BuildRecordDetails {
  const { Context: context, Dockerfile: dockerfile, Platform: platforms, Status: status, Error: error } = value;
  const state = typeof status === 'string' && Object.hasOwn(states, status) ? states[status] : undefined;
  return {
    platforms: Array.isArray(platforms) ? platforms.filter((each) => typeof each === 'string') : [],
    state: state ?? 'completed',
    ...(isText(context) && { context }),
    ...(isText(dockerfile) && { dockerfile }),
    ...(isRecord(error) && { error: failure(error) }),
  };
}

function failure(error: Record<string, unknown>): NonNullable<BuildRecordDetails['error']> {
  const { Message: message, Name: step, Sources: sources } = error;
  const excerpt = isText(sources) ? Buffer.from(sources, 'base64').toString('utf8') : '';
  return {
    message: isText(message) ? message : '',
    ...(isText(step) && { step }),
    ...failureLocation(excerpt.split('\n')),
  };
}

function object(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function time(value: unknown): number | undefined {
  const parsed = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

function count(value: unknown): number {
  return typeof value === 'number' && value > 0 ? value : 0;
}
