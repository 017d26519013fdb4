import { nativePlatform, type BuilderNode } from '../builder.ts';
import { formatPlatform } from '../../platform.ts';

/** The native platform of a node, without its processor level: images are built for the platform itself. */
export function ownPlatform(node: BuilderNode): string | undefined {
  const native = nativePlatform(node);
  if (native === undefined) {
    return undefined;
  }
  const { os, architecture, variant } = native;
  return formatPlatform({ os, architecture, ...(architecture === 'arm' && variant !== undefined && { variant }) });
}
