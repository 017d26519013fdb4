import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/domain/diagnosis/diagnose.ts';
import type { DiagnosisCode } from '../../../../src/domain/diagnosis/diagnosis.ts';

describe('diagnose', () => {
  describe('by words of docker 28.5.2 with buildx 0.29.1 that no recording has', () => {
    const push = 'ERROR: failed to build: failed to solve: failed to push registry.test:5000/x:1: ';
    const blob = 'unexpected status from HEAD request to http://registry.test:5000/v2/x/blobs/sha256:0d41: ';
    const from =
      'ERROR: failed to solve: registry.test:5000/y:1: failed to resolve source metadata for registry.test:5000/y:1: ';
    const said: [string, DiagnosisCode, Record<string, string>?][] = [
      [`${push}${blob}403 Forbidden`, 'registryAccessDenied', { registry: 'registry.test:5000', reason: 'push' }],
      [`${push}${blob}429 Too Many Requests`, 'registryRateLimit', { registry: 'registry.test:5000' }],
      [`${push}${blob}500 Internal Server Error`, 'registryUnreachable', { reason: 'broken' }],
      [`${push}${blob}503 Service Unavailable`, 'registryUnreachable', { reason: 'broken' }],
      [
        `${push}unknown: repository name not known to registry`,
        'repositoryNotFound',
        { image: 'registry.test:5000/x:1' },
      ],
      [
        `${push}push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
        'registryAccessDenied',
        { reason: 'push' },
      ],
      [
        `${from}pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`,
        'registryAccessDenied',
        { reason: 'pull' },
      ],
      [
        `${push}failed to do request: Head "https://registry.test:5000/v2/x/blobs/sha256:37": tls: first record does not look like a TLS handshake`,
        'registryPlainHttp',
      ],
      [
        `${push}failed to do request: Head "https://registry.test:5000/v2/x/blobs/sha256:28": tls: failed to verify certificate: x509: cannot validate certificate for 172.17.0.1 because it doesn't contain any IP SANs`,
        'registryCertificateName',
      ],
      [
        `${push}failed to do request: Head "https://registry.test:5000/v2/x/blobs/sha256:d5": dial tcp: lookup registry.test on 192.0.2.53:53: no such host`,
        'registryUnreachable',
        { reason: 'name' },
      ],
      [
        'ERROR: failed to build: failed to solve: failed to fetch oauth token: unexpected status from GET request to http://127.0.0.1:5108/token?scope=repository%3Ax%3Apull%2Cpush&service=reg: 400 Bad Request',
        'registryLoginRequired',
        { reason: 'push' },
      ],
      [
        'ERROR: failed to build: failed to solve: failed to fetch anonymous token: unexpected status from GET request to http://127.0.0.1:5108/token?scope=repository%3Ax%3Apull&service=reg: 401 Unauthorized',
        'registryLoginRequired',
        { reason: 'pull' },
      ],
      [
        'permission denied while trying to connect to the Docker daemon socket at unix:///run/docker.sock: Get "http://%2Frun%2Fdocker.sock/v1.51/version": dial unix /run/docker.sock: connect: permission denied',
        'engineAccessDenied',
        { path: 'unix:///run/docker.sock' },
      ],
      [
        'ERROR: error during connect: Head "http://docker.example.com/_ping": command [ssh -l me -p 1 -o ConnectTimeout=30 -T -- 127.0.0.1 docker system dial-stdio] has exited with exit status 255',
        'engineNotRunning',
      ],
      [
        'ERROR: failed to build: failed to solve: ResourceExhausted: failed to copy to tar: rpc error: code = ResourceExhausted desc = write /small/x.tar: no space left on device',
        'diskFull',
        { path: '/small/x.tar', reason: 'destination' },
      ],
      [
        '#0 building with "m" instance using docker-container driver\n\n#1 [internal] booting buildkit\n#1 ERROR: Error response from daemon: failed to resolve reference "docker.io/moby/buildkit:buildx-stable-1"\n------\n > [internal] booting buildkit:\n------\nERROR: failed to build: Error response from daemon: failed to resolve reference "docker.io/moby/buildkit:buildx-stable-1": failed to do request: dial tcp: no such host',
        'builderFailed',
      ],
      ['ERROR: failed to find driver "nosuch"', 'builderFailed', { driver: 'nosuch' }],
      ['ERROR: failed to build: failed to solve: no build stage in current context', 'dockerfileInvalid'],
      ['ERROR: failed to build: failed to solve: base name (${X}) should not be blank', 'dockerfileInvalid'],
      ["ERROR: invalid field 'foo' must be a key=value pair", 'invalidRequest'],
      [
        'ERROR: default is a reserved name and cannot be used to identify builder instance',
        'unknown',
        { detail: 'default is a reserved name and cannot be used to identify builder instance' },
      ],
    ];
    for (const [text, code, params = {}] of said) {
      it(`${code}: ${text.slice(-70)}`, () => {
        const diagnosis = diagnose({ text, exitCode: 1 });
        assert.equal(diagnosis.code, code);
        assert.deepEqual({ ...diagnosis.params, ...params }, diagnosis.params);
      });
    }
  });

  describe('by words of sources and of reported issues', () => {
    const said: [string, DiagnosisCode][] = [
      ["docker: 'buildx' is not a docker command.\nSee 'docker --help'", 'buildxMissing'],
      ['ERROR: BuildKit is enabled but the buildx component is missing or broken.', 'buildxMissing'],
      [
        'error: multiple platforms feature is currently not supported for docker driver. Please switch to a different driver (eg. "docker buildx create --use")',
        'multiPlatformUnsupported',
      ],
      [
        "error: multi-node push can't currently be performed with the docker driver, please switch to a different driver",
        'multiPlatformUnsupported',
      ],
      [
        'error: failed to solve: docker exporter does not support exporting manifest lists, use the oci exporter instead',
        'loadMultiPlatformUnsupported',
      ],
      ['error: oci for multi-node builds currently not supported', 'exporterUnsupported'],
      ['no matching manifest for linux/arm64/v8 in the manifest list entries', 'baseImageLacksPlatform'],
      ['no image found in image index for architecture "arm64", variant "v8", OS "linux"', 'baseImageLacksPlatform'],
      [
        'image with reference app:1 was found but does not provide the specified platform (linux/amd64)',
        'platformsMissing',
      ],
      ['toomanyrequests: You have reached your pull rate limit.', 'registryRateLimit'],
      ['denied: requested access to the resource is denied', 'registryAccessDenied'],
      ['unauthorized: authentication required', 'registryLoginRequired'],
      ["name unknown: The repository with name 'app' does not exist in the registry with id '1'", 'repositoryNotFound'],
      [
        'failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running',
        'engineNotRunning',
      ],
      [
        'error during connect: this error may indicate that the docker daemon is not running: open //./pipe/docker_engine: The system cannot find the file specified.',
        'engineNotRunning',
      ],
      [
        'failed to solve: nobody/app: failed to resolve source metadata for docker.io/nobody/app:latest: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
        'baseImageNotFound',
      ],
    ];
    for (const [text, code] of said) {
      it(`${code}: ${text.slice(0, 70)}`, () => {
        assert.equal(diagnose({ text, exitCode: 1 }).code, code);
      });
    }
  });
});
