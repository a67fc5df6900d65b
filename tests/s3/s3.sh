#!/bin/bash
# A real S3 server for tests (Debian's packages radosgw, ceph-mon and ceph-osd): Ceph object gateway + one monitor + one OSD, no systemd, all on 127.0.0.1 unless told.
#   s3.sh start   DIR PORT ACCESS SECRET    (first start makes DIR; later starts keep its data)
#   s3.sh stop    DIR                       (clean)
#   s3.sh kill    DIR                       (SIGKILL everything, as a crash)
#   s3.sh gw-kill DIR | gw-start DIR        (only the HTTP gateway: cuts transfers, back in < 1 s)
#   s3.sh stall   DIR | resume DIR          (requests are taken and never answered, until resumed)
#   s3.sh guard   DIR                       (waits for the end of its input, kills everything and removes DIR: whoever holds
#                                            the other end may die in any way and leaves nothing behind)
# S3_ADDRESS=A at start: the gateway listens there instead (a test node of one's own, say); all else stays on 127.0.0.1.
set -u
cmd=${1:?}; D=${2:-}
say() { echo "s3: $*" >&2; }
die() { say "$*"; tail -n 20 "$D"/log/*.err "$D"/log/*.log >&2 2>/dev/null; end rgw KILL 50; end osd KILL 50; end mon KILL 50; exit 1; }

# gone PID: true once the process has ended (a zombie nobody has reaped counts as ended)
gone() { local s; s=$(sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null) || return 0; case $s in ''|Z*|X*) return 0;; esac; return 1; }
# end NAME SIGNAL TENTHS: signal the daemon, wait so long, then SIGKILL
end() {
  local p n=$3; p=$(cat "$D/run/$1.pid" 2>/dev/null) || return 0
  kill "-$2" "$p" 2>/dev/null
  until gone "$p" || [ $n -le 0 ]; do sleep 0.1; n=$((n - 1)); done
  gone "$p" || { kill -KILL "$p"; until gone "$p"; do sleep 0.05; done; }
  rm -f "$D/run/$1.pid"
}
run() { # run NAME COMMAND...: background, own session, pid in DIR/run/NAME.pid
  local name=$1; shift
  setsid "$@" </dev/null >>"$D/log/$name.err" 2>&1 &
  echo $! >"$D/run/$name.pid"
}
gateway() {
  run rgw radosgw -f -n client.rgw
  local n=300
  until curl -s -o /dev/null --max-time 2 "http://$(cat "$D/address"):$(cat "$D/port")/"; do
    n=$((n - 1)); [ $n -gt 0 ] || die "gateway not ready"; gone "$(cat "$D/run/rgw.pid")" && die "gateway ended"; sleep 0.05
  done
}

case $cmd in
stop)     end rgw TERM 5;  end osd TERM 100; end mon TERM 100; exit 0 ;;
kill)     end rgw KILL 50; end osd KILL 50; end mon KILL 50; exit 0 ;;
gw-kill)  end rgw KILL 50; exit 0 ;;
stall)    kill -STOP "$(cat "$D/run/osd.pid")"; exit ;;
resume)   kill -CONT "$(cat "$D/run/osd.pid")"; exit ;;
guard)    cat >/dev/null; end rgw KILL 50; end osd KILL 50; end mon KILL 50; rm -rf "$D"; exit 0 ;;
gw-start) export CEPH_CONF=$D/ceph.conf; gateway; exit 0 ;;
start)    ;;
*)        say "unknown command $cmd"; exit 2 ;;
esac

PORT=${3:?}; ACCESS=${4:?}; SECRET=${5:?}
mkdir -p "$D"/{mon,osd,run,log}; D=$(cd "$D" && pwd)
p=$(cat "$D/run/mon.pid" 2>/dev/null) && ! gone "$p" && { say "already running"; exit 1; }
ADDRESS=${S3_ADDRESS:-127.0.0.1}
(exec 3<>"/dev/tcp/$ADDRESS/$PORT") 2>/dev/null && { say "port $PORT is taken"; exit 1; }
echo "$PORT" >"$D/port"; echo "$ADDRESS" >"$D/address"
if [ ! -s "$D/fsid" ]; then
  m=$((20000 + RANDOM % 10000)); while (exec 3<>"/dev/tcp/127.0.0.1/$m") 2>/dev/null; do m=$((20000 + RANDOM % 10000)); done
  echo "$m" >"$D/monport"; cat /proc/sys/kernel/random/uuid >"$D/fsid"; rm -f "$D/made"
fi
FSID=$(cat "$D/fsid"); MON=$(cat "$D/monport")
cat >"$D/ceph.conf" <<C
[global]
fsid = $FSID
mon_host = [v2:127.0.0.1:$MON]
ms_bind_msgr1 = false
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
ms_mon_client_mode = crc
run_dir = $D/run
admin_socket =
log_file = $D/log/\$name.log
err_to_stderr = true
debug_rocksdb = 0/0
mon_data = $D/mon
mon_data_avail_crit = -1
paxos_propose_interval = 0.05
paxos_min_wait = 0.01
mon_allow_pool_size_one = true
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 1
osd_pool_default_pgp_num = 1
osd_pool_default_pg_autoscale_mode = off
osd_crush_chooseleaf_type = 0
osd_data = $D/osd
osd_objectstore = bluestore
osd_op_num_shards = 2
osd_op_num_threads_per_shard = 2
bluestore_block_size = 21474836480
bluestore_fsck_on_mkfs = false
bluestore_cache_autotune = false
bluestore_cache_size = 134217728
bdev_aio_poll_ms = 10
rgw_frontends = beast endpoint=$ADDRESS:$PORT tcp_nodelay=1
rgw_thread_pool_size = 32
rgw_rados_pool_pg_num_min = 1
rgw_gc_obj_min_wait = 30
rgw_gc_processor_period = 30
C
export CEPH_CONF=$D/ceph.conf
if [ ! -e "$D/made" ]; then
  rm -rf "$D"/mon/* "$D"/osd/*
  monmaptool --create --clobber --fsid "$FSID" --addv a "[v2:127.0.0.1:$MON]" "$D/monmap" >/dev/null || die monmap
  ceph-mon -i a --mkfs --monmap "$D/monmap" || die "mon mkfs"
fi
run mon ceph-mon -i a -f
if [ ! -e "$D/made" ]; then
  U=$(cat /proc/sys/kernel/random/uuid)
  timeout 60 ceph osd new "$U" 0 >/dev/null || die "osd new"
  ceph-osd -i 0 --mkfs --osd-uuid "$U" >>"$D/log/osd.err" 2>&1 || die "osd mkfs"
fi
run osd ceph-osd -i 0 -f
# up = the monitor has this very process (its pid is the nonce in its address), not one that died before
OSD=$(cat "$D/run/osd.pid"); n=200
until timeout 20 ceph osd dump 2>/dev/null | grep -q "^osd\.0 up .*127\.0\.0\.1:[0-9]*/$OSD[^0-9]"; do
  n=$((n - 1)); [ $n -gt 0 ] || die "OSD not up"; gone "$OSD" && die "OSD ended"; sleep 0.05
done
gateway
if [ ! -e "$D/made" ]; then
  radosgw-admin -n client.rgw user create --uid=test --display-name=test --access-key="$ACCESS" --secret-key="$SECRET" >"$D/log/user.out" 2>&1 || die "user"
  touch "$D/made"
fi
