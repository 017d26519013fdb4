import { fault } from './session.ts';

/** What JavaScript itself asks of any object, to find out whether it is something else. */
const probed: ReadonlySet<string> = new Set(['then', 'toJSON']);

/**
 * The same object, failing with the name of a member that it does not have: a fake that answers `undefined` to what it does not know lets a
 * test pass that has seen nothing.
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
