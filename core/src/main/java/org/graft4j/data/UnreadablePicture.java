package org.graft4j.data;

/**
 * A picture of a data set that cannot be decoded.
 *
 * @param id its item's id
 * @param reason why, as {@link UnreadablePictureException#reason} gives it
 */
public record UnreadablePicture(String id, String reason) {}
