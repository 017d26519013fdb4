import { createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeCertificate } from './certificate.ts';
import { makeRunFolder } from './runFolder.ts';

/** The scope of a requested token, and the user. */
interface TokenRequest {
  readonly method: string;
  readonly scope: string;
  readonly user: string | undefined;
}

/** docker-registry's configuration for it (`auth.token`). */
export interface TokenAuth {
  readonly realm: string;
  readonly service: string;
  readonly issuer: string;
  readonly rootcertbundle: string;
}

/** A service that issues tokens for a registry according to the distribution specification (docs/spec/auth). */
export interface TokenService {
  readonly auth: TokenAuth;
  readonly asked: TokenRequest[];
  /** Seconds for which a token is really valid, regardless of the response. */
  life: number;
  /** A header for the test's own pushes. */
  readonly authorizationFor: (repository: string) => string;
  readonly stop: () => Promise<void>;
}

export interface TokenUsers {
  readonly passwords: Readonly<Record<string, string>>;
  /** Users by their identity tokens. */
  readonly identityTokens: Readonly<Record<string, string>>;
  /** @param user undefined: anonymous */
  readonly mayPull: (user: string | undefined, repository: string) => boolean;
}

const service = 'test bed registry';
const issuer = 'test bed token service';

/** Starts one on 127.0.0.1. */
export async function startTokenService({ passwords, identityTokens, mayPull }: TokenUsers): Promise<TokenService> {
  const folder = await makeRunFolder('tools');
  const certificate = await makeCertificate(join(folder.path, 'tokens'), '127.0.0.1');
  const key = createPrivateKey(await readFile(certificate.keyFile));
  const chain = [new X509Certificate(await readFile(certificate.certificateFile)).raw.toString('base64')];
  const asked: TokenRequest[] = [];

  function token(user: string | undefined, access: readonly object[]): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ iss: issuer, aud: service, sub: user ?? '', jti: randomUUID() },
      // the registry accepts one a minute longer than specified
      ...{ iat: now, nbf: now - 5, exp: now + tokens.life - 60 },
      access,
    };
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const signed = `${encode({ typ: 'JWT', alg: 'ES256', x5c: chain })}.${encode(claims)}`;
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
    return `${signed}.${signature.toString('base64url')}`;
  }

  async function answer(request: IncomingMessage): Promise<readonly [number, object]> {
    const form = new URLSearchParams(await bodyOf(request));
    const query = new URL(request.url ?? '', 'http://here').searchParams;
    const scope = form.get('scope') ?? query.get('scope') ?? '';
    const basic = Buffer.from(/^Basic (.*)$/.exec(request.headers.authorization ?? '')?.[1] ?? '', 'base64').toString();
    const [name, ...secret] = basic.split(':');
    const isNamed = basic !== '' || form.has('refresh_token');
    const user = form.has('refresh_token')
      ? identityTokens[form.get('refresh_token') ?? '']
      : passwords[name ?? ''] === secret.join(':')
        ? name
        : undefined;
    asked.push({ method: request.method ?? '', scope, user });
    if (isNamed && user === undefined) {
      return [401, { details: 'unauthorized' }];
    }
    const [, repository = '', actions = ''] = /^repository:([^:]+):(.*)$/.exec(scope) ?? [];
    const granted = actions.split(',').filter((action) => action === 'pull' && mayPull(user, repository));
    const given = token(user, [{ type: 'repository', name: repository, actions: granted }]);
    return [
      200,
      request.method === 'POST' ? { access_token: given, expires_in: 300 } : { token: given, expires_in: 300 },
    ];
  }

  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tokens: TokenService = {
    auth: {
      realm: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
      ...{ service, issuer, rootcertbundle: certificate.authorityFile },
    },
    asked,
    life: 300,
    authorizationFor: (repository) =>
      `Bearer ${token('test bed', [{ type: 'repository', name: repository, actions: ['pull', 'push'] }])}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await folder.remove();
    },
  };
  return tokens;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}
