package org.graft4j.features;

/**
 * A feature space as it lies on disk.
 *
 * @param name of its folder
 * @param description a line for each of its components; empty if it cannot be read
 * @param shards files with rows
 * @param bytes of all its files
 */
public record StoredSpace(String name, String description, int shards, long bytes) {}
