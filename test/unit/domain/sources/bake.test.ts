import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bakeTargets, type BakeFile } from '../../../../src/domain/sources/bake.ts';
import { collectSources } from '../../../../src/domain/sources/collect.ts';
import { expected, filesOf } from './readCases.ts';

const hcl = `# comment
variable "TAG" { default = "1.0" }
variable "REGISTRY" {
  default = "ghcr.io/acme"   // another
}
/* target "ghost" {} */
function "tag" {
  params = [name]
  result = ["\${REGISTRY}/\${name}:\${TAG}"]
}
group "default" {
  targets = ["app", "tools"]
}
group "tools" { targets = ["lint"] }
target "_common" {
  platforms = [
    "linux/amd64", # one
    "linux/arm64",
  ]
  args = { "GO" = "1.26", note = "a } b" }
}
target "app" {
  inherits = ["_common"]
  tags = ["\${REGISTRY}/app:\${TAG}", "\${REGISTRY}/app:\${equal("", TAG) ? "latest" : TAG}"]
  dockerfile-inline = <<EOT
FROM alpine
target "ghost" {}
EOT
}
target "lint" {
  tags = tag("lint")
}
target "matrix" {
  name = "m-\${v}"
  matrix = { v = ["1", "2"] }
}
`;

const targetsOf = (...files: readonly Omit<BakeFile, 'path'>[]) =>
  bakeTargets(files.map((file) => ({ path: 'docker-bake', ...file }))).found;

