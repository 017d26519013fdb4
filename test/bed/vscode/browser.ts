import { chromium, type Browser } from 'playwright-core';
import { ensureCommands, findCommand } from './commands.ts';

/** A headless Chromium: the one named by `CHROMIUM`, or Debian's. @throws BedUnavailable if there is none */
export async function startBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM;
  if (given === undefined) {
    await ensureCommands({ chromium: ['chromium', 'fonts-dejavu-core'] });
  }
  return chromium.launch({
    executablePath: given ?? (await findCommand('chromium'))!,
    // its parent ends it in order
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });
}
