import { fallback, object, optional, type InferOutput } from 'valibot';
import type { BuildRecord, BuildRecordDetails } from '../../domain/builder/buildRecord.ts';
import { failureLocation } from '../../domain/buildProgress.ts';
import { stripControls } from '../../domain/terminalText.ts';
import { readJson } from '../../domain/untrusted/json.ts';
import { anyCount, anyText, anyTexts } from '../../domain/untrusted/shapes.ts';
import type { Command } from '../process/command.ts';

const listedRecord = object({
  ref: anyText,
  name: anyText,
  status: anyText,
  created_at: anyText,
  completed_at: anyText,
  total_steps: anyCount,
  cached_steps: anyCount,
});
const recordedError = object({ Message: anyText, Name: anyText, Sources: anyText });
const inspectedRecord = object({
  Context: anyText,
  Dockerfile: anyText,
  Platform: anyTexts,
  Status: anyText,
  Error: fallback(optional(recordedError), undefined),
});

/** The builder's history: running builds first, then the newest; 50 per node. Requires buildx 0.20. Starts nodes that are not running. */
export function listHistory(docker: string, builder: string): Command<readonly BuildRecord[]> {
  return {
    file: docker,
    args: ['buildx', 'history', 'ls', '--builder', builder, '--format', 'json'],
    parse: ({ stdout }) => stdout.split('\n').flatMap(record),
  };
}

/** The details of one build. Paths are absolute, or relative to the working directory of the command. */
export function inspectHistory(docker: string, builder: string, ref: string): Command<BuildRecordDetails> {
  return {
    file: docker,
    args: ['buildx', 'history', 'inspect', '--builder', builder, '--format', 'json', '--', idOf(ref)],
    parse: ({ stdout }) => details(stdout),
  };
}

/** Its log as plain text, as buildx would have printed it; buildx writes it to standard error. */
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

/** `ls` prints `builder/node/id`; the other commands expect the id, and search for it on every node. */
function idOf(ref: string): string {
  return ref.split('/').at(-1) ?? ref;
}

function record(line: string): readonly BuildRecord[] {
  const read = readJson(listedRecord, line);
  if (read?.ref === undefined) {
    return [];
  }
  const { ref, name = '', status } = read;
  const startedAt = time(read.created_at);
  const completedAt = time(read.completed_at);
  return [
    {
      ref,
      name,
      // a canceled build is an error here; only `inspect` distinguishes them
      state: status === 'Running' ? 'running' : status === 'Error' ? 'failed' : 'completed',
      ...(startedAt !== undefined && { startedAt }),
      ...(completedAt !== undefined && { completedAt }),
      totalSteps: read.total_steps,
      cachedSteps: read.cached_steps,
    },
  ];
}

const states: Readonly<Record<string, BuildRecord['state']>> = {
  completed: 'completed',
  running: 'running',
  failed: 'failed',
  canceled: 'cancelled',
};

function details(text: string): BuildRecordDetails {
  const read = readJson(inspectedRecord, text);
  const {
    Context: context,
    Dockerfile: dockerfile,
    Platform: platforms = [],
    Status: status = '',
    Error: error,
  } = read ?? {};
  const state = Object.hasOwn(states, status) ? states[status] : undefined;
  return {
    platforms,
    state: state ?? 'completed',
    ...(context !== undefined && { context }),
    ...(dockerfile !== undefined && { dockerfile }),
    ...(error && { error: failure(error) }),
  };
}

function failure({
  Message: message = '',
  Name: step,
  Sources: sources = '',
}: InferOutput<typeof recordedError>): NonNullable<BuildRecordDetails['error']> {
  const excerpt = Buffer.from(sources, 'base64').toString('utf8');
  return { message, ...(step !== undefined && { step }), ...failureLocation(excerpt.split('\n')) };
}

function time(text = ''): number | undefined {
  const parsed = Date.parse(text);
  return Number.isNaN(parsed) ? undefined : parsed;
}
