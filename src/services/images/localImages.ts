import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import type { InspectedImage } from '../../domain/image/describe.ts';
import { inspectLocalImage, type LocalImage } from '../../tools/docker/imageInspect.ts';
import type { Command } from '../../tools/process/command.ts';
import type { Engines } from '../builders/listing/engineInUse.ts';
import type { Images } from './images.ts';

/** An image in the store of the current Docker context's engine. */
export interface LocalPlatforms {
  /** The platforms of the registry that it has, and the one that it would run. */
  readonly platforms: readonly LocalPlatform[];
  /** False if Docker reports one platform only: several require Docker 28.1. */
  readonly complete: boolean;
}

interface LocalPlatform {
  readonly platform: string;
  /** Of its manifest; with the classic store or an older Docker, of its configuration or index. */
  readonly digest: string;
  /** Whether it is the registry's image; undefined if the registry has none for this platform. */
  readonly isPushed: boolean | undefined;
}

export interface LocalImages {
  /** The current Docker context, or the address that overrides it; undefined for the default engine of this machine. Contacts nothing. */
  context(): Promise<string | undefined>;
  /**
   * Queries the engine with the Docker CLI, which respects contexts, SSH and TLS: once, and once per platform. Changes and pulls nothing.
   * Rejects with `DiagnosedError` or `CancelledError`.
   *
   * @param pushed the registry's contents, as far as known
   */
  read(ref: string, pushed: InspectedImage | undefined, signal?: AbortSignal): Promise<LocalPlatforms>;
}

export interface LocalImagesDeps {
  readonly run: <T>(
    command: Command<T>,
    options?: { readonly signal?: AbortSignal | undefined; readonly timeout?: number },
  ) => Promise<T>;
  readonly docker: () => Promise<string>;
  readonly engines: Pick<Engines, 'known'>;
  readonly images: Pick<Images, 'contents'>;
  readonly explain: (error: unknown) => DiagnosedError;
}

type There = Extract<LocalImage, { state: 'there' }>;

/** An index lists about ten platforms; additional ones are skipped. */
const mostPlatforms = 20;
/** Time limit for an engine in milliseconds; one behind SSH may be gone. */
const limit = 20_000;

export function createLocalImages({ run, docker, engines, images, explain }: LocalImagesDeps): LocalImages {
  return {
    async context() {
      const [name, host = ''] = (await engines.known()).endpoints;
      return name !== 'default' ? name : /^(?:unix|npipe):/.test(host) ? undefined : host;
    },
    async read(ref, pushed, signal) {
      const file = await docker();
      const ask = async (platform?: string): Promise<LocalImage> => {
        const answer = await run(inspectLocalImage(file, ref, platform), { signal, timeout: limit });
        if (answer.state === 'failed') {
          throw explain(new Error(answer.problem));
        }
        return answer;
      };
      const own = await ask();
      if (own.state !== 'there') {
        return { platforms: [], complete: true };
      }
      const wanted = new Set([own.platform, ...(pushed?.images ?? []).map(({ platform }) => platform)]);
      const answers: LocalImage[] = [];
      for (const platform of [...wanted].slice(0, mostPlatforms)) {
        const answer = await ask(platform);
        answers.push(answer);
        if (answer.state === 'cannotSay') {
          break;
        }
      }
      const complete = answers.every(({ state }) => state !== 'cannotSay');
      const there = complete ? answers.filter((answer) => answer.state === 'there') : [own];
      return {
        complete,
        platforms: await Promise.all(there.map((each) => compared(ref, each, pushed))),
      };
    },
  };

  async function compared(
    ref: string,
    { platform, id }: There,
    pushed: InspectedImage | undefined,
  ): Promise<LocalPlatform> {
    const own = { platform, digest: id };
    const same = (pushed?.images ?? []).filter((image) => image.platform === platform);
    if (pushed === undefined || same.length === 0) {
      return { ...own, isPushed: undefined };
    }
    if (id === pushed.digest || same.some(({ digest }) => digest === id)) {
      return { ...own, isPushed: true };
    }
    // the classic store uses the digests of configurations
    const configs = await Promise.all(
      same.map(async ({ digest }) => (await images.contents(ref, digest)).config.digest),
    );
    return { ...own, isPushed: configs.includes(id) };
  }
}
