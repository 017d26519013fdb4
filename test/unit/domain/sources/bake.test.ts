import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bakeTargets } from '../../../../src/domain/sources/bake.ts';
import { parseHcl } from '../../../../src/domain/sources/hcl.ts';

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

describe('targets of bake files', () => {
  it('reads groups and targets with the literals that need no evaluation', () => {
    const platforms = ['linux/amd64', 'linux/arm64'];
    assert.deepEqual(bakeTargets([{ format: 'hcl', text: hcl }]), [
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
    assert.deepEqual(
      bakeTargets([
        { format: 'json', text: json },
        { format: 'hcl', text: override },
      ]),
      [
        { name: 'default', several: true, tags: ['r/app:3'], platforms: ['linux/arm64'] },
        { name: 'app', several: false, tags: ['r/app:3'], platforms: ['linux/arm64'] },
      ],
    );
  });

  it('ends with circles and long chains of parents', () => {
    const parents = Array.from(
      { length: 60 },
      (_, i) => `target "t${i}" { inherits = ["t${i + 1}", "t${i + 2}", "t0"] }`,
    );
    assert.equal(bakeTargets([{ format: 'hcl', text: parents.join('\n') }]).length, 60);
    assert.equal(
      bakeTargets([{ format: 'hcl', text: 'group "a" { targets = ["b"] }\ngroup "b" { targets = ["a"] }' }]).length,
      2,
    );
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
        Array.isArray(bakeTargets([{ format, text: given }])),
      ),
    );
    assert.equal(parseHcl('a {'.repeat(20000)).blocks.length > 0, true);
    assert.deepEqual(bakeTargets([{ format: 'json', text: '{"target":[1],"group":null}' }]), []);
  });
});
