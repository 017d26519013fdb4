import type { Memento } from 'vscode';
import { howOn, type Builder } from '../../../domain/builder/builder.ts';
import { formatPlatform } from '../../../domain/platform.ts';
import type { BuilderModel } from '../../builders/builderModel.ts';
import { ownPlatform } from '../../../domain/builder/platforms/ownPlatform.ts';

/** The default platform of the current builder. */
export interface BuilderPlatform {
  readonly name: string;
  readonly native: string;
  /** What its engine runs under emulation. */
  readonly emulated: readonly string[];
}

const key = 'statusBar:builder';

/** The platform of the current builder: the current one, or the last known one. */
export function builderPlatform(model: Pick<BuilderModel, 'known' | 'inUse'>, state: Memento) {
  return (): BuilderPlatform | undefined => {
    const used = model.inUse()?.name;
    const builder = model.known?.find(({ name }) => name === used);
    const remembered = read(state.get(key));
    const now = builder && platformOf(builder);
    if (now) {
      if (JSON.stringify(now) !== JSON.stringify(remembered)) {
        void state.update(key, now);
      }
      return now;
    }
    return used === undefined || used === remembered?.name ? remembered : undefined;
  };
}

/** The platform of the Docker engine: a builder of the driver `docker` is the engine itself. Undefined if several could be meant. */
export function engineNative({ known = [], inUse }: Pick<BuilderModel, 'known' | 'inUse'>): string | undefined {
  const engines = known.filter(({ driver }) => driver === 'docker');
  const used = inUse()?.name;
  const engine = engines.find(({ name }) => name === used) ?? (engines.length === 1 ? engines[0] : undefined);
  const node = engine?.nodes[0];
  return node && ownPlatform(node);
}

/** buildx uses the first node if no platform is requested. */
function platformOf({ name, nodes: [node] }: Builder): BuilderPlatform | undefined {
  const native = node && ownPlatform(node);
  if (!node || native === undefined) {
    return undefined;
  }
  const emulated = node.platforms.filter(({ platform }) => howOn(node, platform) === 'emulated');
  return { name, native, emulated: emulated.map(({ platform }) => formatPlatform(platform)) };
}

/** Another version of the extension may have stored a different format. */
function read(value: unknown): BuilderPlatform | undefined {
  const { name, native, emulated } = (value ?? {}) as Partial<Record<keyof BuilderPlatform, unknown>>;
  return typeof name === 'string' && typeof native === 'string' && Array.isArray(emulated)
    ? { name, native, emulated: emulated.filter((each) => typeof each === 'string') }
    : undefined;
}
