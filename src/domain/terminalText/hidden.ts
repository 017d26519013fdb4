/**
 * Invisible characters, as the inside of a character class: control characters; direction marks, which show a name as another one;
 * characters without width or ink, including fillers of Hangul and an empty braille pattern; variation selectors, of which any number can
 * follow a letter. Joiners (U+200C, U+200D) are not included: scripts and emoji need them between their characters. One set for terminal,
 * sentences and names (Unicode's `Default_Ignorable_Code_Point` of the basic plane, with blank characters).
 */
export const hidden =
  '\\x00-\\x1f\\x7f-\\x9f\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b\\u200e\\u200f\\u2028-\\u202e' +
  '\\u2060-\\u206f\\u2800\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb';

/**
 * The same for the other planes: tags and the variation selectors after them (U+E0000 to U+E0FFF), the controls of shorthand and of musical
 * notation, as surrogate pairs.
 */
export const hiddenPairs = '[\\udb40-\\udb43][\\udc00-\\udfff]|\\ud82f[\\udca0-\\udca3]|\\ud834[\\udd73-\\udd7a]';

/** Half of a surrogate pair, which is not a character. */
export const loneSurrogates = '[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]';
