import { array, exactOptional, literal, object, record, string } from 'valibot';
import type { Toleration } from '../cluster/cluster.ts';
import { readShape } from '../untrusted/json.ts';
import type { ImageUse } from './imageUse.ts';

/** What the files of a workspace say about where its images run. */
export interface WorkspaceUses {
  readonly uses: readonly ImageUse[];
  /** Of all workloads, also of those without a known image. */
  readonly tolerations: readonly Toleration[];
  /** The images that bake and Compose files build. */
  readonly built: readonly string[];
}

export const noUses: WorkspaceUses = { uses: [], tolerations: [], built: [] };

/** Characters of JSON: more than a thousand workloads. */
const mostText = 500_000;

/** The JSON value for the next session; undefined if it is too large. Until files are read again, all eligible nodes count then. */
export function storeUses(uses: WorkspaceUses): WorkspaceUses | undefined {
  return JSON.stringify(uses).length > mostText ? undefined : uses;
}

const texts = array(string());
const requirement = object({ key: string(), operator: string(), values: texts });
const terms = array(object({ labels: array(requirement), fields: array(requirement) }));
const tolerations = array(
  object({
    key: exactOptional(string()),
    operator: exactOptional(string()),
    value: exactOptional(string()),
    effect: exactOptional(string()),
  }),
);
const placement = object({
  nodeName: exactOptional(string()),
  nodeSelector: record(string(), string()),
  required: exactOptional(terms),
  preferred: terms,
  tolerations,
  gates: texts,
  daemonSet: exactOptional(literal(true)),
});
const shape = object({
  uses: array(
    object({
      image: string(),
      kind: string(),
      name: string(),
      placement,
      unplaced: exactOptional(literal(true)),
      file: exactOptional(string()),
      engine: exactOptional(object({ platform: exactOptional(string()) })),
    }),
  ),
  tolerations,
  built: texts,
});

/** Parses stored data; empty if another version of the extension stored a different format. */
export function restoreUses(value: unknown): WorkspaceUses {
  return readShape(shape, value) ?? noUses;
}
