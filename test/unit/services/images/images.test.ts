import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { DiagnosedError, isDiagnosedError, type DiagnosisCode } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { createImages } from '../../../../src/services/images/images.ts';
import type { ImagesDeps } from '../../../../src/services/images/documentReader.ts';
import type { Command } from '../../../../src/tools/process/command.ts';
import { CancelledError, CommandError, isCommandError } from '../../../../src/tools/process/errors.ts';
import { createRecordedRegistry, digestOf } from '../../../support/recordedRegistry.ts';

const app = 'registry.example/app';

function explain(error: unknown): DiagnosedError {
  const code: DiagnosisCode =
    isCommandError(error) && error.stderr.includes(': not found') ? 'imageNotFound' : 'registryUnreachable';
  return new DiagnosedError({ code, params: {}, remedies: [] });
}

function setUp(run?: ImagesDeps['run']) {
  const registry = createRecordedRegistry();
  const images = createImages({ run: run ?? registry.run, docker: () => Promise.resolve('docker'), explain });
  return { registry, images };
}

const code = (wanted: DiagnosisCode) => (error: unknown) => error instanceof DiagnosedError && error.code === wanted;

describe('images', () => {
  it('inspects an index: its digest, platforms, sizes and attestations', async () => {
    const { images } = setUp();
    const image = await images.inspect(`${app}:attested`);
    assert.equal(image.ref, `${app}:attested`);
    assert.equal(image.digest, digestOf('attested'));
    assert.deepEqual(
      image.images.map(({ platform, size = 0, attestations }) => [platform, size > 0, attestations.length]),
      [
        ['linux/amd64', true, 1],
        ['linux/arm64', true, 1],
        ['linux/arm/v7', true, 1],
      ],
    );
    assert.deepEqual(JSON.parse(JSON.stringify(image)), image, 'it is plain JSON data');
  });

  it('attack: a manifest that is no UTF-8 gets another digest on its way through Docker', async () => {
    const bytes = Buffer.from(
      `{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","annotations":{"a":"\u00ff"},"manifests":[]}`,
      'latin1',
    );
    const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    const run = ((command: Command<unknown>) => {
      assert.equal(command.isBinary, true);
      return Promise.resolve(command.parse({ stdout: bytes.toString('utf8'), bytes, stderr: '', exitCode: 0 }));
    }) as ImagesDeps['run'];
    assert.equal((await setUp(run).images.inspect(`${app}:1`)).digest, digest);
    assert.equal((await setUp(run).images.inspect(`${app}@${digest}`)).digest, digest);
  });

  it('gives the same answer by tag, by digest and by both', async () => {
    const { images, registry } = setUp();
    const byTag = await images.inspect(`${app}:single`);
    for (const ref of [`${app}@${digestOf('single')}`, `${app}:attested@${digestOf('single')}`]) {
      assert.deepEqual(await images.inspect(ref), { ...byTag, ref });
    }
    assert.equal(byTag.images[0]?.platform, 'linux/arm/v6');
    assert.ok(registry.calls.every((args) => !args.at(-1)?.includes(':attested')));
  });

  it('has a manifest as its registry has it', async () => {
    const { images } = setUp();
    const raw = await images.raw(`${app}:attested`, digestOf('attested'));
    assert.equal(`sha256:${createHash('sha256').update(raw).digest('hex')}`, digestOf('attested'));
    await assert.rejects(images.raw(app, `sha256:${'0'.repeat(64)}`), { code: 'imageNotFound' });
  });

  it('reads the configuration only of what has no platform', async () => {
    const { images, registry } = setUp();
    await images.inspect(`${app}:nested`);
    assert.ok(registry.calls.every((args) => args.includes('--raw')));
    await images.inspect(`${app}:single`);
    assert.equal(registry.calls.filter((args) => !args.includes('--raw')).length, 1);
  });

  it('runs at most four processes at once, and one the second time', async () => {
    const { images, registry } = setUp();
    const first = await images.inspect(`${app}:nested`);
    assert.equal(registry.most(), 4);
    const before = registry.calls.length;
    assert.deepEqual(await images.inspect(`${app}:nested`), first);
    assert.equal(registry.calls.length, before + 1);
  });

  it('does not take what another repository has for what this one has', async () => {
    const { images, registry } = setUp();
    await images.inspect(`${app}:single`);
    const before = registry.calls.length;
    await images.inspect('registry.example/other:single');
    assert.equal(registry.calls.length, before + 2);
  });

  it('answers without a child that is missing, and asks for it again', async () => {
    const { images, registry } = setUp();
    const image = await images.inspect(`${app}:missing-child`);
    assert.deepEqual(
      image.images.map(({ platform, size }) => [platform, size === undefined]),
      [
        ['linux/arm/v6', false],
        ['linux/s390x', true],
      ],
    );
    const before = registry.calls.length;
    await images.inspect(`${app}:missing-child`);
    assert.equal(registry.calls.length, before + 2);
  });

  it('passes the builder on', async () => {
    const { images, registry } = setUp();
    await images.inspect(`${app}:attested`, { builder: 'farm' });
    assert.ok(registry.calls.every((args) => args[args.indexOf('--builder') + 1] === 'farm'));
  });

  it('refuses a name that is none, without running anything', async () => {
    const { images, registry } = setUp();
    for (const ref of ['', '--help', 'https://registry.example/app', 'a b', 'App']) {
      await assert.rejects(images.inspect(ref), code('invalidRequest'), ref);
    }
    assert.deepEqual(registry.calls, []);
  });

  it('rejects with what the failure is', async () => {
    await assert.rejects(setUp().images.inspect(`${app}:nothere`), code('imageNotFound'));
    const down = setUp((command) =>
      Promise.reject(new CommandError(command, { exitCode: 1, stderr: 'connection refused' })),
    );
    await assert.rejects(down.images.inspect(app), code('registryUnreachable'));
  });

  it('names what was asked for, also where Docker does not', async () => {
    await assert.rejects(setUp().images.inspect(`${app}:nothere`), (error) => {
      assert.ok(isDiagnosedError(error));
      assert.equal(error.diagnosis.params.image, `${app}:nothere`);
      return true;
    });
  });

  it('a child that fails for another reason than being missing fails the whole, and the reads beside it end', async () => {
    const registry = createRecordedRegistry();
    const signals: (AbortSignal | undefined)[] = [];
    const { images } = setUp((command, options) => {
      signals.push(options?.signal);
      return signals.length < 4
        ? registry.run(command)
        : Promise.reject(new CommandError(command, { exitCode: 1, stderr: 'toomanyrequests' }));
    });
    await assert.rejects(images.inspect(`${app}:attested`), code('registryUnreachable'));
    assert.equal(signals.length, 5, 'six children: nothing more was asked');
    assert.ok(signals.slice(1).every((signal) => signal?.aborted));
  });

  it('refuses a body that is not the one of its digest', async () => {
    const registry = createRecordedRegistry();
    const lying = async <T>(command: Command<T>): Promise<T> => {
      await registry.run(command);
      return command.parse({ stdout: '{"schemaVersion":2,"manifests":[]}', stderr: '', exitCode: 0 });
    };
    await assert.rejects(setUp(lying).images.inspect(`${app}@${digestOf('attested')}`), (error) => {
      assert.ok(error instanceof DiagnosedError);
      assert.match(error.message, /something else, sha256:/);
      return true;
    });
    const child = <T>(command: Command<T>) =>
      command.args.at(-1)?.includes('@') ? lying(command) : registry.run(command);
    await assert.rejects(setUp(child).images.inspect(`${app}:attested`), /something else/);
  });

  it('checks digests of other algorithms too', async () => {
    const { images } = setUp((command) =>
      Promise.resolve(command.parse({ stdout: '{"manifests":[]}', stderr: '', exitCode: 0 })),
    );
    const digest =
      'sha512:e7eb3cb3aaa31f6b7ae8ce16bb1ee9a4ec2f0ddcbf5b6ab6af9d6fd3ff0ed5d0d4d0f6e1b0f5f9ab22d4d1d5eb1f66cd29e8b19a2cf6b6d9cf8ac23bd1bcbb40';
    await assert.rejects(images.inspect(`${app}@${digest}`), /something else, sha512:/);
  });

  it('refuses what is no manifest', async () => {
    const { images } = setUp((command) =>
      Promise.resolve(command.parse({ stdout: '<html>', stderr: '', exitCode: 0 })),
    );
    await assert.rejects(images.inspect(app), /no image manifest/);
  });

  it('hands cancellation on as it is', async () => {
    const abort = new AbortController();
    const { images } = setUp((_, options) => {
      abort.abort();
      assert.ok(options?.signal?.aborted);
      return Promise.reject(new CancelledError());
    });
    await assert.rejects(images.inspect(app, { signal: abort.signal }), CancelledError);
  });

  it('refuses an index of very many entries, nested ones included, instead of telling half of it', async () => {
    const index = 'application/vnd.oci.image.index.v1+json';
    const manifest = 'application/vnd.oci.image.manifest.v1+json';
    const platform = { os: 'linux', architecture: 'amd64' };
    const nested = Array.from({ length: 300 }, (_, number) => {
      const digest = `sha256:${number.toString(16).padStart(64, '0')}`;
      return JSON.stringify({ manifests: [{ mediaType: manifest, digest, size: 1, platform }] });
    });
    const bodies = new Map(nested.map((body) => [`sha256:${createHash('sha256').update(body).digest('hex')}`, body]));
    const top = JSON.stringify({
      manifests: [...bodies.keys()].map((digest) => ({ mediaType: index, digest, size: 1 })),
    });
    let calls = 0;
    const { images } = setUp((command) => {
      calls++;
      const [, digest] = (command.args.at(-1) ?? '').split('@');
      const stdout = digest === undefined ? top : bodies.get(digest);
      return stdout === undefined
        ? Promise.reject(new CommandError(command, { exitCode: 1, stderr: ': not found' }))
        : Promise.resolve(command.parse({ stdout, stderr: '', exitCode: 0 }));
    });
    await assert.rejects(images.inspect(app), { code: 'registryAnswerWrong' });
    assert.equal(calls, 301);
  });
});
