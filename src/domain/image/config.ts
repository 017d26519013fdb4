import { normalizePlatform, type Platform } from '../platform.ts';
import { UnexpectedJson } from './json.ts';
import { readPlatform } from './manifest.ts';

/** The platform that an image's configuration names; undefined where it names none, as those of artifacts do. */
export function readConfigPlatform(text: string): Platform | undefined {
  try {
    const platform = normalizePlatform(readPlatform({ value: JSON.parse(text), where: '' }));
    return platform.os === '' || platform.architecture === '' ? undefined : platform;
  } catch (error) {
    if (error instanceof UnexpectedJson || error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}
