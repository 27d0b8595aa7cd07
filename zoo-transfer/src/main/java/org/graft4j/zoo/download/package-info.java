/**
 * Downloads of large files whose digest is known beforehand: they resume, retry, go from mirror to
 * mirror, and appear whole and right or not at all.
 *
 * <p>Start with {@link org.graft4j.zoo.download.FileDownload}.
 */
@NullMarked
package org.graft4j.zoo.download;

import org.jspecify.annotations.NullMarked;
