import { readFileSync } from 'node:fs';
import { loud } from './loud.ts';
import { fault, onReset, see } from './session.ts';

const registered = new Map<string, (...called: readonly unknown[]) => unknown>();
/** What `when` clauses of package.json look at. */
const contexts = new Map<string, unknown>();
onReset(() => {
  registered.clear();
  contexts.clear();
});

const manifest = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');

/** Another key is set for nothing but the way to the window and back. */
function isLookedAt(key: string): boolean {
  return manifest.includes(key);
}

/** The ids that something answers to. */
export const registeredCommands = (): readonly string[] => [...registered.keys()];

export const commands = loud('commands', {
  registerCommand(id: string, run: (...called: readonly unknown[]) => unknown) {
    if (registered.has(id)) {
      throw fault(`${id} is registered twice`);
    }
    registered.set(id, run);
    return { dispose: () => registered.delete(id) };
  },
  /** One that nobody has registered is another room's, or VS Code's: that it was called is seen. */
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
