/** The result of parsing untrusted input: the value, or what is wrong with it. */
export type Result<T, P> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: P };

export function good<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function bad<P>(problem: P): { readonly ok: false; readonly problem: P } {
  return { ok: false, problem };
}
