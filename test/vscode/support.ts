import { extensions, workspace, type WorkspaceFolder } from 'vscode';
import type { MultiArchApi } from '../../src/vscode/api.ts';
import { skipBecause } from '../support/skip.ts';

/** The API for other extensions. */
export async function api(): Promise<MultiArchApi> {
  const extension = extensions.getExtension<MultiArchApi>('multiarch-builds.multiarch-builds');
  if (!extension) {
    throw new Error('the extension is not installed');
  }
  return extension.activate();
}

/** The engine's registry and base image from the test run; skips the test without them. */
export function world(context: Mocha.Context): { readonly registry: string; readonly base: string } {
  const {
    MULTIARCH_TEST_NO_ENGINE: reason,
    MULTIARCH_TEST_REGISTRY: registry,
    MULTIARCH_TEST_BASE: base,
  } = process.env;
  if (registry === undefined || base === undefined) {
    skipBecause(context, reason ?? 'no engine was brought');
  }
  return { registry, base };
}

export function folder(): WorkspaceFolder {
  const [first] = workspace.workspaceFolders ?? [];
  if (!first) {
    throw new Error('no folder is open');
  }
  return first;
}
