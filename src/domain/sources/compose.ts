import { interpolate } from './interpolate.ts';
import { isMapping, mapping, mappingsOf, text, texts, type Mapping } from './yamlText.ts';

/** A service with a `build` section; variables stand with their defaults. */
export interface ComposeService {
  readonly name: string;
  /** Relative to the Compose file's directory. */
  readonly context: string;
  readonly dockerfile?: string;
  readonly target?: string;
  readonly platforms: readonly string[];
  /** The service's `image` first, then the `tags` of its build section. */
  readonly tags: readonly string[];
}

/** Reads the services that have something to build from one Compose file and those that are laid over it, in that order. */
export function composeServices(files: readonly string[]): readonly ComposeService[] {
  const merged = new Map<string, { service: Mapping; build?: Mapping }>();
  for (const document of files.flatMap(mappingsOf)) {
    for (const [name, value] of Object.entries(mapping(document.services))) {
      const former = merged.get(name);
      const build = buildOf(mapping(value).build);
      const builds = former?.build || build ? { build: { ...former?.build, ...build } } : {};
      merged.set(name, { service: { ...former?.service, ...mapping(value) }, ...builds });
    }
  }
  return [...merged].flatMap(([name, { service, build }]) => (build ? [serviceOf(name, service, build)] : []));
}

/** The short form of `build` is the context alone. */
function buildOf(build: unknown): Mapping | undefined {
  if (typeof build === 'string') {
    return { context: build };
  }
  return isMapping(build) ? build : undefined;
}

function serviceOf(name: string, service: Mapping, build: Mapping): ComposeService {
  const bake = mapping(build['x-bake']);
  const dockerfile = text(build.dockerfile);
  const target = text(build.target);
  const image = text(service.image);
  const tags = [...(image === undefined ? [] : [image]), ...texts(build.tags), ...texts(bake.tags)];
  const own = [...texts(bake.platforms), ...texts(build.platforms)];
  const platform = text(service.platform);
  return {
    name,
    context: interpolate(text(build.context) ?? '.'),
    ...(dockerfile === undefined ? {} : { dockerfile: interpolate(dockerfile) }),
    ...(target === undefined ? {} : { target: interpolate(target) }),
    platforms: unique(own.length > 0 || platform === undefined ? own : [platform]),
    tags: unique(tags),
  };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values.map((value) => interpolate(value)))];
}
