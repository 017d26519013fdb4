import { readFileSync } from 'node:fs';
import { loud } from './loud.ts';
import { fault, onReset, see } from './session.ts';

const registered = new Map<string, (...called: readonly unknown[]) => unknown>();
/** The context keys of `when` clauses in package.json. */
const contexts = new Map<string, unknown>();
onReset(() => {
  registered.clear();
  contexts.clear();
});

const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');

/** Another key is only set to wait for the window. */
function isLookedAt(key: string): boolean {
  return manifest.includes(key);
}

/** The registered ids. */
export const registeredCommands = (): readonly string[] => [...registered.keys()];

export const commands = loud('commands', {
  registerCommand(id: string, run: (...called: readonly unknown[]) => unknown) {
    if (registered.has(id)) {
      throw fault(`${id} is registered twice`);
    }
    registered.set(id, run);
    return { dispose: () => registered.delete(id) };
  },
  /** An unregistered command belongs to another part or to VS Code: records the call. */
  executeCommand: async (id: string, ...called: readonly unknown[]): Promise<unknown> => {
    const run = registered.get(id);
    if (run) {
      return run(...called);
    }
    if (id === 'setContext') {
      const [key, value] = called;
      if (isLookedAt(String(key)) && contexts.get(String(key)) !== value) {
        contexts.set(String(key), value);
        see(`context: ${String(key)} = ${String(value)}`);
      }
      return Promise.resolve(undefined);
    }
    see(`command: ${[id, ...called.map((each) => JSON.stringify(each))].join(' ')}`);
    return Promise.resolve(undefined);
  },
});
