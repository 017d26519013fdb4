// Outside VS Code there is no module `vscode`: what runs there gets the fake beside this file.
import { registerHooks } from 'node:module';

const stand = new URL('./vscode/index.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: stand, shortCircuit: true } : next(specifier, context),
});

// c8 adds up what processes and threads write down by the place in a module's text, and tsx makes another text of it for those that are
// started from here than for mocha: this process alone is counted.
delete process.env.NODE_V8_COVERAGE;

// times are shown in the zone of the machine
process.env.TZ = 'UTC';
