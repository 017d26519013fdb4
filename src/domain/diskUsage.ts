/** What a builder's cache takes on disk, in bytes. */
export interface DiskUsage {
  readonly total: number;
  readonly reclaimable: number;
  /** How many entries there are, over all nodes. */
  readonly entries: number;
}
