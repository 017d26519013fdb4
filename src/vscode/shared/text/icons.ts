import type { SafeText } from '../../../domain/safeText.ts';

declare const shownAsIs: unique symbol;

/** A text for where VS Code shows `$(name)` as an icon: it has none but those that were put there by `withIcon`. */
export type IconText = string & { readonly [shownAsIs]: true };

/** A character without width in between keeps `$(` a text. */
export function noIcons(text: SafeText): IconText {
  return text.replaceAll('$(', '$\u200b(') as IconText;
}

/** @param icon name of a codicon */
export function withIcon(icon: string | undefined, text: SafeText): IconText {
  return (icon === undefined ? noIcons(text) : `$(${icon}) ${noIcons(text)}`) as IconText;
}
