/** An index of the largest size that is read has half as many; indexes inside it can have any number. */
export const mostEntries = 50_000;
/** Levels of indexes inside indexes that are counted. */
export const mostLevels = 8;
/** Bytes of an index, a manifest or a configuration: what the distribution specification lets registries have for a manifest. */
export const mostDocument = 4 * 1024 * 1024;
