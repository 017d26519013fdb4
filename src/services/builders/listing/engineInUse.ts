import { hostname, platform, release } from 'node:os';
import type { BuilderNode } from '../../../domain/builder/builder.ts';
import type { Handler } from '../../../domain/builder/emulators.ts';
import { parsePlatform, type Platform } from '../../../domain/platform.ts';
import { contextInUse } from '../../../tools/docker/contexts.ts';
import type { Engine } from '../../../tools/docker/info.ts';
import type { Environment } from '../../environment.ts';
import { readHandlers } from './emulators.ts';
import type { BuilderStore } from './store.ts';

/** What is known of the engine of the Docker context in use. */
export interface EngineInUse {
  /** The context's name, and the addresses of its engine; a node's endpoint is one of them where it runs there. */
  readonly endpoints: readonly string[];
  /** Undefined before the engine was asked. */
  readonly native?: Platform;
  /** The emulators of its kernel, where it is on this machine and says so. */
  readonly handlers?: readonly Handler[];
}

export interface Engines {
  /** What is known without asking the engine. */
  known(): Promise<EngineInUse>;
  /** Asks the engine when it was not asked before in this session; what does not answer in time is not known. */
  ask(signal?: AbortSignal): Promise<EngineInUse>;
}

/** How long the engine may take, in milliseconds. */
const limit = 5000;

interface Asked {
  readonly native?: Platform;
  readonly isHere: boolean;
}

export function createEngines(deps: {
  readonly environment: Pick<Environment, 'engine'>;
  readonly store: Pick<BuilderStore, 'configuration'>;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Engines {
  const { environment, store, env } = deps;
  /** By the context and its address. */
  const answers = new Map<string, Asked>();

  async function endpoints(): Promise<readonly string[]> {
    const { name, host } = contextInUse(env, await store.configuration(), platform());
    return host === undefined ? [name] : [name, host];
  }

  async function describe(names: readonly string[], asked: Asked | undefined): Promise<EngineInUse> {
    const handlers = asked?.isHere === true ? await readHandlers() : undefined;
    return {
      endpoints: names,
      ...(asked?.native && { native: asked.native }),
      ...(handlers && { handlers }),
    };
  }

  return {
    async known() {
      const names = await endpoints();
      return describe(names, answers.get(names.join('\n')));
    },
    async ask(signal) {
      const names = await endpoints();
      const key = names.join('\n');
      const expired = AbortSignal.timeout(limit);
      const asked =
        answers.get(key) ??
        (await environment
          .engine(signal ? AbortSignal.any([signal, expired]) : expired)
          .then(toAsked)
          .catch(() => undefined));
      if (asked) {
        answers.set(key, asked);
      }
      return describe(names, asked);
    },
  };
}

/** Whether a node is a part of that engine, or a container on it. */
export function runsOn(engine: EngineInUse, driver: string, node: Pick<BuilderNode, 'endpoint'>): boolean {
  return (driver === 'docker' || driver === 'docker-container') && engine.endpoints.includes(node.endpoint);
}

function toAsked({ os, architecture, name, kernelVersion }: Engine): Asked {
  const native = parsePlatform(`${os}/${architecture}`);
  return {
    ...(native.ok && { native: native.value }),
    isHere: platform() === 'linux' && os === 'linux' && name === hostname() && kernelVersion === release(),
  };
}
