/** What of an OpenSSH client configuration (ssh_config(5)) tells which hosts there are. */
export interface SshConfig {
  /** The names after `Host` that are names: no patterns, nothing negated. In order, each once. */
  readonly hosts: readonly string[];
  /** The files that `Include` names, as they are written. */
  readonly includes: readonly string[];
}

export function readSshConfig(text: string): SshConfig {
  const hosts = new Set<string>();
  const includes: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    // a keyword and its arguments are separated by blanks or by one equals sign
    const [whole = '', keyword = ''] = /^\s*([A-Za-z]+)(?=[\s=])/.exec(line) ?? [];
    const rest = line.slice(whole.length).trim().replace(/^=/, '');
    switch (keyword.toLowerCase()) {
      case 'host':
        words(rest)
          .filter(isHost)
          .forEach((host) => hosts.add(host));
        break;
      case 'include':
        words(rest).forEach((include) => includes.push(include));
        break;
    }
  }
  return { hosts: [...hosts], includes };
}

function words(text: string): readonly string[] {
  const found: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/"([^"]*)"|(\S+)/g)) {
    const word = quoted ?? plain ?? '';
    if (word.startsWith('#')) {
      break;
    }
    found.push(word);
  }
  return found;
}

/** A name that can stand in `ssh://name`. */
function isHost(name: string): boolean {
  return /^[A-Za-z0-9_][\w.-]*$/.test(name);
}
