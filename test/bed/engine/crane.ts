import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { goPrograms } from './goPrograms.ts';
import { accepts, freePort } from './ports.ts';
import { startDaemon } from './processes.ts';
import { makeRunFolder } from './runFolder.ts';

/** Google's crane, built once from the version in `crane/go.mod`. Throws `BedUnavailable` if Go is not installed. */
export async function craneFromGo(): Promise<string> {
  const folder = await goPrograms({
    name: 'crane',
    module: 'github.com/google/go-containerregistry',
    packages: ['cmd/crane'],
    variables: (version) => ({ 'github.com/google/go-containerregistry/cmd/crane/cmd.Version': version }),
  });
  return join(folder, 'crane');
}

/** A registry other than Debian's: the one in crane, which stores everything in memory. */
export async function startCraneRegistry(): Promise<{ readonly host: string; readonly stop: () => Promise<void> }> {
  const crane = await craneFromGo();
  const folder = await makeRunFolder('registry');
  const host = `127.0.0.1:${await freePort('127.0.0.1')}`;
  const daemon = await startDaemon(crane, ['registry', 'serve', '--address', host], join(folder.path, 'registry.log'));
  const [address = '', port = ''] = host.split(':');
  while (!daemon.ended() && !(await accepts(address, Number(port)))) {
    await sleep(20);
  }
  return {
    host,
    async stop() {
      await daemon.stop();
      await folder.remove();
    },
  };
}
