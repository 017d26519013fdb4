import { withinBudget, type Budget } from '../untrusted/budget.ts';
import { laidOver, marked, Marked, type Value } from './compose/merge.ts';
import { interpolate } from './interpolate.ts';
import type { FoundIn, SourceFile } from './readFiles.ts';
import { isMapping, list, mapping, text, texts, type Mapping } from '../untrusted/values.ts';
import { mappingsOf } from '../untrusted/yaml.ts';

/** A property of an image, or that it is unknown without running Docker. */
export type UnknownPart = 'tags' | 'platforms';

/** A service with a `build` section; variables are replaced with the values of `.env` and their defaults. */
export interface ComposeService {
  readonly name: string;
  readonly platforms: readonly string[];
  /** The tags of the build section and its `x-bake`; if there are none, the service's `image`, as in bake. */
  readonly tags: readonly string[];
  /** Unknown or incomplete lists; absent if everything is known. */
  readonly unknown?: readonly UnknownPart[];
}

/** A service that runs an image as it is, with variables replaced. */
export interface RunningService {
  readonly name: string;
  readonly image: string;
  /** The platform that it runs for, such as `linux/amd64`; absent: that of the engine. */
  readonly platform?: string;
}

export interface ComposeServices extends FoundIn<ComposeService> {
  /** The services without a build, if their image is known. */
  readonly running: readonly RunningService[];
  /** A service has nothing to run or build: the files are overlays, and Compose refuses them alone. */
  readonly isOverlay: boolean;
  /** The unchanged paths of included files, relative to their folder. */
  readonly includes: readonly string[];
}

/** Merged fields of services, and items of their lists. */
const mostSteps = 1_000_000;
const serviceFields = ['image', 'platform', 'build', 'extends', 'provider'];
const buildFields = ['context', 'platforms', 'tags', 'x-bake'];

/**
 * Reads the services with a build from a Compose file and its overlays, in that order.
 *
 * @param values of variables
 */
export function composeServices(
  files: readonly SourceFile[],
  values: ReadonlyMap<string, string> = new Map(),
): ComposeServices {
  const read = files.map(({ path, text: written }) => ({ path, documents: mappingsOf(written, marked) }));
  const tooComplex = read.flatMap(({ path, documents }) => (documents.ok ? [] : [path]));
  const documents = read.flatMap((file) => (file.documents.ok ? file.documents.value : []));
  const found = withinBudget(mostSteps, (budget) => new Services(documents, values, budget).all());
  const includes = documents.flatMap(({ include }) => list(include).flatMap(includedFiles));
  return found.ok
    ? { ...found.value, includes, tooComplex }
    : { found: [], running: [], isOverlay: false, includes: [], tooComplex: files.map(({ path }) => path) };
}

/** An entry of `include`: a path, or a mapping with one or several paths; the first file is the base of the others. */
function includedFiles(entry: unknown): readonly string[] {
  return typeof entry === 'string' ? [entry] : listOf(mapping(entry).path);
}

type Fields = Readonly<Record<string, Value>>;

class Services {
  readonly #merged = new Map<string, Fields>();
  readonly #values: ReadonlyMap<string, string>;
  readonly #budget: Budget;
  readonly #extended = new Map<string, Fields>();
  /** Services that extend another file. */
  readonly #elsewhere = new Set<string>();

