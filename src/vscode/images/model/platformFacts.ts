import { EventEmitter, type Event, type Memento } from 'vscode';
import type { Inside } from '../../../domain/inside/inside.ts';
import { mapping } from '../../../domain/untrusted/values.ts';

/** Facts about a single-platform image, which never change for its digest. */
export interface PlatformFacts {
  /** Its start program, if it was checked. */
  readonly inside?: Inside;
  /** When it was created: milliseconds since 1970. */
  readonly created?: number;
}

/** Stores facts about digests across sessions. */
export interface KnownFacts {
  /** New facts about the image with this digest. */
  readonly onDidChange: Event<string>;
  readonly of: (digest: string) => PlatformFacts;
  add(digest: string, facts: PlatformFacts): Promise<void>;
  dispose(): void;
}

const key = 'images:facts';
const most = 300;

export function createPlatformFacts(state: Memento): KnownFacts {
  let read: Map<string, PlatformFacts> | undefined;
  /** Read on first use; activation does not need them. */
  const all = (): Map<string, PlatformFacts> => {
    if (!read) {
      const kept: unknown = state.get(key);
      read = new Map(Array.isArray(kept) ? (kept as readonly unknown[]).flatMap(readEntry) : []);
    }
    return read;
  };
  const changes = new EventEmitter<string>();
  return {
    onDidChange: changes.event,
    of: (digest) => all().get(digest) ?? {},
    async add(digest, facts) {
      const known = all();
      const before = known.get(digest);
      const after = { ...before, ...facts };
      if (JSON.stringify(before) === JSON.stringify(after)) {
        return;
      }
      known.delete(digest);
      known.set(digest, after);
      for (const oldest of [...known.keys()].slice(0, Math.max(0, known.size - most))) {
        known.delete(oldest);
      }
      await state.update(key, [...known]);
      changes.fire(digest);
    },
    dispose: () => {
      changes.dispose();
    },
  };
}

const plainStates = ['noStart', 'tooLarge', 'tooComplex'];
const programStates = ['notFound', 'noFirstLine', 'windowsLines', 'notExecutable', 'unknown'];

/** Another version of the extension may have stored a different format: unknown data is ignored. */
function readEntry(entry: unknown): [string, PlatformFacts][] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') {
    return [];
  }
  const { inside, created } = mapping(entry[1]);
  return [
    [
      entry[0],
      {
        ...(isInside(inside) && { inside }),
        ...(typeof created === 'number' && Number.isFinite(created) && { created }),
      },
    ],
  ];
}

function isInside(value: unknown): value is Inside {
  const { state, program, programs } = mapping(value);
  if (state === 'found') {
    return Array.isArray(programs) && programs.length > 0 && programs.every((each) => isProgram(mapping(each)));
  }
  const name = String(state);
  return plainStates.includes(name) || (programStates.includes(name) && typeof program === 'string');
}

function isProgram({ program, format, architecture, missingLoader }: Readonly<Record<string, unknown>>): boolean {
  return (
    typeof program === 'string' &&
    typeof format === 'string' &&
    (architecture === undefined || typeof architecture === 'string') &&
    (missingLoader === undefined || typeof missingLoader === 'string')
  );
}
