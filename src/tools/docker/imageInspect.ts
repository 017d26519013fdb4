import { object } from 'valibot';
import { formatPlatform, normalizePlatform } from '../../domain/platform.ts';
import { readJson } from '../../domain/untrusted/json.ts';
import { anyText } from '../../domain/untrusted/shapes.ts';
import { option } from '../process/arguments.ts';
import type { Command, Output } from '../process/command.ts';

const inspectedImage = object({ Os: anyText, Architecture: anyText, Variant: anyText, Id: anyText });

/** An image in the engine's own store, for one platform. */
export type LocalImage =
  | {
      readonly state: 'there';
      readonly platform: string;
      /**
       * With the containerd store, the digest of the index, or of the manifest if a platform was requested; with the classic store, that of
       * the configuration.
       */
      readonly id: string;
    }
  | { readonly state: 'absent' }
  /** The engine cannot select one of several platforms: that requires API 1.49. */
  | { readonly state: 'cannotSay' }
  /** The engine did not respond; `problem` is Docker's message. */
  | { readonly state: 'failed'; readonly problem: string };

const isAbsence = /No such image|image with reference .* was found but/i;

/** One platform of a local image; without `platform`, the one that the engine would run. */
export function inspectLocalImage(docker: string, reference: string, platform?: string): Command<LocalImage> {
  return {
    file: docker,
    args: ['image', 'inspect', '--format', '{{json .}}', ...option('--platform', platform), '--', reference],
    accept: (exitCode) => exitCode !== -1,
    expects: ({ stderr }) => isAbsence.test(stderr),
    parse,
  };
}

function parse({ stdout, stderr, exitCode }: Output): LocalImage {
  if (exitCode !== 0) {
    if (/unknown flag|requires API version/.test(stderr)) {
      return { state: 'cannotSay' };
    }
    return isAbsence.test(stderr) ? { state: 'absent' } : { state: 'failed', problem: stderr.trim() };
  }
  const image = readJson(inspectedImage, stdout);
  if (image === undefined) {
    return { state: 'failed', problem: 'docker image inspect did not describe an image' };
  }
  if (image.Os === undefined || image.Architecture === undefined) {
    return { state: 'absent' };
  }
  const { Os: os, Architecture: architecture, Variant: variant } = image;
  return {
    state: 'there',
    platform: formatPlatform(normalizePlatform({ os, architecture, ...(variant !== undefined && { variant }) })),
    id: image.Id ?? '',
  };
}
