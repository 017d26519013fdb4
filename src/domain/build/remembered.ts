import { array, fallback, object, optional, string, unknown } from 'valibot';
import { readShape } from '../untrusted/json.ts';
import { readRequest, type BuildRequest } from './request.ts';
import type { LeftOut } from './requestSecrets.ts';

/** The remembered data of a workspace folder, as stored for the workspace. */
export interface Remembered {
  readonly lastRequest?: BuildRequest;
  /** The parts of the last request that were not stored because they are secret. */
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

/** Parses stored data. Another version of the extension may have stored a different format: invalid data is ignored. */
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
