import type { Builder } from '../../domain/builder.ts';
import { capabilityOf } from '../../domain/capability.ts';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { formatPlatform, parsePlatform } from '../../domain/platform.ts';
import { route } from '../../domain/route.ts';
import type { Engine } from '../../tools/docker/info.ts';
import type { BuilderChoice, PlatformHow } from '../wizard/deps.ts';

/** What the wizard wants to know of a builder, worked out from what the builder and the engine said. */
export function builderChoice(builder: Builder, engine: Engine | undefined, error?: DiagnosedError): BuilderChoice {
  return {
    name: builder.name,
    driver: builder.driver,
    status: builder.nodes[0]?.status ?? 'unknown',
    platforms: [
      ...new Set(builder.nodes.flatMap(({ platforms }) => platforms.map(({ platform }) => formatPlatform(platform)))),
    ],
    ...(error && { error }),
    platformHow: (platform) => howOf(platform, builder, engine),
    capability: (output, platformCount) => capabilityOf(builder, engine?.containerdStore, output, platformCount),
  };
}

function howOf(text: string, builder: Builder, engine: Engine | undefined): PlatformHow {
  const platform = parsePlatform(text);
  if (!platform.ok) {
    return { how: 'nobody' };
  }
  const [found] = route([platform.value], builder);
  const how = found?.how ?? 'unknown';
  if (how === 'unknown' && builder.driver === 'docker-container' && runsOnEngine(text, engine)) {
    // a container on the engine of this machine builds natively what the engine runs, started or not
    return { how: 'native' };
  }
  return {
    how,
    ...(found?.node !== undefined && { node: found.node }),
    ...(how === 'nobody' && { reason: 'noEmulator' as const }),
    ...(how === 'unknown' && { reason: 'notStarted' as const }),
  };
}

function runsOnEngine(platform: string, engine: Engine | undefined): boolean {
  const own = engine && parsePlatform(`${engine.os}/${engine.architecture}`);
  return own?.ok === true && formatPlatform(own.value) === platform;
}
