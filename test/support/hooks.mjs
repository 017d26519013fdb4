// Outside VS Code, the module `vscode` does not exist: it is replaced with the fake beside this file.
import { registerHooks } from 'node:module';

const stand = new URL('./vscode/index.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: stand, shortCircuit: true } : next(specifier, context),
});

// times are shown in the time zone of the machine
process.env.TZ = 'UTC';

// mocha's pool ends a process of its own after one second, but writing the coverage of a whole run can take longer
if (process.env.MOCHA_WORKER_ID !== undefined) {
  process.on('SIGTERM', () => undefined);
}
