import { howOn, statusOf, type Builder } from '../../../../domain/builder/builder.ts';
import { formatPlatform } from '../../../../domain/platform.ts';
import { statusText } from '../../../builders/texts/builders.ts';
import type { BuilderChoice } from '../../../builders/builderChoice.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { l10n } from '../../../shared/l10n.ts';

export interface BuildersView {
  /** Undefined until the first of them are known. */
  readonly builders: readonly Builder[] | undefined;
  /** The builder that the build would use. */
  readonly inUse: string | undefined;
}

export const setUpRow = 'setUp';
const prefix = 'builder:';
/** Number of platforms of a kind to name; the rest is counted. */
const namedPlatforms = 4;

/** The builder of a row. */
export function builderOf({ id }: Row): string | undefined {
  return id.startsWith(prefix) ? id.slice(prefix.length) : undefined;
}

export function rowIdOf(builder: string): string {
  return `${prefix}${builder}`;
}

/** All usable builders, and rows to set up another one. */
export function builderRows({ builders = [], inUse }: BuildersView): readonly Row[] {
  const usable = builders.filter(({ damagedFile }) => damagedFile === undefined);
  return [
    ...usable.map((builder): Row => ({
      id: rowIdOf(builder.name),
      icon: builder.name === inUse ? 'check' : 'server-environment',
      label: builder.name,
      description: [...(builder.name === inUse ? [l10n.t('in use')] : []), ...words(builder)].join(' · '),
      detail: builder.error ?? platformsInShort(builder),
    })),
    { id: setUpRow, icon: 'add', label: l10n.t('Set Up a Builder…'), alwaysShow: true },
  ];
}

/** Name, driver, state and nodes of the current builder. */
export function builderWords(builder: BuilderChoice): string {
  const { name, driver, status, nodeCount, error } = builder;
  return [
    name,
    driver,
    statusText(error ? 'error' : status, driver),
    ...(nodeCount > 1 ? [l10n.t('{0} nodes', nodeCount)] : []),
  ]
    .filter((word) => word !== '')
    .join(' · ');
}

function words(builder: Builder): readonly string[] {
  const { driver, nodes } = builder;
  return [
    ...(driver === '' ? [] : [driver]),
    statusText(statusOf(builder), driver),
    ...(nodes.length > 1 ? [l10n.t('{0} nodes', nodes.length)] : []),
  ];
}

function platformsInShort({ nodes }: Builder): string {
  const native = new Set<string>();
  const emulated = new Set<string>();
  for (const node of nodes) {
    for (const { platform } of node.platforms) {
      const how = howOn(node, platform);
      // processor levels add little to a line
      if (platform.variant === undefined || platform.architecture === 'arm') {
        (how === 'native' ? native : how === 'emulated' ? emulated : undefined)?.add(formatPlatform(platform));
      }
    }
  }
  return [
    ...(native.size > 0 ? [l10n.t('native {0}', some([...native]))] : []),
    ...([...emulated].some((platform) => !native.has(platform))
      ? [l10n.t('emulated {0}', some([...emulated].filter((platform) => !native.has(platform))))]
      : []),
  ].join(' · ');
}

function some(platforms: readonly string[]): string {
  const left = platforms.length - namedPlatforms;
  return [...platforms.slice(0, namedPlatforms), ...(left > 0 ? [`+${left}`] : [])].join(', ');
}
