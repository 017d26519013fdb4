import { lastWords, readClues } from './clues.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { Evidence } from './evidence.ts';
import { remediesFor } from './remedies.ts';
import { baseImageRules, imageRules } from './rules/baseImage.ts';
import { builderRules } from './rules/builder.ts';
import { dockerRules } from './rules/docker.ts';
import { registryRules } from './rules/registry.ts';
import { requestRules } from './rules/request.ts';
import { firstFinding, type Finding, type Params, type Rule } from './rules/rule.ts';
import { sourceRules } from './rules/sources.ts';
import { stepRules } from './rules/step.ts';
import { redact } from '../redact.ts';
import { paramOf } from './text.ts';

/** Number of characters of a tool's messages to examine; a sentence shows far fewer. */
const longestWords = 8192;

/** Most specific first. */
const rules: readonly Rule[] = [
  // buildx cmd/buildx/main.go: 130 if interrupted
  ({ evidence }) => (evidence.exitCode === 130 ? { code: 'cancelled' } : undefined),
  ...dockerRules,
  ...builderRules,
  ...stepRules,
  ...sourceRules,
  ...requestRules,
  ...baseImageRules,
  ...registryRules,
  ...imageRules,
  ({ said }) => (said.includes('context canceled') ? { code: 'cancelled' } : undefined),
];

/** Recognizes a failure. Never throws; a failure that no rule recognizes is `unknown`, with the tool's last message. */
export function diagnose(evidence: Evidence): Diagnosis {
  const clues = readClues(evidence);
  const { code, params: found = {} } = firstFinding(rules, clues) ?? ({ code: 'unknown' } satisfies Finding);
  const params = cleaned({ detail: lastWords(clues) || (evidence.spawnError ?? ''), ...found }, evidence.secrets);
  const { location } = clues;
  return {
    code,
    params,
    ...(location && { location }),
    remedies: remediesFor(code, params, location),
  };
}

function cleaned(params: Params, secrets: readonly string[] = []): Params {
  return Object.fromEntries(
    Object.entries(params)
      .map(([name, value]) => [name, paramOf(redact(value.slice(0, longestWords), secrets))] as const)
      .filter(([, value]) => value !== ''),
  );
}
