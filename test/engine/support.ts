import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planBuild } from '../../src/domain/build/planBuild.ts';
import type { BuildRequest } from '../../src/domain/build/request.ts';
import type { BuildReport } from '../../src/domain/build/report.ts';
import type { BuildListener } from '../../src/services/builds/follow.ts';
import type { BuildQuestions, Consents, FormerTags } from '../../src/services/policy/questions.ts';
import { createServices } from '../../src/services/services.ts';
import { createRunner } from '../../src/tools/process/runner.ts';

/** The services as composed by the extension, outside of VS Code, with a log of the commands that ran. */
export function composeServices(
  options: {
    dockerPath?: string;
    insecureRegistries?: readonly string[];
    cacheFolder?: string;
    /** Arguments that are replaced in the processes: images that are not available here. */
    instead?: ReadonlyMap<string, string>;
    former?: FormerTags;
    consents?: Consents;
    /** The code of threads; by default the source, which each thread translates. */
    workerFile?: string;
  } = {},
) {
  const commands: string[][] = [];
  const real = createRunner({
    started: ({ file, args }) => commands.push([file, ...args]),
    ended: () => undefined,
  });
  const { instead } = options;
  const runner: typeof real = instead
    ? {
        ...real,
        run: (command, own) =>
          real.run({ ...command, args: command.args.map((argument) => instead.get(argument) ?? argument) }, own),
      }
    : real;
  const services = createServices({
    runner,
    dockerPath: () => options.dockerPath ?? 'docker',
    kubectlPath: () => 'kubectl',
    insecureRegistries: () => options.insecureRegistries ?? [],
    ...(options.cacheFolder !== undefined && { cacheFolder: options.cacheFolder }),
    ...(options.former && { former: options.former }),
    ...(options.consents && { consents: options.consents }),
    workerFile: options.workerFile ?? new URL('../../src/services/worker/main.ts', import.meta.url),
    now: () => performance.now(),
  });
  return { ...services, runner, commands };
}

const silent: BuildListener = { command: () => undefined, started: () => undefined, event: () => undefined };

/** A temporary workspace folder with these files, and a function that builds in it. */
export async function workspaceWith(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'workspace-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return workspaceIn(folder);
}

/** An existing folder, and a function that builds in it. */
export function workspaceIn(folder: string) {
  return {
    folder,
    async build(
      services: ReturnType<typeof composeServices>,
      request: BuildRequest,
      listener: Partial<BuildListener> = {},
      signal = new AbortController().signal,
      questions?: BuildQuestions,
    ): Promise<BuildReport> {
      const plan = planBuild(request, { directory: folder, platforms: ['linux/amd64', 'linux/arm64'] });
      if (!plan.ok) {
        throw new Error(JSON.stringify(plan.problem));
      }
      return services.builds.run(plan.value, { ...silent, ...listener }, signal, questions);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Sets variables of this process's environment like a user's shell, and returns a function that restores them. */
export function useEnvironment(env: Readonly<Record<string, string>>): () => void {
  const former = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  Object.assign(process.env, env);
  return () => {
    for (const [name, value] of Object.entries(former)) {
      if (value === undefined) {
        Reflect.deleteProperty(process.env, name);
      } else {
        process.env[name] = value;
      }
    }
  };
}
