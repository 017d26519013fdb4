/** The largest index that is read has half as many entries, but nested indexes can have any number. */
export const mostEntries = 50_000;
/** Maximum depth of nested indexes. */
export const mostLevels = 8;
/** Maximum size of an index, manifest or configuration in bytes: the distribution specification's limit for manifests. */
export const mostDocument = 4 * 1024 * 1024;
