/** Without `.`, `..`, double slashes and the first slash, as in layers. */
export function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') {
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  return parts.join('/');
}

/** The target of a link, relative to its folder. */
export function linkTarget(link: string, target: string): string {
  return normalized(target.startsWith('/') ? target : `${link.slice(0, link.lastIndexOf('/') + 1)}${target}`);
}

/** A Windows file as its layers name it: below `Files`, in lowercase because names are not case-sensitive. */
export function windowsPath(path: string): string {
  return normalized(path.replaceAll('\\', '/').replace(/^[a-z]:/i, '')).toLowerCase();
}
