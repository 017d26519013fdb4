import { commands, env } from 'vscode';
import { safeText } from '../../domain/safeText.ts';
import type { Builder } from '../../domain/builder/builder.ts';
import type { Emulation } from '../../services/builders/emulation.ts';
import { commandLine } from '../../tools/process/quote.ts';
import { commandIds } from '../commandIds.ts';
import { emulatorTexts } from './texts/emulators.ts';
import { showInformation, showWarning } from '../shared/dialogs/messages.ts';
import { withProgress } from '../shared/dialogs/progress.ts';

export interface InstallEmulatorsDeps {
  readonly emulation: Emulation;
  /** The platforms of builders may have changed. */
  readonly changed: () => void;
}

/** Resolves to whether all platforms now run. Rejects if an installation or a check fails. */
export type InstallEmulators = (builder: Builder, platforms: readonly string[]) => Promise<boolean>;

/**
 * Installs emulators after an explanation and a question, and reports the result. If that is impossible from here, explains the
 * alternative.
 */
export function createInstallEmulators({ emulation, changed }: InstallEmulatorsDeps): InstallEmulators {
  return async (builder, platforms) => {
    const installs = emulation.installs(builder, platforms);
    if (installs.length === 0) {
      await tellWhatElse(builder, emulation.commandThere(platforms));
      return false;
    }
    const listed = installs.flatMap((each) => each.platforms);
    const words = listed.join(', ');
    const detail = installs.flatMap(({ engine, command }) => [
      emulatorTexts.whatHappens(engine),
      safeText(commandLine(command)),
    ]);
    const chosen = await showWarning(
      emulatorTexts.question(words),
      { modal: true, detail: [...detail, emulatorTexts.forHowLong()] },
      emulatorTexts.install(),
      emulatorTexts.copyCommand(),
    );
    if (chosen === emulatorTexts.copyCommand()) {
      await env.clipboard.writeText(installs.map(({ command }) => commandLine(command)).join('\n'));
    }
    if (chosen !== emulatorTexts.install()) {
      return false;
    }
    const done = await withProgress(emulatorTexts.installing(words), async (signal) => {
      await emulation.install(builder, listed, signal);
      return true;
    });
    if (done === undefined) {
      return false;
    }
    const checks = await withProgress(emulatorTexts.verifying(words), (signal) =>
      emulation.check(builder.name, listed, signal),
    );
    changed();
    return checks !== undefined && tellOutcome(builder, checks);
  };
}

function tellOutcome({ name }: Builder, checks: Awaited<ReturnType<Emulation['check']>>): boolean {
  const named = (runs: boolean) => checks.filter((check) => check.runs === runs).map(({ platform }) => platform);
  const missing = named(false);
  if (missing.length > 0) {
    void showWarning(emulatorTexts.stillNot(missing.join(', '), name));
    return false;
  }
  void showInformation(emulatorTexts.runsNow(named(true).join(', '), name));
  return true;
}

async function tellWhatElse({ name, driver }: Builder, command: readonly string[]): Promise<void> {
  if (driver === 'cloud') {
    void showInformation(emulatorTexts.cloud(name));
    return;
  }
  if (driver === 'kubernetes') {
    const setUp = emulatorTexts.setUpBuilder();
    if ((await showInformation(emulatorTexts.kubernetes(name), setUp)) === setUp) {
      await commands.executeCommand(commandIds.builder.setUp);
    }
    return;
  }
  const copy = emulatorTexts.copyCommand();
  const line = commandLine(command);
  if ((await showInformation(emulatorTexts.elsewhere(name, line), copy)) === copy) {
    await env.clipboard.writeText(line);
  }
}
