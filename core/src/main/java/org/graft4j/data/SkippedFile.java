package org.graft4j.data;

/**
 * Something in a data set's folder that was left out.
 *
 * @param id its path below the root, with {@code /} between the parts
 * @param reason why, as the end of a sentence about it
 */
public record SkippedFile(String id, String reason) {}
