import { fault } from './vscode/session.ts';

/**
 * Something of this type that has these members alone: whoever calls another one is told its name, and the test fails even if nobody tells
 * of it.
 */
export function stub<T extends object>(name: string, members: Partial<NoInfer<T>>): T {
  return new Proxy(members as T, {
    get(target, key, receiver): unknown {
      if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON') {
        return Reflect.get(target, key, receiver);
      }
      throw fault(`${name}.${key} is not expected here`);
    },
  });
}

/** What never comes to an end until its signal does: rejects then, as a process or a request does that was ended. */
export function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = () => {
      reject(new Error('aborted'));
    };
    if (signal?.aborted === true) {
      give();
    } else {
      signal?.addEventListener('abort', give, { once: true });
    }
  });
}
