import { array, fallback, object, optional, string, unknown } from 'valibot';
import { readShape } from '../untrusted/json.ts';
import { readRequest, type BuildRequest } from './request.ts';
import type { LeftOut } from './requestSecrets.ts';

/** What is remembered about one workspace folder, as it lies in the workspace's storage. */
export interface Remembered {
  readonly lastRequest?: BuildRequest;
  /** What the last request had beside that: it was secret, so it is not kept. */
  readonly leftOut?: LeftOut;
  readonly images?: readonly string[];
  readonly platforms?: readonly string[];
}

const texts = array(string());
const record = object({
  lastRequest: optional(unknown()),
  leftOut: fallback(optional(object({ buildArgs: texts, properties: texts })), undefined),
  images: fallback(optional(texts), undefined),
  platforms: fallback(optional(texts), undefined),
});

/** Reads what was kept. Another version of the extension may have kept something else: what is not of this form is forgotten. */
export function readRemembered(value: unknown): Remembered {
  const { lastRequest, leftOut, images, platforms } = readShape(record, value) ?? {};
  const request = lastRequest === undefined ? undefined : readRequest(lastRequest);
  return {
    ...(request?.ok && { lastRequest: request.value }),
    ...(leftOut && { leftOut }),
    ...(images && { images }),
    ...(platforms && { platforms }),
  };
}
