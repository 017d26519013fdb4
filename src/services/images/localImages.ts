import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import type { InspectedImage } from '../../domain/image/describe.ts';
import { inspectLocalImage, type LocalImage } from '../../tools/docker/imageInspect.ts';
import type { Command } from '../../tools/process/command.ts';
import type { Engines } from '../builders/listing/engineInUse.ts';
import type { Images } from './images.ts';

/** What the engine of the Docker context in use has of an image in its own store. */
export interface LocalPlatforms {
  /** The registry's platforms that it has, and the one that it would run. */
  readonly platforms: readonly LocalPlatform[];
  /** False where Docker tells one platform only: several take Docker 28.1. */
  readonly complete: boolean;
}

interface LocalPlatform {
  readonly platform: string;
  /** Of its manifest; with the classic store, or an older Docker, of its configuration or its index. */
  readonly digest: string;
  /** It is what the registry has; undefined where the registry has none for this platform. */
  readonly isPushed: boolean | undefined;
}

export interface LocalImages {
  /** The Docker context in use, or the address that stands in for one; undefined: the usual engine of this machine. Asks nobody. */
  context(): Promise<string | undefined>;
  /**
   * Asks the engine in use through Docker's command line, which honours contexts, ssh and TLS: once, and once for each platform.
   * Changes and pulls nothing. Rejects with `DiagnosedError` or `CancelledError`.
   *
   * @param pushed what the registry has, as far as that is known
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

/** An index names some ten platforms; what names more is not asked for all of them. */
const mostPlatforms = 20;
/** Milliseconds that an engine has for an answer; one behind ssh may be gone. */
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
    // the classic store goes by configurations
    const configs = await Promise.all(
      same.map(async ({ digest }) => (await images.contents(ref, digest)).config.digest),
    );
    return { ...own, isPushed: configs.includes(id) };
  }
}
