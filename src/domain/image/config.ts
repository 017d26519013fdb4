import { normalizePlatform, type Platform } from '../platform.ts';
import { readCreated } from './created.ts';
import { member, UnexpectedJson } from '../untrusted/located.ts';
import { readPlatform } from './manifest.ts';
import { parseJson } from '../untrusted/json.ts';

/** The facts of an image's configuration. */
export interface ImageConfig {
  /** Absent if there is none, as for artifacts. */
  readonly platform?: Platform;
  /** Milliseconds since 1970. */
  readonly created?: number;
}

/** Parses a configuration; an invalid one has no facts. */
export function readConfig(text: string): ImageConfig {
  try {
    const json = { value: parseJson(text), where: '' };
    const platform = normalizePlatform(readPlatform(json));
    const created = readCreated(member(json, 'created').value);
    return {
      ...(platform.os !== '' && platform.architecture !== '' && { platform }),
      ...(created !== undefined && { created }),
    };
  } catch (error) {
    if (error instanceof UnexpectedJson) {
      return {};
    }
    throw error;
  }
}
