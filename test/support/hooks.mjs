// Outside VS Code there is no module `vscode`: what runs there gets the fake beside this file.
import { registerHooks } from 'node:module';

const stand = new URL('./vscode/index.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: stand, shortCircuit: true } : next(specifier, context),
});

// times are shown in the zone of the machine
process.env.TZ = 'UTC';
