import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { assertScrubbed, makeScrub, scrubInfo } from './scrub.ts';
import type { Scenario } from './scenario.ts';
import type { World } from './world.ts';

/** The result of a command, without data of its machine. */
export interface Recording {
  readonly args: readonly string[];
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const repository = join(import.meta.dirname, '../..');
const metadataFile = 'metadata.json';

/** Runs the scenario; resolves to the recording, with the text of its metadata file if there is one. */
export async function perform(scenario: Scenario, world: World): Promise<{ recording: Recording; metadata?: string }> {
  const name = scenario.engine ?? 'containerd';
  const throwAway = ['doomed', 'small', 'insecure'].includes(name);
  const engine = await world.engine(name === 'none' ? 'containerd' : name);
  const registry = scenario.during?.act === 'killRegistry' ? await world.doomedRegistry() : undefined;
  try {
    await world.emulation.set(scenario.emulation ?? 'on');
    const workFolder = join(world.folder, scenario.name.replaceAll('/', '-'), 'app');
    await writeFiles(workFolder, scenario.files ?? {});
    const env = await world.environment(engine, name !== 'none', scenario.config ?? 'plain');
    const asked = await scenario.args(world.places);
    const args = scenario.metadata === true ? asked.toSpliced(2, 0, '--metadata-file', metadataFile) : asked;
    const acts = {
      interrupt: (pid: number) => process.kill(-pid, 'SIGINT'),
      killEngine: () => process.kill(engine.pid!, 'SIGKILL'),
      killRegistry: () => process.kill(registry!.pid, 'SIGKILL'),
    };
    const outcome = await runToEnd(
      args,
      workFolder,
      env,
      scenario.during && { sees: scenario.during.sees, act: acts[scenario.during.act] },
    );
    const metadata = await readFile(join(workFolder, metadataFile), 'utf8').catch(() => undefined);

    const input = {
      places: world.places,
      repository,
      workFolder,
      worldFolder: world.folder,
      engineFolder: engine.folder!,
    };
    const scrub = makeScrub(input);
    const isInfo = args[0] === 'info' && args.includes('{{json .}}');
    const recording: Recording = {
      args: args.map(scrub),
      exitCode: outcome.exitCode,
      stdout: scrub(isInfo ? scrubInfo(outcome.stdout) : outcome.stdout),
      stderr: scrub(outcome.stderr),
    };
    const texts = [recording.stdout, recording.stderr, ...recording.args, scrub(metadata ?? '')];
    for (const text of texts) {
      assertScrubbed(text, input);
    }
    return { recording, ...(metadata !== undefined && { metadata: scrub(metadata) }) };
  } finally {
    if (throwAway) {
      await engine.stop();
    }
  }
}

async function writeFiles(folder: string, files: Readonly<Record<string, string | number>>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof content === 'number' ? randomBytes(content) : content);
  }
}

interface During {
  readonly sees: RegExp;
  readonly act: (pid: number) => void;
}

/** Runs `docker` in its own process group, which Ctrl+C in a terminal reaches. */
function runToEnd(
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
  during?: During,
): Promise<Omit<Recording, 'args'>> {
  return new Promise((resolve, reject) => {
    const child = spawn('docker', args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const output = { stdout: '', stderr: '' };
    let acted = false;
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (data: string) => {
        output[stream] += data;
        if (during !== undefined && !acted && during.sees.test(output.stderr)) {
          acted = true;
          during.act(child.pid!);
        }
      });
    }
    const timer = setTimeout(() => {
      process.kill(-child.pid!, 'SIGKILL');
    }, 180_000);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === null || (during !== undefined && !acted)) {
        reject(
          new Error(
            code === null
              ? `docker ${args.join(' ')} ended by ${signal ?? ''}`
              : `never seen: ${String(during?.sees)}: …${output.stderr.slice(-300)}`,
          ),
        );
      } else {
        resolve({ ...output, exitCode: code });
      }
    });
  });
}