  constructor(documents: readonly Mapping[], values: ReadonlyMap<string, string>, budget: Budget) {
    this.#values = values;
    this.#budget = budget;
    for (const document of documents) {
      for (const [name, value] of Object.entries(mapping(document.services))) {
        const fields = mapping(laidOver(this.#merged.get(name), fieldsOf(value), budget));
        this.#merged.set(name, fields);
      }
    }
  }

  all(): Pick<ComposeServices, 'found' | 'running' | 'isOverlay'> {
    const whole = [...this.#merged.keys()].map((name) => [name, this.#whole(name)] as const);
    return {
      found: whole.flatMap(([name, fields]) => (isBuilt(fields) ? [this.#serviceOf(name, fields)] : [])),
      running: whole.flatMap(([name, fields]) => (isBuilt(fields) ? [] : this.#running(name, fields))),
      isOverlay: whole.some(([, fields]) => Object.keys(fields).every((key) => key === 'platform')),
    };
  }

  /** A service merged over the one that it extends. A service in another file is unknown. */
  #whole(name: string): Fields {
    const chain: Fields[] = [];
    const names = new Set<string>();
    for (let next: string | undefined = name; next !== undefined && !names.has(next);) {
      names.add(next);
      const known = this.#extended.get(next);
      const own: Fields = known ?? this.#merged.get(next) ?? {};
      chain.push(own);
      const base: Value = known === undefined ? own.extends : undefined;
      next =
        typeof base === 'string'
          ? base
          : text(mapping(base).file) === undefined
            ? text(mapping(base).service)
            : undefined;
    }
    if (chain.some(({ extends: base }) => text(mapping(base).file) !== undefined)) {
      this.#elsewhere.add(name);
    }
    const whole = chain.reduceRight<Fields>((under, over) => mapping(laidOver(under, over, this.#budget)), {});
    this.#extended.set(name, whole);
    return whole;
  }

  #serviceOf(name: string, fields: Fields): ComposeService {
    const build = mapping(fields.build);
    const bake = mapping(build['x-bake']);
    const tags = [...listOf(build.tags), ...wordsOf(bake.tags)];
    const platforms = [...listOf(build.platforms), ...wordsOf(bake.platforms)];
    const told = {
      tags: this.#told(tags.length > 0 ? tags : listOf(fields.image)),
      // only `docker compose build` builds for the service's platform
      platforms: this.#told(platforms.length > 0 ? platforms : listOf(fields.platform)),
    };
    const unknown = (['tags', 'platforms'] as const).filter(
      (part) => told[part].open || (this.#elsewhere.has(name) && told[part].values.length === 0),
    );
    return {
      name,
      platforms: told.platforms.values,
      tags: told.tags.values,
      ...(unknown.length > 0 && { unknown }),
    };
  }

  #running(name: string, fields: Fields): readonly RunningService[] {
    const [image, platform] = [listOf(fields.image), listOf(fields.platform)].map((each) => this.#told(each));
    const [reference] = image?.values ?? [];
    const [own] = platform?.values ?? [];
    return reference === undefined || platform?.open
      ? []
      : [{ name, image: reference, ...(own !== undefined && { platform: own }) }];
  }

  #told(written: readonly string[]): { readonly values: readonly string[]; readonly open: boolean } {
    const told = [...new Set(written)].map((each) => interpolate(each, this.#values));
    const values = told.filter(({ open }) => !open).map(({ text: value }) => value);
    return {
      values: [...new Set(values.filter((value) => value !== ''))],
      open: told.some(({ open }) => open),
    };
  }
}

function isBuilt({ build }: Fields): boolean {
  return isMapping(build);
}

/** The relevant part of a service, with the long form of its build. */
function fieldsOf(service: unknown): Value {
  if (service instanceof Marked) {
    return service.with(fieldsOf(service.value));
  }
  const fields = pick(mapping(service), serviceFields);
  return 'build' in fields ? { ...fields, build: buildOf(fields.build) } : fields;
}

/** The short form of `build` contains only the context. */
function buildOf(build: unknown): Value {
  if (build instanceof Marked) {
    return build.with(buildOf(build.value));
  }
  return typeof build === 'string' ? { context: build } : isMapping(build) ? pick(build, buildFields) : undefined;
}

function pick(from: Mapping, names: readonly string[]): Fields {
  return Object.fromEntries(names.flatMap((name) => (Object.hasOwn(from, name) ? [[name, from[name]]] : [])));
}

/** In `x-bake`, a text is a list of words (bake/compose.go, `stringArray`). */
function wordsOf(value: Value): readonly string[] {
  return text(value)?.match(/\S+/g) ?? texts(value);
}

/** bake accepts a text as a list with one item. */
function listOf(value: Value): readonly string[] {
  const single = text(value);
  return single === undefined ? texts(value) : [single];
}
