import path from 'node:path';

/** The used parts of VS Code's URIs; paths are POSIX paths. */
export class Uri {
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;

  private constructor(parts: {
    readonly scheme: string;
    readonly authority?: string;
    readonly path?: string;
    readonly query?: string;
    readonly fragment?: string;
  }) {
    this.scheme = parts.scheme;
    this.authority = parts.authority ?? '';
    this.path = parts.path ?? '';
    this.query = parts.query ?? '';
    this.fragment = parts.fragment ?? '';
  }

  static file(fsPath: string): Uri {
    return new Uri({ scheme: 'file', path: path.resolve('/', fsPath) });
  }

  static from(parts: { readonly scheme: string; readonly path?: string }): Uri {
    return new Uri(parts);
  }

  static parse(text: string): Uri {
    const { protocol, host, pathname, search, hash } = new URL(text);
    return new Uri({
      scheme: protocol.slice(0, -1),
      authority: host,
      path: decodeURIComponent(pathname),
      query: search.slice(1),
      fragment: hash.slice(1),
    });
  }

  static joinPath(base: Uri, ...parts: readonly string[]): Uri {
    const { scheme, authority, query, fragment } = base;
    return new Uri({ scheme, authority, query, fragment, path: path.posix.join(base.path, ...parts) });
  }

  get fsPath(): string {
    return this.path;
  }

  toJSON(): string {
    return this.toString();
  }

  toString(): string {
    const [query, fragment] = [this.query && `?${this.query}`, this.fragment && `#${this.fragment}`];
    const before = this.scheme === 'file' || this.authority !== '' ? `//${this.authority}` : '';
    return `${this.scheme}:${before}${encodeURI(this.path)}${query}${fragment}`;
  }
}
