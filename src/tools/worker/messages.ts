/** What the host tells a thread. A thread has one job at a time; a stream's number is never used twice in a thread. */
export type ToThread =
  | { readonly kind: 'job'; readonly name: string; readonly input: unknown }
  | { readonly kind: 'abort' }
  | { readonly kind: 'piece'; readonly stream: number; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly stream: number }
  | { readonly kind: 'broken'; readonly stream: number; readonly message: string };

/** What a thread tells the host. `Uint8Array`s of progress and answers are V8's serialization, whose length was looked at first. */
export type ToHost =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open'; readonly stream: number; readonly wanted: unknown }
  /** A piece was dealt with. */
  | { readonly kind: 'took'; readonly stream: number }
  /** No more is wanted of it. */
  | { readonly kind: 'close'; readonly stream: number }
  | { readonly kind: 'progress'; readonly progress: Uint8Array }
  | { readonly kind: 'answer'; readonly answer: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: 'failed' | 'answer'; readonly message: string };
