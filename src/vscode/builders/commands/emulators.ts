import { nativePlatform, type Builder } from '../../../domain/builder/builder.ts';
import { commonPlatforms, parsePlatform, platformList } from '../../../domain/platform.ts';
import { probedPlatforms } from '../../../domain/builder/probe.ts';
import { route } from '../../../domain/builder/route.ts';
import type { Builders } from '../../../services/builders/builders.ts';
import type { Emulation, EmulationCheck } from '../../../services/builders/emulation.ts';
import type { InstallEmulators } from '../installEmulators.ts';
import { settings } from '../../settings/settings.ts';
import type { TargetPlatformsOf } from '../../shared/targetPlatformsOf.ts';
import { emulatorTexts } from '../texts/emulators.ts';
import { QuickPickUi } from '../../shared/picks/quickPickUi.ts';
import { emulatorRows } from '../platforms/emulatorRows.ts';
import { Left, type WizardUi } from '../../shared/picks/ui.ts';
import type { BuilderCommand } from './deps.ts';

export interface EmulatorsDeps {
  readonly emulation: Pick<Emulation, 'check'>;
  readonly builders: Pick<Builders, 'inUse'>;
  readonly installEmulators: InstallEmulators;
  readonly targetPlatforms: TargetPlatformsOf;
}

/** A separate pick. */
const alone = { step: 0, total: 0, canGoBack: false };

/** `Check or Install Emulators…`: shows what the builder can run now, and installs missing emulators. */
export function emulators({ emulation, builders, installEmulators, targetPlatforms }: EmulatorsDeps): BuilderCommand {
  return async (element) => {
    const builder = element && 'builder' in element ? element.builder : await builders.inUse(settings.builder());
    const abort = new AbortController();
    const ui = new QuickPickUi(emulatorTexts.title(builder.name));
    try {
      const wanted = await pick(ui, builder, abort.signal);
      ui.dispose();
      if (wanted.length > 0) {
        await installEmulators(builder, wanted);
      }
    } catch (error) {
      if (!(error instanceof Left)) {
        throw error;
      }
    } finally {
      abort.abort();
      ui.dispose();
    }
  };

  async function pick(ui: WizardUi, { name, ...rest }: Builder, signal: AbortSignal): Promise<readonly string[]> {
    const platforms = platformList(targetPlatforms(), commonPlatforms).filter((platform) =>
      probedPlatforms.includes(platform),
    );
    let builder: Builder = { name, ...rest };
    let checks: readonly EmulationCheck[] | undefined;
    const missing = (ids: readonly string[]) =>
      ids.filter((id) => checks?.some(({ platform, runs }) => platform === id && !runs));
    return ui.at(alone).pick<readonly string[]>({
      placeholder: emulatorTexts.placeholder(),
      many: true,
      rows: () => emulatorRows({ platforms, checks, isNative: (platform) => isNative(builder, platform) }),
      accept: ({ ticked, row }) => {
        const wanted = missing(ticked.length > 0 || !row ? ticked : [row.id]);
        return wanted.length > 0 || (checks && missing(platforms).length === 0) ? { answer: wanted } : {};
      },
      async load() {
        const found = await emulation.check(name, platforms, signal);
        // only a running builder reports its processor, and the check has started it
        builder = await builders.inUse(name, signal).catch(() => builder);
        checks = found;
      },
    });
  }
}

/** Whether the node that buildx would use runs the platform natively; undefined if it has not reported that. */
function isNative(builder: Builder, text: string): boolean | undefined {
  const platform = parsePlatform(text);
  if (!platform.ok) {
    return undefined;
  }
  const [taken] = route([platform.value], builder);
  const node = builder.nodes.find(({ name }) => name === taken?.node);
  return node && nativePlatform(node) ? taken?.how === 'native' : undefined;
}
