import {
  commonPlatforms,
  formatPlatform,
  isKnownPlatform,
  nearestPlatform,
  parsePlatform,
  platformList,
  type PlatformProblem,
} from '../../../domain/platform.ts';
import { shortHowText } from '../texts/how.ts';
import { platformProblemText } from '../../shared/text/problems.ts';
import type { BuilderChoice } from '../builderChoice.ts';
import type { Row } from '../../shared/picks/ui.ts';
import { l10n } from '../../shared/l10n.ts';

/** The meaning of the typed text: part of a listed platform, a platform, or neither. */
export type TypedPlatform =
  | { readonly kind: 'filter' }
  | { readonly kind: 'platform'; readonly platform: string; readonly meant?: string }
  | { readonly kind: 'problem'; readonly problem: PlatformProblem };

export interface PlatformsView {
  readonly listed: readonly string[];
  readonly builder: BuilderChoice | undefined;
  readonly ticked: readonly string[];
  /** The text with which the user tried to continue. */
  readonly refused: string | undefined;
  /** Who needs a platform, in a few words. */
  readonly neededBy?: (platform: string) => string | undefined;
}

/** The offered platforms: selected ones first, and those of the builder last, because it answers last and rows must not move. */
export function listedPlatforms(
  ticked: readonly string[],
  others: readonly string[],
  builder: BuilderChoice | undefined,
): readonly string[] {
  return platformList(ticked, commonPlatforms, others, builder?.platforms ?? []);
}

/** Parses the typed text; `meant` is the nearest known platform for an unknown one. */
export function readTyped(typed: string, listed: readonly string[]): TypedPlatform {
  if (typed === '') {
    return { kind: 'filter' };
  }
  const parsed = parsePlatform(typed);
  const isPart = matching(typed, listed).length > 0;
  if (parsed.ok) {
    const platform = formatPlatform(parsed.value);
    if (isKnownPlatform(parsed.value) || listed.includes(platform)) {
      return { kind: 'platform', platform };
    }
    const meant = nearestPlatform(parsed.value);
    return isPart ? { kind: 'filter' } : { kind: 'platform', platform, ...(meant !== undefined && { meant }) };
  }
  return isPart ? { kind: 'filter' } : { kind: 'problem', problem: parsed.problem };
}

/** The listed platforms that contain a text. */
export function matching(typed: string, listed: readonly string[]): readonly string[] {
  return listed.filter((platform) => platform.includes(typed.toLowerCase()));
}

/** The rows of the pick. Temporary rows are at the end. */
export function platformRows(view: PlatformsView, typed: string): readonly Row[] {
  const { listed } = view;
  const read = readTyped(typed, listed);
  const typedPlatform = read.kind === 'platform' ? read.platform : undefined;
  const rows = listed.map((platform): Row => ({
    id: platform,
    label: platform,
    ...describe(platform, view),
    ...(platform === typedPlatform && { alwaysShow: true }),
  }));
  return [...rows, ...typedRows(read, typed, view), ...messages(view, typed)];
}

/** How a build with the selected platforms would build it, and who needs it. */
function describe(platform: string, { builder, ticked, neededBy }: PlatformsView): { readonly description?: string } {
  const among = [...new Set([...ticked, platform])];
  const words = [
    builder && !builder.error ? shortHowText(builder.platformHow(platform, among), platform, builder) : undefined,
    neededBy?.(platform),
  ].filter((word) => word !== undefined);
  return words.length === 0 ? {} : { description: words.join(' · ') };
}

function typedRows(read: TypedPlatform, typed: string, view: PlatformsView): readonly Row[] {
  switch (read.kind) {
    case 'filter':
      return [];
    case 'platform': {
      if (view.listed.includes(read.platform)) {
        return [];
      }
      const doubt = { description: l10n.t('not a known platform; did you mean {0}?', read.meant ?? '') };
      const words = read.meant === undefined ? describe(read.platform, view) : doubt;
      return [{ id: read.platform, label: read.platform, alwaysShow: true, ...words }];
    }
    case 'problem':
      return [message('problem', typed, platformProblemText(read.problem))];
  }
}

function messages({ listed, builder, ticked, refused }: PlatformsView, typed: string): readonly Row[] {
  const nothing = typed === '' && ticked.length === 0;
  const several = typed !== '' && readTyped(typed, listed).kind === 'filter';
  return [
    ...(refused === typed && nothing
      ? [message('none', l10n.t('No platform selected'), l10n.t('select at least one platform'))]
      : []),
    ...(refused === typed && several
      ? [message('several', typed, l10n.t('several platforms match; select one or keep typing'))]
      : []),
    ...(builder?.error
      ? [{ ...message('builder', l10n.t('The builder could not be checked'), builder.error.message), icon: 'warning' }]
      : []),
  ];
}

function message(id: string, label: string, description: string): Row {
  return { id: `message:${id}`, icon: 'error', label, description, alwaysShow: true, message: true };
}
