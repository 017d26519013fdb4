/** The host names in an OpenSSH client configuration (ssh_config(5)). */
export interface SshConfig {
  /** The plain names after `Host`: no patterns and no negations. In order, each once. */
  readonly hosts: readonly string[];
  /** The unchanged file names of `Include`. */
  readonly includes: readonly string[];
}

export function readSshConfig(text: string): SshConfig {
  const hosts = new Set<string>();
  const includes: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    // a keyword and its arguments are separated by spaces or by one equals sign
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

/** A name that is valid in `ssh://name`. */
function isHost(name: string): boolean {
  return /^[A-Za-z0-9_][\w.-]*$/.test(name);
}
