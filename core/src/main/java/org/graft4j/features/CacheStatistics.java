package org.graft4j.features;

/**
 * What a cache was worth since it was opened. Immutable; all numbers count from 0.
 *
 * @param hits rows that were looked for and there
 * @param misses rows that were looked for and had to be computed
 * @param bytesWritten by this process
 * @param damagedRows rows that were dropped because their bytes were not those written
 * @param evictedShards files that this process removed to make room
 */
public record CacheStatistics(
    long hits, long misses, long bytesWritten, long damagedRows, long evictedShards) {}
