import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildPlan } from '../../domain/build/plan.ts';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { accessOf, accessText, isPath, missingAccess, readAccess, type Access } from '../../domain/policy/access.ts';
import type { BakeDefinition } from '../../domain/policy/bakeDefinition.ts';
import { csvAttributes } from '../../domain/policy/csv.ts';
import { extraOptions } from '../../domain/policy/extraArguments.ts';
import { readCache, sshPaths } from '../../domain/policy/exchange.ts';
import { atLeast, type BuildxVersion } from '../../tools/buildx/version.ts';
import { CancelledError } from '../../tools/process/errors.ts';
import type { BakeFiles } from './bakeFiles.ts';
import { existingPath } from './existingPath.ts';
import { askable, type BuildQuestions, type Consents } from './questions.ts';

export interface AccessGuardDeps {
  readonly consents: Consents;
  readonly bakeFiles: BakeFiles;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Limits a bake file's access outside the workspace folder to what was allowed: buildx itself does not check this with
 * `--progress=rawjson`. Resolves to the plan with the arguments for buildx. Rejects with `bakeAccessDenied` if the task does not allow it
 * or nobody can be asked, and with `CancelledError` if the user declines.
 */
export function createAccessGuard({ consents, bakeFiles, env }: AccessGuardDeps) {
  return async (
    plan: BuildPlan,
    definition: BakeDefinition,
    version: BuildxVersion | undefined,
    questions: BuildQuestions | undefined,
  ): Promise<BuildPlan> => {
    const resolved = (all: readonly Access[]) => Promise.all(all.map((one) => resolve(one, plan.directory)));
    const needed = await resolved(accessOf(definition));
    const byBuildx = await resolved([...within(plan.directory), ...onCommandLine(plan), ...fileChecksOff(env)]);
    const unasked = missingAccess(needed, byBuildx);
    const allowed = await resolved([
      ...within(plan.workspace),
      ...(plan.allow ?? []).flatMap(readAccess),
      ...agentsOf(plan),
    ]);
    const missing = missingAccess(unasked, allowed);
    if (missing.length > 0) {
      await permit(plan, missing, questions);
    }
    // 0.17 is the first version with --allow for bake, and the first that asks
    return unasked.length > 0 && atLeast(version, 0, 17)
      ? { ...plan, granted: unasked.map((one) => accessText(relative(one, plan.directory))) }
      : plan;
  };

  async function permit(
    plan: BuildPlan,
    missing: readonly Access[],
    questions: BuildQuestions | undefined,
  ): Promise<void> {
    const texts = missing.map(accessText);
    if (plan.allow === undefined) {
      const files = (await bakeFiles(plan)).map((file) => path.resolve(plan.directory, file));
      const key = await contentKey(files);
      const given = consents.of(key);
      if (texts.every((text) => given.includes(text))) {
        return;
      }
      const asked = askable(questions);
      if (asked) {
        if (!(await asked.access({ files, access: missing, workspace: plan.workspace }))) {
          throw new CancelledError();
        }
        await consents.add(key, texts);
        return;
      }
    }
    const outside = missing.find(isPath)?.value;
    throw new DiagnosedError(
      diagnosisOf('bakeAccessDenied', {
        reason: 'allow',
        found: missing.map((one) => accessText(relative(one, plan.workspace))).join(', '),
        ...(outside !== undefined && { path: outside }),
      }),
    );
  }
}

async function resolve({ right, value }: Access, directory: string): Promise<Access> {
  return value === undefined || value === '*' || !isPath({ right })
    ? { right, ...(value !== undefined && { value }) }
    : { right, value: await existingPath(path.resolve(directory, value)) };
}

/** In the format of buildx: relative if that goes up at most one folder (bake/entitlements.go, `toRelativePaths`). */
function relative(access: Access, directory: string): Access {
  const { value } = access;
  if (!isPath(access) || value === undefined || value === '*') {
    return access;
  }
  const way = path.relative(directory, value) || '.';
  return way.startsWith(`..${path.sep}..`) || path.isAbsolute(way) ? access : { ...access, value: way };
}

function within(folder: string): readonly Access[] {
  return [
    { right: 'fs.read', value: folder },
    { right: 'fs.write', value: folder },
  ];
}

/** Arguments on the command line count as consent (buildx bake/bake.go, `AddOverrides`). */
function onCommandLine({
  kind,
  secrets,
  ssh = [],
  cacheFrom,
  cacheTo,
  destination,
  extraArgs,
}: BuildPlan): readonly Access[] {
  const options = extraOptions(kind, extraArgs);
  const read = [
    ...secrets.map((text) => csvAttributes(text).get('src') ?? csvAttributes(text).get('source')),
    ...ssh.flatMap(sshPaths),
    ...cacheFrom.map((text) => readCache(text).attributes.get('src')),
  ];
  const written = [...cacheTo.map((text) => readCache(text).attributes.get('dest')), destination];
  const named = (right: 'fs.read' | 'fs.write', values: readonly (string | undefined)[]) =>
    values.flatMap((value): Access[] => (value === undefined ? [] : [{ right, value }]));
  return [
    ...named('fs.read', read),
    ...named('fs.write', written),
    ...options.filter(({ name }) => name === 'allow').flatMap(({ value }) => readAccess(value)),
  ];
}

/** An SSH agent that the plan forwards also counts as consent, but buildx still requires `--allow`. */
function agentsOf({ ssh = [] }: BuildPlan): readonly Access[] {
  return ssh.some((text) => sshPaths(text).length === 0) ? [{ right: 'ssh' }] : [];
}

/** A user may have disabled buildx's file checks (bake/entitlements.go). */
function fileChecksOff(env: AccessGuardDeps['env']): readonly Access[] {
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(env.BUILDX_BAKE_ENTITLEMENTS_FS ?? '')
    ? [...within('*'), { right: 'ssh' }]
    : [];
}

/** Consent applies to the contents of the files; a changed file requires new consent. */
async function contentKey(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = await readFile(file).catch(() => '');
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
