interface Entry {
  readonly digest: string;
  /** `os/architecture`. */
  readonly platform: string;
}

/** Reads the entries of an index in a registry on this machine. */
export async function pushedIndex(host: string, repository: string, tag: string): Promise<Entry[]> {
  const accept = 'application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json';
  const response = await fetch(`http://${host}/v2/${repository}/manifests/${tag}`, { headers: { accept } });
  const { manifests } = (await response.json()) as {
    manifests: { digest: string; platform: { os: string; architecture: string } }[];
  };
  return manifests.map(({ digest, platform }) => ({ digest, platform: `${platform.os}/${platform.architecture}` }));
}
