import { nativesOf, statusOf, type Builder, type How } from '../../domain/builder/builder.ts';
import type { BuildOutput } from '../../domain/build/request.ts';
import type { OldBuildx } from '../../domain/builder/oldBuildx.ts';
import { capabilityOf, type Capability } from '../../domain/builder/capability.ts';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { formatPlatform, parsePlatform, samePlatform, type Platform } from '../../domain/platform.ts';
import { route, routeWarnings, type RouteWarning } from '../../domain/builder/route.ts';
import type { Engine } from '../../tools/docker/info.ts';

/** How the current builder would build one platform. `unknown`: not reported yet (not started, or unreachable). */
export interface PlatformHow {
  readonly how: 'native' | 'emulated' | 'unsupported' | 'unknown';
  /** The node that would build it, if known. */
  readonly node?: string;
  /** Why it is `unsupported` (`noEmulator`, or `emulatorGone` if there was one) or `unknown` (`notStarted`, or `asking`). */
  readonly reason?: 'noEmulator' | 'emulatorGone' | 'notStarted' | 'asking';
}

/** The builder of a build. With an `error`, everything else is a best guess, and the wizard continues without it. */
export interface BuilderChoice {
  readonly name: string;
  readonly driver: string;
  /** Of all nodes together. */
  readonly status: string;
  readonly nodeCount: number;
  /** The native platforms of its nodes; empty if unknown. */
  readonly natives: readonly Platform[];
  /** The platforms that its nodes report, native ones first, such as `linux/arm64`. Empty while it is not running. */
  readonly platforms: readonly string[];
  readonly error?: DiagnosedError;
  readonly oldBuildx?: OldBuildx | undefined;
  /** @param among all platforms of the build: they determine which node takes each of them */
  platformHow(platform: string, among: readonly string[]): PlatformHow;
  /** Problems of a build for these platforms on these nodes. */
  warnings(platforms: readonly string[]): readonly RouteWarning[];
  capability(output: BuildOutput, platformCount: number): Capability;
}

/** The wizard's view of a builder, derived from what the builder and the engine reported. */
export function builderChoice(builder: Builder, engine: Engine | undefined, error?: DiagnosedError): BuilderChoice {
  return {
    name: builder.name,
    driver: builder.driver,
    status: statusOf(builder),
    nodeCount: builder.nodes.length,
    natives: nativesOf(builder),
    platforms: [
      ...new Set(builder.nodes.flatMap(({ platforms }) => platforms.map(({ platform }) => formatPlatform(platform)))),
    ],
    ...(error && { error }),
    platformHow: (platform, among) => howOf(platform, among, builder, engine),
    warnings: (platforms) => routeWarnings(parsed(platforms), builder),
    capability: (output, platformCount) => capabilityOf(builder, engine?.containerdStore, output, platformCount),
  };
}

function parsed(texts: readonly string[]): readonly Platform[] {
  return texts.flatMap((text) => {
    const platform = parsePlatform(text);
    return platform.ok ? [platform.value] : [];
  });
}

function howOf(text: string, among: readonly string[], builder: Builder, engine: Engine | undefined): PlatformHow {
  const [platform] = parsed([text]);
  if (!platform) {
    return { how: 'unsupported' };
  }
  const name = formatPlatform(platform);
  const found = route(parsed([text, ...among]), builder).find((each) => each.platform === name);
  const how = found?.how ?? 'unknown';
  if (how === 'unknown' && isOneContainer(builder) && runsOnEngine(text, engine)) {
    // a container on this machine's engine builds the engine's platforms natively, whether or not it is running
    return { how: 'native' };
  }
  const reason = reasonFor(how, platform, builder, found?.node);
  return { how, ...(found?.node !== undefined && { node: found.node }), ...(reason && { reason }) };
}

function reasonFor(how: How, platform: Platform, builder: Builder, taken: string | undefined): PlatformHow['reason'] {
  if (how === 'unsupported') {
    const node = builder.nodes.find(({ name }) => name === taken);
    const isGone = node?.platforms.some((own) => own.lost === true && samePlatform(own.platform, platform));
    return isGone === true ? 'emulatorGone' : 'noEmulator';
  }
  if (how !== 'unknown') {
    return undefined;
  }
  return statusOf(builder) === 'asking' ? 'asking' : 'notStarted';
}

function isOneContainer({ driver, nodes }: Builder): boolean {
  return driver === 'docker-container' && nodes.length === 1;
}

function runsOnEngine(platform: string, engine: Engine | undefined): boolean {
  const own = engine && parsePlatform(`${engine.os}/${engine.architecture}`);
  return own?.ok === true && formatPlatform(own.value) === platform;
}
