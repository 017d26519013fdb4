import { buildReaders } from './readers/builds.ts';
import { imageReaders } from './readers/images.ts';
import { sourceReaders } from './readers/sources.ts';
import { toolReaders } from './readers/tools.ts';
import type { Reader } from './reader.ts';

/** Every reader of outside text. */
export const readers: readonly Reader[] = [...sourceReaders, ...buildReaders, ...imageReaders, ...toolReaders];
