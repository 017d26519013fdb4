/** A registry that BuildKit needs configuration for. */
export interface RegistryConfig {
  /** `host` or `host:port`, as in image names. */
  readonly host: string;
  /** It uses plain HTTP. */
  readonly http?: boolean;
  /** Its certificate is not checked. */
  readonly insecure?: boolean;
  /** Absolute path of its CA certificate in PEM. */
  readonly ca?: string;
}

/** `host` or `host:port`, where the host is a name, an IPv4 address or an IPv6 address in brackets. */
export function isRegistryHost(text: string): boolean {
  return (
    text.length <= 259 && /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(text)
  );
}

/** Whether the address always refers to the local machine. */
export function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/.test(host);
}

/**
 * `buildkitd.toml` for these registries (moby/buildkit docs/buildkitd.toml.md). buildx copies the referenced certificates into the builder
 * and changes their paths (util/confutil/container.go).
 *
 * @param given a buildkitd.toml that these registries are added to
 */
export function buildkitToml(registries: readonly RegistryConfig[], given = ''): string {
  const tables = registries.map(({ host, http, insecure, ca }) =>
    [
      `[registry.${tomlString(host)}]`,
      // BuildKit uses plain HTTP for localhost by default (util/resolver)
      ...(http ? ['  http = true'] : ca === undefined ? [] : ['  http = false']),
      ...(insecure ? ['  insecure = true'] : []),
      // buildx treats the text after the last slash as the file name, on Windows, too
      ...(ca === undefined
        ? []
        : [
            `  ca = [${tomlString(/^(?:[A-Za-z]:)?\\/.test(ca) || /^[A-Za-z]:/.test(ca) ? ca.replaceAll('\\', '/') : ca)}]`,
          ]),
      '',
    ].join('\n'),
  );
  return [...(given.trim() === '' ? [] : [`${given.trimEnd()}\n`]), ...tables].join('\n');
}

/** A basic string of TOML 1.0. */
function tomlString(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replace(/\p{Cc}/gu, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `"${escaped}"`;
}
