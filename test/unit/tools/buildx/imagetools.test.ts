import assert from 'node:assert/strict';
import { parseReference, type ImageReference } from '../../../../src/domain/image/reference.ts';
import { imagetoolsImageConfig, imagetoolsInspectRaw } from '../../../../src/tools/buildx/imagetools.ts';

function reference(text: string): ImageReference {
  const parsed = parseReference(text);
  assert.ok(parsed.ok);
  return parsed.value;
}

describe('imagetools', () => {
  it('asks for the raw text of the full name', () => {
    const command = imagetoolsInspectRaw('/usr/bin/docker', reference('alpine:3'));
    assert.equal(command.file, '/usr/bin/docker');
    assert.deepEqual(command.args, ['buildx', 'imagetools', 'inspect', '--raw', 'docker.io/library/alpine:3']);
  });

  it('takes the registry settings of a builder, whatever its name', () => {
    const { args } = imagetoolsInspectRaw('docker', reference('ghcr.io/o/a'), '--help');
    assert.deepEqual(args, ['buildx', 'imagetools', 'inspect', '--raw', '--builder', '--help', 'ghcr.io/o/a']);
  });

  it('asks for the configuration', () => {
    const { args } = imagetoolsImageConfig('docker', reference(`ghcr.io/o/a@sha256:${'a'.repeat(64)}`));
    assert.deepEqual(args, [
      'buildx',
      'imagetools',
      'inspect',
      '--format',
      '{{json .Image}}',
      `ghcr.io/o/a@sha256:${'a'.repeat(64)}`,
    ]);
  });

  it('gives the bytes back unchanged, since the digest is of them', () => {
    const { parse, isBinary } = imagetoolsInspectRaw('docker', reference('a'));
    assert.equal(isBinary, true);
    const stdout = ' {"schemaVersion": 2}\r\n\n';
    assert.deepEqual(parse({ stdout, stderr: '', exitCode: 0 }), Buffer.from(stdout));
    const bytes = Buffer.from([0x22, 0xff, 0x22]);
    assert.deepEqual(parse({ stdout: bytes.toString('utf8'), bytes, stderr: '', exitCode: 0 }), bytes);
  });
});
