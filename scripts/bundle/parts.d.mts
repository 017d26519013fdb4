/** All files in dist that are packed. */
export const files: readonly string[];
