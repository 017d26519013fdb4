import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bakeTargets, type BakeFile } from '../../../../src/domain/sources/bake.ts';

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
    assert.deepEqual(targetsOf({ format: 'hcl', text: hcl }), [
      { name: 'default', several: true, tags: ['ghcr.io/acme/app:1.0'], platforms },
      { name: 'tools', several: true, tags: [], platforms: [] },
      { name: 'app', several: false, tags: ['ghcr.io/acme/app:1.0'], platforms },
      { name: 'lint', several: false, tags: [], platforms: [] },
      { name: 'matrix', several: true, tags: [], platforms: [] },
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
      { name: 'default', several: true, tags: ['r/app:3'], platforms: ['linux/arm64'] },
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
      'parents with thousands of attributes, each inherited many times': [
        `target "base" { ${lines(2000, (at) => `a${at} = "x"`)}\n${lines(2000, (at) => `b${at} = ["x"]`)} }`,
        lines(1000, (at) => `target "t${at}" { inherits = ["base"] }`),
      ].join('\n'),
      'variables that hold much, named often': [
        `variable "V" { default = "${'v'.repeat(100_000)}" }`,
        `target "app" { tags = ["${'${V}'.repeat(25_000)}"] }`,
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
      const text = `variable "V" { default = "${'v'.repeat(5000)}" }\ntarget "app" { tags = ["r/app:\${V}", "r/app"] }`;
      assert.deepEqual(targetsOf({ format: 'hcl', text })[0]?.tags, ['r/app']);
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
