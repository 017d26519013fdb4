import type { Command } from '../../process/command.ts';
import { inspectBuilder } from './inspect.ts';

/** Makes a builder Docker's default for the current context. */
export function useBuilder(docker: string, name: string): Command<void> {
  return { file: docker, args: ['buildx', 'use', '--', name], parse: () => undefined };
}

/** Starts all nodes of a builder and waits until they are running. */
export function startBuilder(docker: string, name: string): Command<void> {
  return { ...inspectBuilder(docker, name, true), parse: () => undefined };
}

export function stopBuilder(docker: string, name: string): Command<void> {
  return { file: docker, args: ['buildx', 'stop', '--', name], parse: () => undefined };
}

/** The unchanged output of `inspect`. */
export function describeBuilder(docker: string, name: string): Command<string> {
  return { ...inspectBuilder(docker, name), parse: ({ stdout }) => stdout };
}
