import type { Builder } from '../../../domain/builder/builder.ts';
import { parsePlatform } from '../../../domain/platform.ts';
import { routeWarnings, type Route } from '../../../domain/builder/route.ts';
import { safeText } from '../../../domain/safeText.ts';
import { routeWarningText } from '../texts/route.ts';
import { styled } from './style.ts';
import { builderWords, howOnWords, howStyle, howWord } from './words.ts';

/** Which node builds what, and warnings about it. */
export function headerLines(builder: Builder | undefined, routes: readonly Route[]): readonly string[] {
  const name = builder && (builder.driver === '' ? builder.name : `${builder.name} (${builder.driver})`);
  const several = builder !== undefined && builder.nodes.length > 1;
  const ways = routes.map(({ platform, node, how }) => {
    const words = several && node !== undefined ? howOnWords(how, safeText(node)) : howWord(how);
    return `${safeText(platform)} ${styled(words, howStyle[how])}`;
  });
  return [
    [safeText(builderWords(name)), ...ways].join(styled(' · ', 'dim')),
    ...(several ? warningLines(routes, builder) : []),
    '',
  ];
}

/** Warnings about the nodes; for a single node, the header says everything. */
function warningLines(routes: readonly Route[], builder: Builder): readonly string[] {
  const platforms = routes.flatMap(({ platform }) => {
    const parsed = parsePlatform(platform);
    return parsed.ok ? [parsed.value] : [];
  });
  return routeWarnings(platforms, builder).map((warning) =>
    styled(`⚠ ${safeText(routeWarningText(warning))}`, 'yellow'),
  );
}
