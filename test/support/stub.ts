import { fault } from './vscode/session.ts';

/** An object of this type with these members only: using another one throws its name, and fails the test even if the error is ignored. */
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

/** Never ends until its signal is aborted: then it rejects, like a canceled process or request. */
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
