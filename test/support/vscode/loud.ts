import { fault } from './session.ts';

/** Properties that JavaScript itself reads from any object, to find out its type. */
const probed: ReadonlySet<string> = new Set(['then', 'toJSON']);

/**
 * The same object, which fails with the name of a missing member: a fake that returns `undefined` for it would let a test pass that has
 * checked nothing.
 */
export function loud<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, key, receiver): unknown {
      if (typeof key === 'symbol' || key in target || probed.has(key)) {
        return Reflect.get(target, key, receiver);
      }
      throw fault(`vscode.${name}.${key} is not faked (test/support/vscode)`);
    },
    set(target, key, value, receiver) {
      if (typeof key === 'symbol' || key in target) {
        return Reflect.set(target, key, value, receiver);
      }
      throw fault(`vscode.${name}.${key} is not faked (test/support/vscode)`);
    },
  });
}
