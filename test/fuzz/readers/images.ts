import { helperCredential, registryLogin } from '../../../src/domain/configFiles/dockerConfig.ts';
import { readConfig } from '../../../src/domain/image/config.ts';
import { describeImage } from '../../../src/domain/image/describe.ts';
import { readManifest } from '../../../src/domain/image/manifest.ts';
import { InsideBudget } from '../../../src/domain/inside/budget.ts';
import { readFileKind } from '../../../src/domain/inside/fileKind.ts';
import { normalized, windowsPath } from '../../../src/domain/inside/filePaths.ts';
import { candidatesFor, startOf } from '../../../src/domain/inside/startOf.ts';
import { createTarReader } from '../../../src/domain/inside/tar.ts';
import { acceptablePlatforms, parsePlatform } from '../../../src/domain/platform.ts';
import { parseReference } from '../../../src/domain/image/reference.ts';
import { createZstdFrames } from '../../../src/services/insides/zstdFrames.ts';
import { readQuota, readRetryAfter } from '../../../src/services/registry/http/quota.ts';
import { nextPage, readTags } from '../../../src/services/registry/tagPages.ts';
import { readChallenge } from '../../../src/tools/registry/challenge.ts';
import { endOfArchive, rawEntry } from '../../support/tarBlocks.ts';
import { files } from '../seeds.ts';
import { reader, totalReader, type Reader } from '../reader.ts';

const json = ['{', '}', '[', ']', ',', ':', '"', 'null', '0', '-1', '1e999', '"a"', '"__proto__":', '\\u0000'];
const digest = `sha256:${'0'.repeat(64)}`;

const archive = Buffer.concat([
  rawEntry({ name: 'bin/app', body: Buffer.from('#!/bin/sh\n') }),
  rawEntry({ name: 'PaxHeader', type: 'x', body: Buffer.from('12 path=abcd\n') }),
  rawEntry({ name: 'a', type: '2', link: 'bin/app' }),
  endOfArchive,
]).toString('latin1');

