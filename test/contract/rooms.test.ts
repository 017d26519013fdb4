import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => path.posix.join('src', name.replaceAll('\\', '/')));
const imports = new Map(
  files.map((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const named = [...text.matchAll(/(?:\bfrom|\bimport\()\s*'(\.[^']+)'/g)];
    return [file, named.map(([, to = '']) => path.posix.join(path.posix.dirname(file), to))];
  }),
);
/** Modules beside a folder with their name, without `.ts`. */
const fronts = files.map((file) => file.slice(0, -'.ts'.length)).filter((name) => existsSync(path.join(root, name)));
const rooms = /^src\/(?:domain|services|tools)\//;

/**
 * Parts that others import directly: `redact.ts` is loaded with its first call, and exports only functions then; making text safe must not
 * require the code that splits a program's output into lines.
 */
const open = [
  'src/domain/redact/ranges.ts',
  'src/domain/terminalText/clean.ts',
  'src/domain/terminalText/hidden.ts',
  'src/domain/terminalText/sgr.ts',
];
/** Maximum number of files in a folder; more need a reason. */
const most = 11;
/** A file for each kind of failure. */
const long = ['src/domain/diagnosis/rules'];

describe('the rooms of domain, services and tools', () => {
  for (const front of fronts.filter((name) => rooms.test(name))) {
    it(`${front}.ts has its parts for itself, and they do not import it`, () => {
      const [within, outside] = [`${front}/`, `${front}.ts`];
      const wrong = [...imports].flatMap(([file, named]) =>
        named
          .filter((to) =>
            file.startsWith(within) ? to === outside : file !== outside && to.startsWith(within) && !open.includes(to),
          )
          .map((to) => `${file} imports ${to}`),
      );
      assert.deepEqual(wrong, []);
    });
  }

  it(`have no folder of more than ${most} files`, () => {
    const counts = new Map<string, number>();
    for (const file of files.filter((name) => rooms.test(name))) {
      const folder = path.posix.dirname(file);
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
    assert.deepEqual(
      [...counts].filter(([folder, count]) => count > most && !long.includes(folder)),
      [],
    );
  });

  it('import in no circle', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, way: readonly string[]) => {
      if (way.includes(file)) {
        circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
      } else if (!done.has(file)) {
        for (const to of imports.get(file)?.filter((name) => rooms.test(name)) ?? []) {
          visit(to, [...way, file]);
        }
        done.add(file);
      }
    };
    for (const file of files.filter((name) => rooms.test(name))) {
      visit(file, []);
    }
    assert.deepEqual(circles, []);
  });
});
