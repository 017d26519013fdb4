import { formatPlatform } from '../platform.ts';
import type { ImageConfig } from './config.ts';
import { isIndexType, type Descriptor, type Manifest } from './manifest.ts';

/** The documents read so far, by the digest of the manifest. */
interface Documents {
  readonly manifests: ReadonlyMap<string, Manifest | undefined>;
  readonly configs: ReadonlyMap<string, ImageConfig | undefined>;
}

/** The entries of an index from which one is taken. */
interface Choice {
  /** The first entry for each platform. */
  readonly named: ReadonlyMap<string, Descriptor>;
  /** The first entry that names no platform. */
  readonly nameless: Descriptor | undefined;
}

/**
 * Finds the digest of the manifest that containerd takes from an index for nodes of a platform; undefined if there is none. At each level,
 * that is the first entry for exactly this platform. Without one, it is the first entry that names no platform, and only this one: its
 * configuration then has to be for the platform (containerd core/images/image.go, `Manifest`). Nodes with Windows also compare versions.
 *
 * @param levels how many indexes may be inside each other
 */
export function pulledFrom(
  top: Manifest,
  documents: Documents,
  levels: number,
): (platform: string) => string | undefined {
  // each index is read once: it can have many entries for many platforms
  const choices = new Map<Manifest, Choice>();
  function choiceIn(index: Extract<Manifest, { kind: 'index' }>): Choice {
    const known = choices.get(index);
    if (known) {
      return known;
    }
    const named = new Map<string, Descriptor>();
    for (const entry of index.entries) {
      const name = entry.platform && formatPlatform(entry.platform);
      if (name !== undefined && !named.has(name)) {
        named.set(name, entry);
      }
    }
    const choice = { named, nameless: index.entries.find(({ platform }) => platform === undefined) };
    choices.set(index, choice);
    return choice;
  }

  function take(manifest: Manifest | undefined, platform: string, left: number): string | undefined {
    if (manifest?.kind !== 'index' || left === 0) {
      return undefined;
    }
    const { named, nameless } = choiceIn(manifest);
    const entry = named.get(platform) ?? nameless;
    if (entry === undefined) {
      return undefined;
    }
    const { digest, mediaType, platform: own = documents.configs.get(digest)?.platform } = entry;
    if (isIndexType(mediaType)) {
      return take(documents.manifests.get(digest), platform, left - 1);
    }
    return own !== undefined && formatPlatform(own) === platform ? digest : undefined;
  }
  return (platform) => take(top, platform, levels);
}
