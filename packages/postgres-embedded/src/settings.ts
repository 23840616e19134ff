import { SOCKET_PORT } from './socket-folder.ts';

/**
 * The PostgreSQL server's settings as command-line arguments, so that they also apply to clusters from older versions.
 * Durability is set explicitly; the other settings keep a small installation small.
 *
 * @param socketArgument folder of the socket as the server sees it
 */
export function serverSettings(socketArgument: string): readonly string[] {
  const settings: Record<string, string> = {
    listen_addresses: '',
    port: String(SOCKET_PORT),
    unix_socket_directories: socketArgument,
    unix_socket_permissions: '0700',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_connections: '60',
    shared_buffers: '32MB',
    huge_pages: 'off',
    max_wal_size: '256MB',
    min_wal_size: '32MB',
    // An embedded server has no replicas: it needs neither the processes for them nor WAL for them.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_logical_replication_workers: '0',
    // PostgreSQL 18 would start three I/O processes for reads, which this cache size does not need.
    io_method: 'sync',
    max_parallel_workers_per_gather: '0',
    jit: 'off',
    autovacuum: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The log contains starts, stops and crashes, but never a statement or row value, which may be secret.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    cluster_name: 'pristan',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
