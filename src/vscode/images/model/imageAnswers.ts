import type { Memento } from 'vscode';
import type { InspectedImage } from '../../../domain/image/describe.ts';
import { mapping } from '../../../domain/untrusted/values.ts';

/** The contents of a registry, and when they were read: milliseconds since 1970. */
interface ImageAnswer {
  readonly image: InspectedImage;
  readonly at: number;
}

/** The last answers of registries, stored for the next session and for when they cannot be reached. */
export interface ImageAnswers {
  get(id: string): ImageAnswer | undefined;
  set(id: string, answer: ImageAnswer): Promise<void>;
}

const key = 'images:answers';
/** Limit for stored answers: the next session reads all of them before the view shows anything. */
const kept = 100;
/** For this session: a workspace can reference a thousand images, and each is requested once. */
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

/** Another version of the extension may have stored a different format. */
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
