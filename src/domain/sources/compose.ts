import { interpolate } from './compose/interpolate.ts';
import type { FoundIn, SourceFile } from './readFiles.ts';
import { isMapping, mapping, text, texts, type Mapping } from '../untrusted/values.ts';
import { mappingsOf } from '../untrusted/yaml.ts';

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

/** A service as it stands in one or several files, later ones laid over earlier ones field by field. */
interface Definition {
  readonly service: Map<string, unknown>;
  build?: Map<string, unknown>;
}

/** Reads the services that have something to build from one Compose file and those that are laid over it, in that order. */
export function composeServices(files: readonly SourceFile[]): FoundIn<ComposeService> {
  const read = files.map(({ path, text: written }) => ({ path, documents: mappingsOf(written) }));
  const merged = new Map<string, Definition>();
  for (const document of read.flatMap(({ documents }) => (documents.ok ? documents.value : []))) {
    for (const [name, value] of Object.entries(mapping(document.services))) {
      const definition: Definition = merged.get(name) ?? { service: new Map() };
      layOver(definition.service, mapping(value));
      const build = buildOf(mapping(value).build);
      if (build) {
        definition.build ??= new Map();
        layOver(definition.build, build);
      }
      merged.set(name, definition);
    }
  }
  return {
    found: [...merged].flatMap(([name, { service, build }]) => (build ? [serviceOf(name, service, build)] : [])),
    tooComplex: read.flatMap(({ path, documents }) => (documents.ok ? [] : [path])),
  };
}

/** In place: the same service may stand in thousands of documents. */
function layOver(fields: Map<string, unknown>, above: Mapping): void {
  for (const [name, value] of Object.entries(above)) {
    fields.set(name, value);
  }
}

/** The short form of `build` is the context alone. */
function buildOf(build: unknown): Mapping | undefined {
  if (typeof build === 'string') {
    return { context: build };
  }
  return isMapping(build) ? build : undefined;
}

function serviceOf(
  name: string,
  service: ReadonlyMap<string, unknown>,
  build: ReadonlyMap<string, unknown>,
): ComposeService {
  const bake = mapping(build.get('x-bake'));
  const dockerfile = text(build.get('dockerfile'));
  const target = text(build.get('target'));
  const image = text(service.get('image'));
  const tags = [...(image === undefined ? [] : [image]), ...texts(build.get('tags')), ...texts(bake.tags)];
  const own = [...texts(bake.platforms), ...texts(build.get('platforms'))];
  const platform = text(service.get('platform'));
  return {
    name,
    context: interpolate(text(build.get('context')) ?? '.'),
    ...(dockerfile === undefined ? {} : { dockerfile: interpolate(dockerfile) }),
    ...(target === undefined ? {} : { target: interpolate(target) }),
    platforms: unique(own.length > 0 || platform === undefined ? own : [platform]),
    tags: unique(tags),
  };
}

function unique(values: readonly string[]): readonly string[] {
  // aliases may name a value many times
  return [...new Set([...new Set(values)].map(interpolate))];
}
