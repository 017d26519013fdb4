import type { SafeText } from '../../../domain/safeText.ts';

declare const shownAsIs: unique symbol;

/** A text for places where VS Code renders `$(name)` as an icon: only `withIcon` adds icons. */
export type IconText = string & { readonly [shownAsIs]: true };

/** A zero-width character prevents `$(` from starting an icon. */
export function noIcons(text: SafeText): IconText {
  return text.replaceAll('$(', '$\u200b(') as IconText;
}

/** @param icon name of a codicon */
export function withIcon(icon: string | undefined, text: SafeText): IconText {
  return (icon === undefined ? noIcons(text) : `$(${icon}) ${noIcons(text)}`) as IconText;
}
