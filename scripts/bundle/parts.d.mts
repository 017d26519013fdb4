/** All packed files in dist. */
export const files: readonly string[];
