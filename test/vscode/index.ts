import { readdirSync } from 'node:fs';
import path from 'node:path';
import EventReporter from '../support/eventReporter.ts';

/** The entry for VS Code inside the extension host: runs the bundled tests beside this file. */
export async function run(): Promise<void> {
  // mocha is an ES module, and Node 22 gives `require` its namespace instead of the class
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ reporter: EventReporter, color: false, timeout: 30_000, forbidOnly: true });
  for (const file of readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).sort()) {
    if (file.endsWith('.test.cjs')) {
      mocha.addFile(path.join(__dirname, file));
    }
  }
  const failures = await new Promise<number>((resolve) => {
    mocha.run(resolve);
  });
  if (failures > 0) {
    throw new Error(`${failures} tests failed`);
  }
}
