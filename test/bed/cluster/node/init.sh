# The first process of a node's namespaces. When its standard input closes, it ends, and with it everything in the namespaces.
set -euo pipefail
# mounts in here are seen by the namespaces of pods, and by nobody outside
mount --make-rshared /
# the places that kubelet, containerd and network plugins write to, without what the machine has there
for folder in /run /var/log /var/lib; do
  mount -t tmpfs -o mode=755 tmpfs "$folder"
done
mkdir -p /run/containerd /run/netns /run/lock /run/sysctl /var/lib/kubelet
# the kubelet would set these for the whole machine (pkg/kubelet/cm/container_manager_linux.go, setupKernelTunables); it does not write
# values that are right already
while read -r name value; do
  echo "$value" > "/run/sysctl/${name//\//_}"
  mount --bind "/run/sysctl/${name//\//_}" "/proc/sys/$name"
done <<'VALUES'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
VALUES
echo ready
read -r end || true
