/** Pages of Docker's documentation that a failure can point to. */
export const links = {
  installDocker: 'https://docs.docker.com/engine/install/',
  installBuildx: 'https://docs.docker.com/build/install-buildx/',
} as const;
