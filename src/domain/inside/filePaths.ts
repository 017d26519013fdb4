/** Without `.`, `..`, doubled slashes and the first one, as layers name their files. */
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

/** Where a link points to, from the folder that it lies in. */
export function linkTarget(link: string, target: string): string {
  return normalized(target.startsWith('/') ? target : `${link.slice(0, link.lastIndexOf('/') + 1)}${target}`);
}

/** A file of Windows as its layers name it: below `Files`, in small letters since case does not count there. */
export function windowsPath(path: string): string {
  return normalized(path.replaceAll('\\', '/').replace(/^[a-z]:/i, '')).toLowerCase();
}
