import { chromium, type Browser } from 'playwright-core';
import { ensureCommands, findCommand } from './commands.ts';

/** A headless Chromium: the one that `CHROMIUM` names, else Debian's. @throws BedUnavailable where there is none */
export async function startBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM;
  if (given === undefined) {
    await ensureCommands({ chromium: ['chromium', 'fonts-dejavu-core'] });
  }
  return chromium.launch({
    executablePath: given ?? (await findCommand('chromium'))!,
    // the program that started it ends it, in order
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
