import { loud } from './loud.ts';
import { fault, onReset, see } from './session.ts';

const registered = new Map<string, (...called: readonly unknown[]) => unknown>();
onReset(() => {
  registered.clear();
});

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
    see(`command: ${[id, ...called.map((each) => JSON.stringify(each))].join(' ')}`);
    return Promise.resolve(undefined);
  },
});
