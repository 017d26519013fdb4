import type { Memento } from 'vscode';
import type { InspectedImage } from '../../../domain/image/describe.ts';
import { mapping } from '../../../domain/untrusted/values.ts';

/** What a registry held, and when it was read: milliseconds since 1970. */
interface ImageAnswer {
  readonly image: InspectedImage;
  readonly at: number;
}

/** What registries answered last, kept for the next session and for when they cannot be reached. */
export interface ImageAnswers {
  get(id: string): ImageAnswer | undefined;
  set(id: string, answer: ImageAnswer): Promise<void>;
}

const key = 'images:answers';
/** For the next session, which has to read all of it before the view shows anything. */
const kept = 100;
/** As long as this one lasts: a workspace may name a thousand images, and each is asked for once. */
const most = 2000;

export function createImageAnswers(state: Memento): ImageAnswers {
  const former: unknown = state.get(key);
  const entries = Array.isArray(former) ? (former as readonly unknown[]).filter(isEntry) : [];
  const answers = new Map(entries);
  return {
    get: (id) => answers.get(id),
    async set(id, answer) {
      answers.delete(id);
      answers.set(id, answer);
      for (const oldest of [...answers.keys()].slice(0, Math.max(0, answers.size - most))) {
        answers.delete(oldest);
      }
      await state.update(key, [...answers].slice(-kept));
    },
  };
}

/** Another version of the extension may have kept something else. */
function isEntry(entry: unknown): entry is [string, ImageAnswer] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') {
    return false;
  }
  const { image, at } = mapping(entry[1]);
  const { digest, kind, images, other } = mapping(image);
  return (
    typeof at === 'number' &&
    typeof digest === 'string' &&
    ['index', 'manifest', 'artifact'].includes(String(kind)) &&
    Array.isArray(images) &&
    Array.isArray(other) &&
    images.every((each) => {
      const { platform, digest: own, attestations } = mapping(each);
      return typeof platform === 'string' && typeof own === 'string' && Array.isArray(attestations);
    })
  );
}
