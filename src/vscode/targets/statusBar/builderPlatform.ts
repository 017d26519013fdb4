import type { Memento } from 'vscode';
import { howOn, type Builder } from '../../../domain/builder/builder.ts';
import { formatPlatform } from '../../../domain/platform.ts';
import type { BuilderModel } from '../../builders/builderModel.ts';
import { ownPlatform } from '../../../domain/builder/platforms/ownPlatform.ts';

/** What the builder in use makes when it is told no platform. */
export interface BuilderPlatform {
  readonly name: string;
  readonly native: string;
  /** What its engine runs by emulation. */
  readonly emulated: readonly string[];
}

const key = 'statusBar:builder';

/** The platform of the builder in use: as is known now, else as it was when it was last known. */
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

/** buildx takes the first node where nobody asked for a platform. */
function platformOf({ name, nodes: [node] }: Builder): BuilderPlatform | undefined {
  const native = node && ownPlatform(node);
  if (!node || native === undefined) {
    return undefined;
  }
  const emulated = node.platforms.filter(({ platform }) => howOn(node, platform) === 'emulated');
  return { name, native, emulated: emulated.map(({ platform }) => formatPlatform(platform)) };
}

/** Another version of the extension may have kept something else. */
function read(value: unknown): BuilderPlatform | undefined {
  const { name, native, emulated } = (value ?? {}) as Partial<Record<keyof BuilderPlatform, unknown>>;
  return typeof name === 'string' && typeof native === 'string' && Array.isArray(emulated)
    ? { name, native, emulated: emulated.filter((each) => typeof each === 'string') }
    : undefined;
}
