/** A build that a builder remembers. Times in milliseconds since 1970. */
export interface BuildRecord {
  /** `builder/node/id` */
  readonly ref: string;
  readonly name: string;
  readonly state: 'running' | 'completed' | 'failed' | 'cancelled';
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly totalSteps: number;
  readonly cachedSteps: number;
}

/** What is known of one of them when it is asked for. */
export interface BuildRecordDetails {
  readonly platforms: readonly string[];
  readonly state: BuildRecord['state'];
  /** The build context and the Dockerfile, as they were given, relative to a folder that nobody remembers. */
  readonly context?: string;
  readonly dockerfile?: string;
  readonly error?: { readonly message: string; readonly step?: string; readonly file?: string; readonly line?: number };
}
