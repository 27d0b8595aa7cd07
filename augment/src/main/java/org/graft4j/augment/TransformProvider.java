package org.graft4j.augment;

import java.util.Map;

/**
 * Transforms that files can name; found by {@link java.util.ServiceLoader}, so that a library's own
 * transforms are written and read like ours.
 */
public interface TransformProvider {

  /**
   * An instance of each transform by its id, of {@code [a-z0-9-]}. The instance's values are what a
   * file gets that leaves a key out; so they never change.
   */
  Map<String, Transform> prototypes();
}
