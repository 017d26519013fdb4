import { hostname, platform, release } from 'node:os';
import type { BuilderNode } from '../../../domain/builder/builder.ts';
import type { Handler } from '../../../domain/builder/emulators.ts';
import { parsePlatform, type Platform } from '../../../domain/platform.ts';
import { contextInUse } from '../../../tools/docker/contexts.ts';
import type { Engine } from '../../../tools/docker/info.ts';
import type { Environment } from '../../environment.ts';
import { readHandlers } from './emulators.ts';
import type { BuilderStore } from './store.ts';

/** Information about the engine of the current Docker context. */
export interface EngineInUse {
  /** The name of the context and the addresses of its engine. A node runs there if its endpoint is one of them. */
  readonly endpoints: readonly string[];
  /** Undefined before the engine was contacted. */
  readonly native?: Platform;
  /** The emulators of its kernel, if it is on this machine and reports them. */
  readonly handlers?: readonly Handler[];
}

export interface Engines {
  /** Known information; does not contact the engine. */
  known(): Promise<EngineInUse>;
  /** Contacts the engine once per session; undefined if it does not respond in time. */
  ask(signal?: AbortSignal): Promise<EngineInUse>;
}

/** Time limit for the engine in milliseconds. */
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
  /** By context and address. */
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

/** Whether a node is part of that engine or a container on it. */
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
