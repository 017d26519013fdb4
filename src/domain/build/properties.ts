import { parsePlatform } from '../platform.ts';
import { csvAttributes, csvFields } from '../policy/csv.ts';
import { holdsSecret, isSecretConnection } from './planSecrets.ts';
import type { BuildRequest, PassedProperties } from './request.ts';

/** Values that are passed to buildx unchanged. */
export type Property = 'ssh' | 'labels' | 'annotations' | 'attest' | 'provenance' | 'sbom' | 'bakeVariables';

/** What is wrong with a value that is passed to buildx unchanged. */
export type PropertyProblem =
  | {
      readonly property: Property;
      /** `form`: buildx could not parse it; `secret`: other programs could read it; `reserved`: it would change Docker itself. */
      readonly code: 'form' | 'secret' | 'reserved';
      readonly value: string;
    }
  /** Two properties, or two entries of one, set attestations of the same type. */
  | { readonly property: 'attest'; readonly code: 'twice'; readonly value: string }
  /** The build is not a bake build. */
  | { readonly property: 'bakeVariables'; readonly code: 'onlyBake' }
  /** The build does not push. */
  | { readonly property: 'pushByDigest'; readonly code: 'onlyPush' };

/** The properties that are there, without the rest of the request. */
export function passedProperties(request: PassedProperties): PassedProperties {
  const { ssh, labels, annotations, attest, provenance, sbom, pushByDigest, bakeVariables } = request;
  return {
    ...(ssh && { ssh }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(attest && { attest }),
    ...(provenance !== undefined && { provenance }),
    ...(sbom !== undefined && { sbom }),
    ...(pushByDigest === true && { pushByDigest }),
    ...(bakeVariables && { bakeVariables }),
  };
}

/** Checks the properties of an image, and the variables of a bake build. */
export function checkProperties(
  request: BuildRequest,
  { kind, pushes }: { readonly kind: 'build' | 'bake'; readonly pushes: boolean },
): readonly PropertyProblem[] {
  const { annotations = [], attest = [], ssh = [], labels = {}, pushByDigest = false } = request;
  const settings = (['provenance', 'sbom'] as const).flatMap((property) =>
    request[property] === undefined ? [] : [{ property, value: request[property] }],
  );
  return [
    ...malformed('annotations', annotations, isAnnotation),
    ...malformed('attest', attest, (text) => csvAttributes(text).has('type')),
    ...settings.flatMap(({ property, value }) => malformed(property, [value], isSetting)),
    ...malformed('ssh', ssh, (text) => /^\w[\w.-]*(?:=.+)?$/.test(text)),
    ...malformed('labels', Object.keys(labels), (name) => /^[^\s=]*[^\s=+]$/.test(name)),
    ...secret('attest', '--attest', attest),
    ...hidden('ssh', ssh.filter(isSecretConnection)),
    ...settings.flatMap(({ property, value }) => secret(property, `--${property}`, [value])),
    ...twice([
      ...attest.map((text) => csvAttributes(text).get('type') ?? ''),
      ...settings.map((each) => each.property),
    ]),
    ...(request.bakeVariables ? checkVariables(request.bakeVariables, kind) : []),
    ...(pushByDigest && !pushes ? [{ property: 'pushByDigest', code: 'onlyPush' } as const] : []),
  ];
}

function malformed(
  property: Property,
  values: readonly string[],
  isWellFormed: (value: string) => boolean,
): readonly PropertyProblem[] {
  return values.filter((value) => !isWellFormed(value)).map((value) => ({ property, code: 'form', value }));
}

function secret(property: Property, option: string, values: readonly string[]): readonly PropertyProblem[] {
  return hidden(
    property,
    values.filter((value) => holdsSecret(option, value)),
  );
}

function hidden(property: Property, values: readonly string[]): readonly PropertyProblem[] {
  return values.map((value) => ({ property, code: 'secret', value: `${value.slice(0, value.indexOf('=') + 1)}…` }));
}

const levels = ['index', 'index-descriptor', 'manifest', 'manifest-descriptor'];

/**
 * `key=value`, or with levels before it: `index,manifest[linux/arm64]:key=value` (buildx util/buildflags/export.go, `ParseAnnotations`).
 */
function isAnnotation(text: string): boolean {
  const [key = '', ...value] = text.split('=');
  const at = key.indexOf(':');
  const named = at < 0 ? [] : key.slice(0, at).split(',');
  return (
    value.length > 0 &&
    /^\S+$/.test(key.slice(at + 1)) &&
    named.every((each) => {
      const [, level = '', platform] = /^([a-z-]+)(?:\[([\w/-]+)\])?$/.exec(each) ?? [];
      return levels.includes(level) && (platform === undefined || parsePlatform(platform).ok);
    })
  );
}

/** A boolean in Go's format, or `mode=max,…` (buildx util/buildflags/attests.go, `CanonicalizeAttest`). */
function isSetting(text: string): boolean {
  return (
    /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(text) ||
    csvFields(text).every((field) => /^[\w-]+=./.test(field) && !field.startsWith('type='))
  );
}

/** Up to 0.18, buildx refuses the second one; later versions use one of them. */
function twice(types: readonly string[]): readonly PropertyProblem[] {
  const again = new Set(types.filter((type, at) => type !== '' && types.indexOf(type) < at));
  return [...again].map((value) => ({ property: 'attest', code: 'twice', value }));
}

function checkVariables(
  variables: Readonly<Record<string, string>>,
  kind: 'build' | 'bake',
): readonly PropertyProblem[] {
  if (kind === 'build') {
    return [{ property: 'bakeVariables', code: 'onlyBake' }];
  }
  return Object.entries(variables).flatMap(([name, value]): readonly PropertyProblem[] => {
    const code = !/^[A-Za-z_][\w-]*$/.test(name)
      ? 'form'
      : isReserved(name)
        ? 'reserved'
        : // the rules for build arguments are those for variables of any name
          holdsSecret('--build-arg', `${name}=${value}`)
          ? 'secret'
          : undefined;
    return code === undefined ? [] : [{ property: 'bakeVariables', code, value: name }];
  });
}

/**
 * bake reads its variables from the environment, which Docker, buildx, their child processes and the system also read (Docker's
 * "Environment variables" of the CLI and of Build, `ld.so`, Go's `net/http`). Windows ignores case.
 */
const reserved: ReadonlySet<string> = new Set(
  [
    'PATH HOME USERPROFILE SHELL TMPDIR TMP TEMP SYSTEMROOT COMSPEC PATHEXT APPDATA LOCALAPPDATA PROGRAMDATA IFS BASH_ENV MSYSTEM',
    'DOCKER_API_VERSION DOCKER_CERT_PATH DOCKER_CONFIG DOCKER_CONTEXT DOCKER_CUSTOM_HEADERS DOCKER_HOST DOCKER_TLS DOCKER_TLS_VERIFY',
    'DOCKER_AUTH_CONFIG DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND DOCKER_CLI_PLUGIN_SOCKET DOCKER_DEFAULT_PLATFORM DOCKER_BUILDKIT',
    'BUILDX_BUILDER BUILDX_CONFIG BUILDX_EXPERIMENTAL BUILDX_CPU_PROFILE BUILDX_MEM_PROFILE BUILDX_DEFAULT_POLICY',
    'BUILDKIT_HOST BUILDKIT_PROGRESS EXPERIMENTAL_BUILDKIT_SOURCE_POLICY BAKE_ALLOW_REMOTE_FS_ACCESS',
    'HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR SSH_AUTH_SOCK SSH_ASKPASS KUBECONFIG XDG_RUNTIME_DIR XDG_CONFIG_HOME',
    'GODEBUG GOTRACEBACK GOMAXPROCS GOMEMLIMIT GOCOVERDIR NO_COLOR',
  ].flatMap((line) => line.split(' ')),
);

function isReserved(name: string): boolean {
  const upper = name.toUpperCase();
  return (
    reserved.has(upper) ||
    /^(?:LD|DYLD|OTEL|BUILDX_BAKE|BUILDX_NO|BUILDX_GIT|BUILDX_METADATA)_/.test(upper) ||
    // `GIT_COMMIT` and similar names are commonly used
    /^GIT_(?:SSH|DIR|WORK_TREE|EXEC_PATH|CONFIG|ASKPASS|PROXY|TEMPLATE|OBJECT|ALTERNATE|INDEX|TRACE|EDITOR|PAGER|EXTERNAL)/.test(
      upper,
    )
  );
}
