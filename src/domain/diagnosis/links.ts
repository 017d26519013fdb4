/** The pages that a failure points to. */
export const links = {
  installDocker: 'https://docs.docker.com/get-started/get-docker/',
  installBuildx: 'https://github.com/docker/buildx#installing',
  installKubectl: 'https://kubernetes.io/docs/tasks/tools/',
  dockerGroup: 'https://docs.docker.com/engine/install/linux-postinstall/',
  multiPlatform: 'https://docs.docker.com/build/building/multi-platform/',
  containerdStore: 'https://docs.docker.com/engine/storage/containerd/',
  buildkitRegistries: 'https://docs.docker.com/build/buildkit/configure/',
  insecureRegistries: 'https://docs.docker.com/reference/cli/dockerd/#insecure-registries',
  registryCertificates: 'https://docs.docker.com/engine/security/certificates/',
  pullLimits: 'https://docs.docker.com/docker-hub/usage/',
  bakeAllow: 'https://docs.docker.com/reference/cli/docker/buildx/bake/#allow',
  buildSecrets: 'https://docs.docker.com/build/building/secrets/',
} as const;
