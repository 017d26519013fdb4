import assert from 'node:assert/strict';
import { DiagnosedError, isDiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import { diagnoseError } from '../../../../src/services/diagnoseError.ts';
import { buildxOf } from '../../../support/buildxOf.ts';
import { createIndexEdits } from '../../../../src/services/images/indexEdits.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const tag = { domain: 'registry.test', path: 'app', tag: '1' };

/** @param now the digest of the tag; undefined: it does not exist */
function editsOf(now: string | undefined, buildx = '0.29.1') {
  const ran: (readonly string[])[] = [];
  const noted: string[] = [];
  const edits = createIndexEdits({
    run: ({ args, parse }) => {
      ran.push(args);
      return Promise.resolve(parse({ stdout: '{}', stderr: '', exitCode: 0 }));
    },
    docker: () => Promise.resolve('docker'),
    buildx: () => Promise.resolve(buildxOf(buildx)),
    images: {
      isStill: (_, wanted) =>
        now === undefined
          ? Promise.reject(new DiagnosedError(diagnosisOf('imageNotFound')))
          : Promise.resolve(now === wanted),
    },
    former: {
      add: (id, own) => {
        assert.deepEqual(ran, [], 'nothing was changed yet');
        noted.push(`${id} ${own}`);
        return Promise.resolve();
      },
    },
    explain: diagnoseError,
  });
  return { edits, ran, noted };
}

const isChanged = (error: unknown) => isDiagnosedError(error) && error.code === 'imageChanged';

describe('what a tag names', () => {
  it('is changed where it is what was seen', async () => {
    const { edits, ran } = editsOf(digest);
    await edits.apply({ tag, expected: digest, to: { digest } });
    assert.equal(ran.length, 1);
    assert.ok(ran[0]?.includes(`registry.test/app:1@${digest}`));
  });

  it('attack: what a tag named is lost, because it was noted after the change or not at all', async () => {
    const { edits, noted } = editsOf(digest);
    await edits.apply({ tag, expected: digest, to: { digest } });
    assert.deepEqual(noted, [`registry.test/app:1 ${digest}`]);
  });

  it('is not touched if another push was faster', async () => {
    const { edits, ran } = editsOf(`sha256:${'b'.repeat(64)}`);
    await assert.rejects(edits.apply({ tag, expected: digest, to: { digest } }), isChanged);
    await assert.rejects(edits.apply({ tag, expected: undefined, to: { digest } }), isChanged);
    assert.deepEqual(ran, []);
  });

  it('is left alone where buildx would crash over an index, and not where it copies what is there', async () => {
    const { edits, ran } = editsOf(digest, '0.9.1');
    const index = { digest, entries: [], annotations: new Map() };
    await assert.rejects(edits.apply({ tag, expected: digest, to: index }), { code: 'buildxTooOld' });
    assert.deepEqual(ran, []);
    await edits.apply({ tag, expected: digest, to: { digest } });
    assert.equal(ran.length, 1);
  });

  it('is given to a new tag where there still is none', async () => {
    const { edits, ran } = editsOf(undefined);
    await edits.apply({ tag, expected: undefined, to: { digest } });
    assert.equal(ran.length, 1);
  });
});
