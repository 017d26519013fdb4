import { execa } from 'execa';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binfmtImage as image } from '../../../src/tools/docker/binfmt.ts';
import { machineArchitecture } from './debian.ts';
import type { Engine } from './engine.ts';
import { unpackTools } from './packages.ts';
import { run } from './processes.ts';
import { say } from './say.ts';
import { packTar } from './tar.ts';

/** QEMU's name of the other architecture, and the two bytes of a program's header that identify its machine. */
const others = {
  amd64: { arch: 'arm64', qemu: 'aarch64', machine: String.raw`\xb7\x00` },
  arm64: { arch: 'amd64', qemu: 'x86_64', machine: String.raw`\x3e\x00` },
} as const;

const standIn = 'binfmt-stand-in:latest';

/**
 * Provides the image that installs emulators. If it cannot be pulled, creates a substitute with Debian's QEMU for the other architecture
 * only, with the arguments, messages and exit code of the real installer (tonistiigi/binfmt, cmd/binfmt/main.go). Nothing can have the name
 * of the real one, which includes a digest. Resolves to the name of the available one.
 */
export async function binfmtImage({ env }: Pick<Engine, 'env'>): Promise<string> {
  const pulled = await run('docker', ['pull', '--quiet', image], { env }).then(
    () => true,
    () => false,
  );
  if (!pulled) {
    say(`${image} cannot be pulled: a stand-in does what it would do`);
    const tools = await unpackTools();
    const { qemu } = others[machineArchitecture()];
    const input = packTar([
      { path: 'bin/', mode: 0o755, folder: true },
      { path: 'usr/bin/', mode: 0o755, folder: true },
      { path: 'bin/busybox', mode: 0o755, data: await readFile(join(tools, 'bin/busybox')) },
      { path: 'bin/sh', linkTo: 'bin/busybox' },
      { path: 'install', mode: 0o755, data: Buffer.from(installer()) },
      {
        path: `usr/bin/qemu-${qemu}`,
        mode: 0o755,
        data: await readFile(join(tools, `usr/bin/qemu-${qemu}-static`)),
      },
    ]);
    await execa('docker', ['import', '--change', 'ENTRYPOINT ["/install"]', '-', standIn], { env, input });
  }
  return pulled ? image : standIn;
}

function installer(): string {
  const { arch, qemu, machine } = others[machineArchitecture()];
  const magic = String.raw`\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00${machine}`;
  const mask = String.raw`\xff\xff\xff\xff\xff\xfe\xfe\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff`;
  return `#!/bin/sh
table=/proc/sys/fs/binfmt_misc
say() { echo "$*" >&2; }
if [ ! -e $table/status ] && ! /bin/busybox mount -t binfmt_misc binfmt_misc $table; then
  say "error: cannot mount binfmt_misc filesystem at $table"
  exit 0
fi
while [ $# -gt 1 ]; do
  for name in $(echo "$2" | /bin/busybox tr , ' '); do
    case $1 in
      --uninstall)
        if [ "$name" = ${arch} ] && [ -e $table/qemu-${qemu} ]; then
          echo -1 > $table/qemu-${qemu}
          say "uninstalling: ${qemu} OK"
        else
          say "uninstalling: $name not found"
        fi ;;
      --install)
        if [ "$name" != ${arch} ]; then
          say "installing: $name unsupported architecture: $name"
        elif [ -e $table/qemu-${qemu} ]; then
          say "installing: $name qemu-${qemu} already registered"
        elif echo ':qemu-${qemu}:M:0:${magic}:${mask}:/usr/bin/qemu-${qemu}:CF' > $table/register; then
          say "installing: $name OK"
        else
          say "installing: $name cannot register"
        fi ;;
    esac
  done
  shift 2
done
`;
}
