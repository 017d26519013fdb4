import { normalizePlatform, type Platform } from '../platform.ts';
import { readCreated } from './created.ts';
import { member, UnexpectedJson } from '../untrusted/located.ts';
import { readPlatform } from './manifest.ts';
import { parseJson } from '../untrusted/json.ts';

/** What an image's configuration says of the whole. */
export interface ImageConfig {
  /** Absent where it names none, as those of artifacts do. */
  readonly platform?: Platform;
  /** Milliseconds since 1970. */
  readonly created?: number;
}

/** Reads a configuration; what is none says nothing. */
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
