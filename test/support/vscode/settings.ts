import { readFileSync } from 'node:fs';
import { EventEmitter } from './events.ts';
import { fault, onReset, see } from './session.ts';
import type { Uri } from './uri.ts';
import { ConfigurationTarget } from './values.ts';

/** The values of each level of settings, by full name. */
interface Layers {
  readonly global: Map<string, unknown>;
  readonly workspace: Map<string, unknown>;
  /** By the path of the folder. */
  readonly folders: Map<string, Map<string, unknown>>;
}

const layers: Layers = { global: new Map(), workspace: new Map(), folders: new Map() };
const changes = new EventEmitter<{ readonly affectsConfiguration: (section: string) => boolean }>();
onReset(() => {
  layers.global.clear();
  layers.workspace.clear();
  layers.folders.clear();
  changes.dispose();
});

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  readonly contributes: {
    readonly configuration: { readonly properties: Record<string, { readonly default: unknown }> };
  };
};
/** Those of package.json, and the used ones of VS Code and of other extensions. */
const properties: Readonly<Record<string, { readonly default: unknown }>> = {
  ...manifest.contributes.configuration.properties,
  'search.exclude': { default: {} },
  'vs-kubernetes': { default: undefined },
};

/** Sets the contents of settings.json and notifies listeners. A folder by its path. */
export function setting(where: 'user' | 'workspace' | { readonly folder: string }, name: string, value: unknown): void {
  const layer = where === 'user' ? layers.global : where === 'workspace' ? layers.workspace : folderLayer(where.folder);
  if (value === undefined) {
    layer.delete(name);
  } else {
    layer.set(name, value);
  }
  changes.fire({ affectsConfiguration: (section) => name === section || name.startsWith(`${section}.`) });
}

function folderLayer(folder: string): Map<string, unknown> {
  const layer = layers.folders.get(folder) ?? new Map<string, unknown>();
  layers.folders.set(folder, layer);
  return layer;
}

function getConfiguration(section?: string, scope?: Uri) {
  const full = (key: string) => {
    const name = section === undefined ? key : `${section}.${key}`;
    if (!(name in properties)) {
      throw fault(`nothing has a setting ${name}`);
    }
    return name;
  };
  const inspect = (key: string) => {
    const name = full(key);
    return {
      key: name,
      defaultValue: properties[name]?.default,
      globalValue: layers.global.get(name),
      workspaceValue: layers.workspace.get(name),
      workspaceFolderValue: scope && layers.folders.get(scope.fsPath)?.get(name),
    };
  };
  return {
    inspect,
    get: (key: string): unknown => {
      const { workspaceFolderValue, workspaceValue, globalValue, defaultValue } = inspect(key);
      return workspaceFolderValue ?? workspaceValue ?? globalValue ?? defaultValue;
    },
    async update(key: string, value: unknown, target: number) {
      const name = full(key);
      const words = value === undefined ? 'is no more' : `= ${JSON.stringify(value)}`;
      await Promise.resolve();
      switch (target) {
        case ConfigurationTarget.Global:
          see(`setting of the user: ${name} ${words}`);
          setting('user', name, value);
          return;
        case ConfigurationTarget.Workspace:
          see(`setting of the workspace: ${name} ${words}`);
          setting('workspace', name, value);
          return;
        case ConfigurationTarget.WorkspaceFolder:
          if (!scope) {
            throw fault(`${name} is written for a folder, and no folder is named`);
          }
          see(`setting of ${scope.fsPath}: ${name} ${words}`);
          setting({ folder: scope.fsPath }, name, value);
          return;
        default:
          throw fault(`${name} is written nowhere`);
      }
    },
  };
}

export const configuration = { getConfiguration, onDidChangeConfiguration: changes.event };
