#!/bin/sh
# Runs in namespaces of its own: loopback, an address to advertise, and private places for certificates whose paths are fixed.
set -eu
node=$1
work=$2
shift 2
ip link set lo up
ip addr add 10.255.0.1/24 dev lo
ip route add default dev lo
mount -t tmpfs tmpfs "$work"
mkdir "$work/upper" "$work/work" "$work/run"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$work/upper,workdir=$work/work" /etc
mkdir -p /tmp/k8s-webhook-server/serving-certs
mount -t tmpfs tmpfs /tmp/k8s-webhook-server/serving-certs
# Sockets have short paths.
mkdir -p /tmp/berth-ray
mount -t tmpfs tmpfs /tmp/berth-ray
BERTH_SYSTEMS_WORK=$work/run exec "$node" node_modules/vitest/vitest.mjs run --config test/systems/vitest.config.ts "$@"
