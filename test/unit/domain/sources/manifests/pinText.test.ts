import assert from 'node:assert/strict';
import { mentionsOf, pinnedText, taggedId } from '../../../../../src/domain/sources/manifests/pinText.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const old = `sha256:${'b'.repeat(64)}`;

function pinned(text: string, image: string): string {
  return mentionsOf(text, taggedId(image) ?? '').reduceRight(
    (all, mention) =>
      all.slice(0, mention.offset) + pinnedText(mention, digest) + all.slice(mention.offset + mention.text.length),
    text,
  );
}

describe('an image that is pinned in a file', () => {
  for (const [what, before, after] of [
    ['in a manifest', '      - image: ghcr.io/me/app:1\n', `      - image: ghcr.io/me/app:1@${digest}\n`],
    ['in quotes', '  "image": "ghcr.io/me/app:1",\n', `  "image": "ghcr.io/me/app:1@${digest}",\n`],
    [
      'in one line',
      'spec: {containers: [{name: c, image: ghcr.io/me/app:1}]}\n',
      `spec: {containers: [{name: c, image: ghcr.io/me/app:1@${digest}}]}\n`,
    ],
    [
      'in a Dockerfile',
      'FROM --platform=$BUILDPLATFORM ghcr.io/me/app:1 AS build\n',
      `FROM --platform=$BUILDPLATFORM ghcr.io/me/app:1@${digest} AS build\n`,
    ],
    ['that is copied from', 'COPY --from=ghcr.io/me/app:1 /a /b\n', `COPY --from=ghcr.io/me/app:1@${digest} /a /b\n`],
    ['that was pinned before', `image: ghcr.io/me/app:1@${old}\n`, `image: ghcr.io/me/app:1@${digest}\n`],
    [
      'twice',
      'image: ghcr.io/me/app:1\n---\nimage: ghcr.io/me/app:1 # prod\n',
      `image: ghcr.io/me/app:1@${digest}\n---\nimage: ghcr.io/me/app:1@${digest} # prod\n`,
    ],
  ] as const) {
    it(`keeps its tag, ${what}`, () => {
      assert.equal(pinned(before, 'ghcr.io/me/app:1'), after);
    });
  }

  it('gets the tag that it did not have, and keeps its short name', () => {
    assert.equal(pinned('FROM alpine\n', 'docker.io/library/alpine:latest'), `FROM alpine:latest@${digest}\n`);
  });

  it('is no other image, no comment and no variable', () => {
    const text =
      'image: ghcr.io/me/app:2\nimage: ghcr.io/me/app-other:1\n# image: ghcr.io/me/app:1\nimage: ghcr.io/me/app:${TAG}\nFROM app AS build\nurl: ghcr.io/me/app:1\n';
    assert.equal(pinned(text, 'ghcr.io/me/app:1'), text);
  });

  it('is no mention of a tag that is named by its digest alone', () => {
    assert.equal(taggedId(`ghcr.io/me/app@${digest}`), undefined);
    assert.equal(pinned(`image: ghcr.io/me/app@${old}\n`, 'ghcr.io/me/app'), `image: ghcr.io/me/app@${old}\n`);
  });
});

describe('places that name an image, attacked', () => {
  it('attack: line ends of other kinds, blanks and options are walked again from each of them', () => {
    for (const unit of [
      '\r',
      '\u2028',
      '\n',
      ' ',
      'image',
      'image ',
      'image:',
      'image\n',
      'FROM\n',
      'FROM ',
      '--a ',
      'FROM --a\n',
      'COPY ',
      'COPY --from',
      'RUN =',
      '"',
    ]) {
      const text = `${unit.repeat(Math.floor(300_000 / unit.length))}\nFROM app:1\n`;
      assert.ok(mentionsOf(text, 'docker.io/library/app:1').length <= 1, JSON.stringify(unit));
    }
  });
});
