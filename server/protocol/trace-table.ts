/**
 * The nftables table by which a running trace makes the kernel tell of packets, in the families
 * `inet` and `bridge`. It has the flag `owner` and is no part of a learner's network.
 */
export const traceTableName = 'patchbay_trace';