/** Contents of registries and images, and logins to registries. */
export const imageReaders: readonly Reader[] = [
  totalReader('manifest', {
    seeds: [
      ...files('registry/**/*.json'),
      JSON.stringify({
        schemaVersion: 2,
        manifests: [
          {
            mediaType: 'application/vnd.oci.image.manifest.v1+json',
            digest,
            size: 1,
            platform: { os: 'linux', architecture: 'arm64' },
          },
        ],
      }),
    ],
    words: [
      ...json,
      '"manifests":',
      '"layers":',
      '"config":',
      '"platform":',
      '"digest":',
      `"${digest}"`,
      '"size":',
      '"annotations":',
      '"mediaType":"application/vnd.oci.image.index.v1+json"',
    ],
    read: (text) => {
      const manifest = readManifest(text);
      return (
        manifest.ok &&
        describeImage('a', digest, manifest.value, {
          manifests: new Map([[digest, manifest.value]]),
          configs: new Map(),
        })
      );
    },
  }),
  reader('imageConfig', {
    seeds: [
      JSON.stringify({
        os: 'linux',
        architecture: 'amd64',
        created: '2026-01-01T00:00:00Z',
        config: {
          Entrypoint: ['tini', '--', 'sh', '-c'],
          Cmd: ['exec app'],
          Env: ['PATH=/bin:/usr/bin'],
          WorkingDir: '/w',
        },
      }),
    ],
    words: [
      ...json,
      '"config":',
      '"Entrypoint":',
      '"Cmd":',
      '["tini","tini"]',
      '"sh","-c"',
      '"Env":["PATH=/:/a"]',
      '"os":"windows"',
      '"WorkingDir":"/"',
      '/',
      '../',
      ';',
    ],
    read: (text) => {
      const start = startOf(text);
      return [readConfig(text), start?.programs.map((program) => candidatesFor(program, start.where))];
    },
  }),
  totalReader('fileKind', {
    seeds: [
      '#!/usr/bin/env node\n',
      '#! /bin/sh -e\r\n',
      '\x7fELF\x02\x01\x01' + '\0'.repeat(11) + '\x3e\0',
      'MZ' + '\0'.repeat(100),
    ],
    words: ['#!', ' ', '\t', '\r', '\n', '/', '\0', '\xff', '\x7fELF', 'MZ', '\xca\xfe\xba\xbe'],
    read: (text) => readFileKind(Buffer.from(text, 'latin1').subarray(0, 1024)),
  }),
  totalReader('paths', {
    seeds: ['/usr/bin/../lib', 'C:\\a\\..\\b'],
    words: ['/', '..', '.', '\\', 'c:', 'a'],
    read: (text) => [normalized(text), windowsPath(text)],
  }),
  reader('layer', {
    seeds: [archive],
    words: [
      '\0'.repeat(512),
      archive.slice(0, 512),
      '0000000\0',
      '12 a=bcdefg\n',
      'x',
      'g',
      'L',
      'K',
      '5',
      '2',
      '\x80\xff',
    ],
    read: (text) => {
      const names: string[] = [];
      const tar = createTarReader(new InsideBudget(), ({ name }) => names.push(name));
      tar.write(Buffer.from(text, 'latin1'));
      tar.end();
      return names;
    },
  }),
  reader('zstdFrames', {
    seeds: ['\x28\xb5\x2f\xfd\x24\x01\x09\0\0a\0\0\0\0', '\x50\x2a\x4d\x18\x02\0\0\0ab'],
    words: ['\x28\xb5\x2f\xfd', '\x50\x2a\x4d\x18', '\x24', '\x01\0\0', '\xff\xff\xff\xff', '\0'],
    read: (text) => createZstdFrames().cut(Buffer.from(text, 'latin1')),
  }),
  totalReader('challenge', {
    seeds: ['Bearer realm="https://auth.example/token",service="r",scope="repository:a:pull"', 'Basic realm="x"'],
    words: ['Bearer ', 'Basic ', 'realm=', '"https://a/"', 'scope', '=', ',', '"', ' ', '\t', 'a', '_'],
    read: (text) => readChallenge(text),
  }),
  totalReader('limits', {
    seeds: ['<https://r/v2/a/tags/list?n=1&last=x>; rel="next"', '100;w=21600', 'Wed, 21 Oct 2026 07:28:00 GMT'],
    words: ['<', '>', ';', 'rel=', '"next"', ' ', '?', '1', 'w=', ','],
    read: (text) => [
      nextPage(text),
      readRetryAfter(text, 0),
      readQuota({
        headers: new Map([
          ['ratelimit-limit', text],
          ['ratelimit-remaining', text],
        ]),
      }),
    ],
  }),
  reader('tags', { seeds: ['{"name":"a","tags":["1","2"]}'], words: [...json, '"tags":'], read: readTags }),
  totalReader('dockerConfig', {
    seeds: [
      '{"auths":{"https://index.docker.io/v1/":{"auth":"dTpw"}},"credHelpers":{"r":"x"},"credsStore":"y"}',
      '{"Username":"<token>","Secret":"x"}',
    ],
    words: [
      ...json,
      '"auths":',
      '"auth":"dTpw"',
      '"identitytoken":',
      '"credHelpers":',
      '"docker.io":',
      '/',
      'https://',
    ],
    read: (text) => [registryLogin(text, 'docker.io'), registryLogin(text, text), helperCredential(text)],
  }),
  totalReader('reference', {
    seeds: ['ghcr.io/acme/app:1@' + digest, 'localhost:5000/a', '[::1]:5000/a'],
    words: ['/', ':', '@', '.', '-', '_', 'a', 'A', '[', ']', digest, 'https://'],
    read: (text) => parseReference(text),
  }),
  totalReader('platform', {
    seeds: ['linux/amd64', 'linux/arm64/v8', 'windows(10.0.17763+win32k)/amd64'],
    words: ['/', 'linux', 'arm', 'v', '8', '.', '(', ')', '+', '-', 'local', '*'],
    read: (text) => {
      const platform = parsePlatform(text);
      return platform.ok && acceptablePlatforms(platform.value);
    },
  }),
];
