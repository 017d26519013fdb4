import { homedir } from 'node:os';
import { env, Uri, window } from 'vscode';
import type { Builder } from '../../../domain/builder/builder.ts';
import type { KubeContext } from '../../../domain/configFiles/kubeConfig.ts';
import type { Environment } from '../../../services/environment.ts';
import { pemProblem } from '../../../services/builders/pemFiles.ts';
import { sshHosts } from '../../../services/builders/sshHosts.ts';
import { atLeast } from '../../../tools/buildx/version.ts';
import { listContexts } from '../../../tools/docker/contexts.ts';
import { enginePlatform } from '../../../tools/docker/version.ts';
import type { Runner } from '../../../tools/process/runner.ts';
import type { SetUpQuestions } from './deps.ts';

export interface QuestionParts {
  readonly runner: Runner;
  readonly environment: Environment;
  /** All builders, including contexts. */
  readonly builders: () => Promise<readonly Builder[]>;
  /** The Kubernetes context that buildx uses. */
  readonly kubeContext: () => Promise<KubeContext | undefined>;
}

/** An engine over SSH needs a connection, and sometimes a confirmation of a key. */
const patience = 8000;

/** The answers of this machine for the wizards. Each is requested once per wizard. */
export function createQuestions(parts: QuestionParts, signal: AbortSignal): SetUpQuestions {
  const { runner, environment, builders, kubeContext } = parts;
  const contexts = once(async () => {
    const names = await runner.run(listContexts(await environment.docker()), { signal });
    return names;
  }, []);
  return {
    contexts,
    taken: once(async () => {
      const [known, names] = await Promise.all([builders(), contexts()]);
      return [...new Set([...known.map(({ name }) => name), ...names])];
    }, []),
    sshHosts: once(() => sshHosts(homedir()), []),
    cluster: once(kubeContext, undefined),
    cloud: once(async () => {
      const version = await environment.buildx(signal);
      return atLeast(version, 0, 37) || version?.text.includes('desktop') === true;
    }, true),
    enginePlatform: async (endpoint) => {
      try {
        return await runner.run(enginePlatform(await environment.docker(), endpoint), { signal, timeout: patience });
      } catch {
        return undefined;
      }
    },
    pemProblem,
    async pickFile(title) {
      const [chosen] = (await window.showOpenDialog({ title, defaultUri: Uri.file(homedir()) })) ?? [];
      return chosen?.fsPath;
    },
    copy: async (text) => {
      await env.clipboard.writeText(text);
    },
  };
}

function once<T>(ask: () => Promise<T>, otherwise: T): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => (asked ??= ask().catch(() => otherwise));
}
