/** What a reference offers to a node that pulls it. */
export interface Offer {
  /** A single manifest pulls anywhere and crashes; an index without the platform does not pull. */
  readonly kind: 'index' | 'manifest';
  /** Normalised platforms of its runnable images. */
  readonly platforms: readonly string[];
  /** Those of them whose image starts a program that cannot run there, as far as somebody has looked inside. */
  readonly unfit?: readonly string[];
}

type Verdict = 'runs' | 'degraded' | 'emulated' | 'fails' | 'unknown';

/** What would happen on the nodes of a context that share a platform. */
export interface GroupCoverage {
  readonly context: string;
  readonly platform: string;
  /** How many nodes that take pods of this workspace; 0 for a declared platform, or one that a pool could grow. */
  readonly nodes: number;
  readonly verdict: Verdict;
  readonly how?: 'crashes' | 'does-not-pull';
  /** The image is there, and what it starts does not fit. */
  readonly unfit?: true;
}

export interface Coverage {
  /** `runs`: everywhere (degraded and emulated included); `fails`: nowhere; `unknown`: no group could be judged. */
  readonly state: 'runs' | 'partial' | 'fails' | 'unknown';
  readonly groups: readonly GroupCoverage[];
}
