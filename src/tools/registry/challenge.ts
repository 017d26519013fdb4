/** How to log in to a registry (RFC 9110 §11.6.1, distribution's token authentication). */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer';
      readonly realm: string;
      readonly service?: string;
      readonly scope?: string;
      /** Why the sent credentials are insufficient: `insufficient_scope` (RFC 6750 §3.1). */
      readonly error?: string;
    };

const longest = 4096;

/** Parses the header `WWW-Authenticate`; undefined without a supported scheme. Bearer takes precedence over Basic. */
export function readChallenge(header: string | undefined): Challenge | undefined {
  const text = (header ?? '').slice(0, longest);
  const bearer = /(?:^|,\s*)bearer\s/i.exec(text);
  if (bearer) {
    const parameters = new Map(
      // a name matches only from its start: otherwise, a long one without a value would be tried from each of its letters
      [
        ...text
          .slice(bearer.index + bearer[0].length)
          .matchAll(/(?<![a-z_])([a-z_]+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/gi),
      ].map(([, name = '', quoted, bare]) => [name.toLowerCase(), quoted ?? bare ?? '']),
    );
    const [realm, service, scope, error] = ['realm', 'service', 'scope', 'error'].map((name) => parameters.get(name));
    if (realm === undefined || !URL.canParse(realm)) {
      return undefined;
    }
    return {
      scheme: 'bearer',
      realm,
      ...(service !== undefined && { service }),
      ...(scope !== undefined && { scope }),
      ...(error !== undefined && { error }),
    };
  }
  return /(?:^|,\s*)basic(?:\s|,|$)/i.test(text) ? { scheme: 'basic' } : undefined;
}
