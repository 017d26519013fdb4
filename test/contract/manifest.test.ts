import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { commandIds, titleCommands } from '../../src/vscode/commandIds.ts';
import { defaults, section } from '../../src/vscode/settings/settings.ts';
import { problemMark } from '../../src/vscode/build/terminal/problemLine.ts';
import { readRequest } from '../../src/domain/build/request.ts';

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly svg: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly menus: Readonly<
      Record<string, readonly { readonly command: string; readonly when?: string; readonly group?: string }[]>
    >;
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: unknown; readonly scope: string }>>;
    };
    readonly taskDefinitions: readonly {
      readonly type: string;
      readonly properties: Readonly<Record<string, unknown>>;
    }[];
    readonly problemMatchers: readonly { readonly pattern: { readonly regexp: string } }[];
  };
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const manifest = read('package.json') as Manifest;
const strings = read('package.nls.json') as Readonly<Record<string, string>>;

const ids: readonly string[] = Object.values(commandIds).flatMap((one) =>
  typeof one === 'string' ? [one] : Object.values(one),
);

describe('package.json', () => {
  const { contributes } = manifest;

  it('contributes exactly the commands that the code registers', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...ids].sort());
  });

  it('gives menus only to commands that there are', () => {
    const known = new Set(ids);
    const used = Object.values(contributes.menus)
      .flat()
      .map(({ command }) => command);
    assert.deepEqual(
      used.filter((command) => !known.has(command)),
      [],
    );
  });

  it('has in the titles of views and editors what the code knows of them', () => {
    const menus = ['view/title', 'editor/title'].flatMap((menu) => contributes.menus[menu] ?? []);
    const inTitles = menus.map(({ command }) => command);
    assert.deepEqual([...titleCommands].sort(), [...new Set(inTitles)].sort());
  });

  it('has one category, and titles in Title Case', () => {
    const small = /^(?:an?|the|and|as|or|for|from|in|into|of|to)$/;
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['%category%']);
    const titles = contributes.commands.map(({ title }) => strings[title.replaceAll('%', '')] ?? '');
    const wrong = titles.filter((title) =>
      title.split(' ').some((word, at) => !/^\(?[A-Z]/.test(word) && (at === 0 || !small.test(word))),
    );
    assert.deepEqual(wrong, []);
    assert.equal(new Set(titles).size, titles.length, 'no two commands look the same in the palette');
  });

  it('offers the buttons of rows in their menus, too, which the keyboard reaches', () => {
    const rows = contributes.menus['view/item/context'] ?? [];
    const inline = rows.filter(({ group = '' }) => group.startsWith('inline'));
    const inMenus = new Set(
      rows
        .filter(({ group = '' }) => !group.startsWith('inline'))
        .map(({ command, when = '' }) => `${command} ${when.split(' && ')[0] ?? ''}`),
    );
    assert.ok(inline.length > 0);
    assert.deepEqual(
      inline.filter(({ command, when = '' }) => !inMenus.has(`${command} ${when.split(' && ')[0] ?? ''}`)),
      [],
    );
  });

  it('asks in the palette for nothing that only a row can answer', () => {
    const { commandPalette = [] } = contributes.menus;
    const hidden = new Set(commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
    const { image, builder, cluster } = commandIds;
    const { build, copyName, copyPull, copyPinned, copyDigest, openInBrowser, openFile, describePod } = image;
    const ofRows = [build, copyName, copyPull, copyPinned, copyDigest, openInBrowser, openFile, describePod];
    for (const command of [...ofRows, image.remove, image.drop, builder.removeNode, builder.openFile, cluster.forget]) {
      assert.ok(hidden.has(command), command);
    }
  });

  it('links and completes the steps of the walkthrough by commands and views that there are', () => {
    const known = new Set([...ids, ...['images', 'platforms', 'builders'].map((view) => `multiarch.${view}.focus`)]);
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.equal(steps.length, 5);
    for (const { id, description, media, completionEvents } of steps) {
      const links = [...(strings[description.replaceAll('%', '')] ?? '').matchAll(/\(command:([\w.]+)\)/g)];
      const events = completionEvents.flatMap((event) => /^onCommand:(.+)$/.exec(event)?.[1] ?? []);
      assert.ok(links.length > 0, id);
      assert.deepEqual(
        [...links.map(([, command = '']) => command), ...events].filter((command) => !known.has(command)),
        [],
      );
      assert.ok(existsSync(new URL(`../../${media.svg}`, import.meta.url)), media.svg);
    }
  });

  it('executes nothing in an untrusted workspace', () => {
    const free = contributes.commands.filter(({ enablement }) => !enablement?.includes('isWorkspaceTrusted'));
    assert.deepEqual(
      free.map(({ command }) => command),
      [commandIds.showLog],
    );
    assert.deepEqual(
      [...manifest.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(),
      Object.keys(contributes.configuration.properties).sort(),
    );
  });

  it('has the defaults that the code has', () => {
    const declared = Object.entries(contributes.configuration.properties).map(([key, property]) => [
      key.slice(section.length + 1),
      property.default,
    ]);
    assert.deepEqual(Object.fromEntries(declared), defaults);
  });

  it('attack: a workspace says which program is run, or who gets a password without TLS', () => {
    const { properties } = contributes.configuration;
    const own = Object.keys(properties).filter((name) => properties[name]?.scope === 'machine');
    const wanted = Object.keys(properties).filter((name) => /path$|insecure/i.test(name));
    assert.deepEqual(own.sort(), wanted.sort());
    assert.ok(wanted.length >= 3);
  });

  it('lets a folder say of itself what is built, and the window which clusters it is for', () => {
    const { properties } = contributes.configuration;
    const scopes = Object.entries(properties).map(([name, { scope }]) => [name.slice(section.length + 1), scope]);
    assert.deepEqual(Object.fromEntries(scopes), {
      platforms: 'resource',
      image: 'resource',
      builder: 'resource',
      'docker.path': 'machine',
      clusters: 'window',
      clusterPlatforms: 'window',
      statusBar: 'window',
      codeLens: 'window',
      'kubectl.path': 'machine',
      insecureRegistries: 'machine',
      checkProgramsAfterPush: 'window',
    });
  });

  it('describes every property of the task that the code reads, and no other', () => {
    const [definition] = contributes.taskDefinitions;
    const properties = Object.keys(definition?.properties ?? {});
    const refused = readRequest(Object.fromEntries(properties.map((name) => [name, 1])));
    assert.ok(!refused.ok);
    assert.deepEqual(refused.problem.map(({ property }) => property).sort(), properties.sort());
  });

  it('says everything through package.nls.json, and nothing there is left over', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(strings).sort());
    const titles = contributes.commands.map(({ title }) => title);
    assert.ok(titles.every((title) => /^%.+%$/.test(title)));
  });

  it('is typed against the oldest VS Code that it runs on', () => {
    assert.equal(`^${manifest.devDependencies['@types/vscode'] ?? ''}`, manifest.engines.vscode);
  });

  it('is activated by a workspace that builds images, for the status bar, and by nothing else', () => {
    assert.equal(manifest.activationEvents.length, 1);
    assert.match(manifest.activationEvents[0] ?? '', /^workspaceContains:\*\*\/\{Dockerfile,/);
  });
});

describe('the problem matcher', () => {
  const pattern = new RegExp(manifest.contributes.problemMatchers[0]?.pattern.regexp ?? '');
  const matched = (line = '') => pattern.exec(line)?.slice(1);

  for (const [line, file, number, severity, code, message] of [
    [
      'app/Dockerfile:3: error stepFailed: A step failed.',
      'app/Dockerfile',
      '3',
      'error',
      'stepFailed',
      'A step failed.',
    ],
    [
      'Dockerfile:1: warning FromAsCasing: casing: differs',
      'Dockerfile',
      '1',
      'warning',
      'FromAsCasing',
      'casing: differs',
    ],
    ['C:\\a b\\Dockerfile:12: warning: odd', 'C:\\a b\\Dockerfile', '12', 'warning', undefined, 'odd'],
  ]) {
    it(`reads “${line ?? ''}” where it is ours, and from nobody else`, () => {
      assert.deepEqual(matched(`${line ?? ''}${problemMark}`), [file, number, severity, code, message]);
      assert.equal(matched(line), undefined);
    });
  }
});
