/** Messages from the host to a thread. A thread runs one job at a time; a stream number is never reused in a thread. */
export type ToThread =
  | { readonly kind: 'job'; readonly name: string; readonly input: unknown }
  | { readonly kind: 'abort' }
  | { readonly kind: 'piece'; readonly stream: number; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly stream: number }
  | { readonly kind: 'broken'; readonly stream: number; readonly message: string };

/** Messages from a thread to the host. The `Uint8Array`s of progress and answers are V8's serialization, whose length was checked. */
export type ToHost =
  | { readonly kind: 'ready' }
  | { readonly kind: 'open'; readonly stream: number; readonly wanted: unknown }
  /** A chunk was processed. */
  | { readonly kind: 'took'; readonly stream: number }
  /** No more chunks are needed. */
  | { readonly kind: 'close'; readonly stream: number }
  | { readonly kind: 'progress'; readonly progress: Uint8Array }
  | { readonly kind: 'answer'; readonly answer: Uint8Array }
  | { readonly kind: 'failed'; readonly reason: 'failed' | 'answer'; readonly message: string };
