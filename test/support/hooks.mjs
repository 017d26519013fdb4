// Outside VS Code there is no module `vscode`: what runs there gets the small stand-in beside this file.
import { registerHooks } from 'node:module';

const stand = new URL('./fakeVscode.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: stand, shortCircuit: true } : next(specifier, context),
});
