import type { Inside } from '../inside/inside.ts';

/** What a reference offers to a node that pulls it. */
export interface Offer {
  /** Any node pulls a single manifest, and may crash; an index without the platform is not pulled. */
  readonly kind: 'index' | 'manifest';
  /** Normalized platforms of its runnable images. */
  readonly platforms: readonly string[];
  /** Their start programs by platform, as far as checked. */
  readonly insides?: ReadonlyMap<string, Inside>;
}

type Verdict = 'runs' | 'degraded' | 'emulated' | 'fails' | 'unknown';

/** How an image would run on the nodes of a context with the same platform. */
export interface GroupCoverage {
  readonly context: string;
  readonly platform: string;
  /** Number of eligible nodes; 0 for a declared platform, or one that a pool could add. */
  readonly nodes: number;
  readonly verdict: Verdict;
  readonly how?: 'crashes' | 'does-not-pull';
  /** The image exists, but its start program does not match. */
  readonly unfit?: true;
}

export interface Coverage {
  /** `runs`: everywhere (degraded and emulated included); `fails`: nowhere; `unknown`: no group could be judged. */
  readonly state: 'runs' | 'partial' | 'fails' | 'unknown';
  readonly groups: readonly GroupCoverage[];
}
