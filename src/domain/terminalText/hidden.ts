/**
 * What nobody sees, as the inside of a character class: control characters; marks that turn the direction of writing, which
 * show a name as another one; characters without width or without ink, fillers of Hangul and an empty braille pattern among
 * them; variation selectors, of which any number can follow a letter. Joiners (U+200C, U+200D) are not among them: scripts and
 * pictures need them between their characters. One set for terminal, sentences and names (Unicode's `Default_Ignorable_Code_Point`
 * of the basic plane, with what is blank).
 */
export const hidden =
  '\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u200e\\u200f\\u2028-\\u202e' +
  '\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb';

/**
 * The same of the other planes: tags and the variation selectors behind them (U+E0000 to U+E0FFF), the controls of shorthand and
 * of musical notation, as pairs of surrogates.
 */
export const hiddenPairs = '[\\udb40-\\udb43][\\udc00-\\udfff]|\\ud82f[\\udca0-\\udca3]|\\ud834[\\udd73-\\udd7a]';

/** Half of a pair, which is no character. */
export const loneSurrogates = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