describe('targets of bake files', () => {
  it('reads groups and targets with the literals that need no evaluation', () => {
    const platforms = ['linux/amd64', 'linux/arm64'];
    const unknown = ['tags'];
    assert.deepEqual(targetsOf({ format: 'hcl', text: hcl }), [
      { name: 'default', several: true, tags: ['ghcr.io/acme/app:1.0'], platforms, unknown },
      { name: 'tools', several: false, tags: [], platforms: [], unknown },
      { name: 'app', several: false, tags: ['ghcr.io/acme/app:1.0'], platforms, unknown },
      { name: 'lint', several: false, tags: [], platforms: [], unknown },
      { name: 'matrix', several: true, tags: [], platforms: [] },
      { name: 'm-1', several: false, tags: [], platforms: [] },
      { name: 'm-2', several: false, tags: [], platforms: [] },
    ]);
  });

  it('merges JSON and override files attribute by attribute', () => {
    const json = JSON.stringify({
      variable: { TAG: { default: '2' } },
      group: { default: { targets: ['app'] } },
      target: { app: { tags: ['r/app:${TAG}'], platforms: ['linux/amd64'] } },
    });
    const override = 'target "app" { platforms = ["linux/arm64"] }\nvariable "TAG" { default = "3" }';
    assert.deepEqual(targetsOf({ format: 'json', text: json }, { format: 'hcl', text: override }), [
      { name: 'default', several: false, tags: ['r/app:3'], platforms: ['linux/arm64'] },
      { name: 'app', several: false, tags: ['r/app:3'], platforms: ['linux/arm64'] },
    ]);
  });

  it('ends with circles and long chains of parents', () => {
    const parents = Array.from(
      { length: 60 },
      (_, i) => `target "t${i}" { inherits = ["t${i + 1}", "t${i + 2}", "t0"] }`,
    );
    assert.equal(targetsOf({ format: 'hcl', text: parents.join('\n') }).length, 60);
    assert.equal(
      targetsOf({ format: 'hcl', text: 'group "a" { targets = ["b"] }\ngroup "b" { targets = ["a"] }' }).length,
      2,
    );
  });

  describe('attack: a few kilobytes of a bake file stand for minutes and gigabytes', () => {
    const lines = (count: number, line: (at: number) => string) =>
      Array.from({ length: count }, (_, at) => line(at)).join('\n');
    const target = 'target "app" { tags = ["r/app"] }\n';
    const refused: Readonly<Record<string, string>> = {
      'groups of groups with many tags': [
        lines(1500, (at) => `group "g${at}" { targets = ["g${at + 1}", "app"] }`),
        `target "app" { tags = [${lines(1500, (at) => `"r/app:${at}",`)}] }`,
      ].join('\n'),
      'groups of the same many targets': [
        lines(1500, (at) => `target "t${at}" {}`),
        lines(1500, (at) => `group "g${at}" { targets = [${lines(20, (one) => `"t${one}",`)} "g${at + 1}"] }`),
      ].join('\n'),
      'a chain of parents without end': target + lines(20_000, (at) => `target "t${at}" { inherits = ["t${at + 1}"] }`),
      'parents with many tags, each inherited many times': [
        `target "base" { tags = [${lines(2000, (at) => `"r/app:${at}",`)}] }`,
        lines(1000, (at) => `target "t${at}" { inherits = ["base"] }`),
      ].join('\n'),
      'lists in lists, each a list of variables before it': [
        'variable "v0" { default = ["x", "x"] }',
        lines(40, (at) => `variable "v${at + 1}" { default = [v${at}, v${at}] }`),
        lines(20_000, (at) => `target "t${at}" { tags = [${'"x",'.repeat(50)}] }`),
      ].join('\n'),
      'variables of variables without end': [
        lines(20_000, (at) => `variable "v${at}" { default = v${at + 1} }`),
        'target "app" { tags = [v0] }',
      ].join('\n'),
      'blocks in blocks': target + 'a {'.repeat(20_000),
    };
    for (const [name, hcl] of Object.entries(refused)) {
      it(name, () => {
        assert.deepEqual(bakeTargets([{ path: 'docker-bake.hcl', format: 'hcl', text: hcl }]).tooComplex, [
          'docker-bake.hcl',
        ]);
      });
    }

    it('a tag that is longer than any tag is none', () => {
      for (const [default_, named] of [
        ['v'.repeat(5000), 1],
        ['v'.repeat(4000), 25_000],
        ['v'.repeat(100_000), 25_000],
      ] as const) {
        const text = `variable "V" { default = "${default_}" }\ntarget "app" { tags = ["r/app:${'${V}'.repeat(named)}", "r/app"] }`;
        assert.deepEqual(targetsOf({ format: 'hcl', text }), [
          { name: 'app', several: false, tags: ['r/app'], platforms: [], unknown: ['tags'] },
        ]);
      }
    });

    it('a matrix of more members than anybody has', () => {
      const axes = lines(30, (at) => `v${at} = ["1", "2"]`);
      const text = `target "app" {\n name = "app-\${v0}"\n matrix = { ${axes} }\n tags = ["r/app"]\n}`;
      assert.deepEqual(targetsOf({ format: 'hcl', text }), [
        { name: 'app', several: true, tags: [], platforms: [], unknown: ['tags', 'platforms'] },
      ]);
    });

    it('texts, heredocs and templates that are never closed', () => {
      for (const unit of [
        '"',
        '"${',
        '<<A\n',
        '<<A',
        '/*',
        '${',
        '"\\',
        '\\"',
        '[',
        '= [',
        '{',
        '#',
        '//',
        '"${"',
        'f(',
      ]) {
        const text = target + unit.repeat(100_000);
        assert.deepEqual(bakeTargets([{ path: 'docker-bake.hcl', format: 'hcl', text }]).tooComplex, [], unit);
      }
    });
  });

  describe("as bake's own print says", () => {
    interface Case {
      readonly targets: Readonly<Record<string, { images: number; tags: string[]; platforms: string[] }>>;
    }
    for (const [name, [set]] of Object.entries(expected<readonly Case[]>('bake'))) {
      it(name, () => {
        const { sources } = collectSources(filesOf('bake', name));
        const found = sources.flatMap((source) => (source.kind === 'bake' ? [source] : []));
        const wanted = set?.targets ?? {};
        assert.deepEqual(found.map(({ target }) => target).sort(), Object.keys(wanted).sort());
        for (const { target, several, tags, platforms, unknown = [] } of found) {
          const told = wanted[target];
          assert.equal(several, told?.images !== 1, target);
          for (const [part, values] of [['tags', tags] as const, ['platforms', platforms] as const]) {
            // an unknown part may be missing, but never wrong
            const all = unknown.includes(part) ? told?.[part].filter((value) => values.includes(value)) : told?.[part];
            assert.deepEqual([...values].sort(), [...(all ?? [])].sort(), `${target}: ${part}`);
          }
        }
      });
    }
  });

  const unknownOf = (text: string, format: 'hcl' | 'json' = 'hcl') =>
    Object.fromEntries(targetsOf({ format, text }).map(({ name, tags, unknown }) => [name, unknown ?? tags]));

  it("takes no parent's value for what is not known of a child", () => {
    const parent = 'target "_p" { tags = ["r/p"] }\n';
    for (const own of ['f("x")', 'upper("r/a")', 'V ? ["a"] : ["b"]', '[for t in x : t]', '"%{ if x }a%{ endif }"']) {
      assert.deepEqual(unknownOf(`${parent}target "a" {\n inherits = ["_p"]\n tags = ${own}\n}`), { a: ['tags'] }, own);
    }
    assert.deepEqual(unknownOf(`${parent}target "a" { inherits = parents() }`), { a: ['tags', 'platforms'] });
    assert.deepEqual(unknownOf(`${parent}target "a" {\n inherits = ["_p"]\n tags = []\n}`), { a: [] });
    assert.deepEqual(unknownOf(`${parent}target "a" {\n inherits = ["_p"]\n tags = null\n}`), { a: ['r/p'] });
  });

  it('looks into objects, other targets and the values of a matrix', () => {
    const text = `
variable "R" { default = { host = "r", "port" : 5000 } }
target "base" { args = { V = "5" } }
target "app" {
  matrix = { image = [{ name = "a", tag = "1" }, { name = "b", tag = "2" }] }
  name = image.name
  tags = ["\${R.host}:\${R.port}/\${image.name}:\${image.tag}-\${target.base.args.V}"]
}`;
    assert.deepEqual(unknownOf(text), {
      base: [],
      app: ['r:5000/a:1-5', 'r:5000/b:2-5'],
      a: ['r:5000/a:1-5'],
      b: ['r:5000/b:2-5'],
    });
  });

  it("reads HCL's JSON form with lists of blocks", () => {
    const json = JSON.stringify({
      variable: [{ V: { default: 3 } }],
      registry: 'r',
      target: [{ a: [{ tags: ['${registry}/a:${V}'] }] }, { b: { tags: '${list}' } }],
      group: { default: [{ targets: ['a', 'b'] }] },
    });
    assert.deepEqual(unknownOf(json, 'json'), { default: ['tags'], a: ['r/a:3'], b: ['tags'] });
  });

  it('never throws, whatever the text is', () => {
    const piece = fc.constantFrom(
      'target "a" ',
      '{',
      '}',
      '[',
      ']',
      '"',
      '${',
      '<<EOT\n',
      '\n',
      '= ',
      'tags = ',
      '/*',
      '\\',
    );
    const text = fc.array(fc.oneof(piece, fc.string())).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.constantFrom('hcl' as const, 'json' as const), (given, format) =>
        Array.isArray(targetsOf({ format, text: given })),
      ),
    );
    assert.deepEqual(targetsOf({ format: 'json', text: '{"target":[1],"group":null}' }), []);
  });
});
