import { nativePlatform, type BuilderNode } from '../builder.ts';
import { formatPlatform } from '../../platform.ts';

/** What a node is, without the level of its processor: images are made for the platform itself. */
export function ownPlatform(node: BuilderNode): string | undefined {
  const native = nativePlatform(node);
  if (native === undefined) {
    return undefined;
  }
  const { os, architecture, variant } = native;
  return formatPlatform({ os, architecture, ...(architecture === 'arm' && variant !== undefined && { variant }) });
}
