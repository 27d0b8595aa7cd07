package org.graft4j.zoo.architecture;

import java.util.List;
import org.graft4j.data.InputSpec;

/** A family of equal networks that one set of weights fits. Immutable and thread-safe. */
public interface Architecture {

  /** Short name in lower case, say {@code resnet18}. */
  String id();

  /** The preparation of pictures that its published weights expect, unless their card differs. */
  InputSpec input();

  /** Names of the layer groups from the input upwards. */
  List<String> groups();

  /**
   * The layers of one form of it.
   *
   * @throws IllegalArgumentException if the form names a group that is not there, or its pictures
   *     are too small for the network
   */
  Network network(NetworkForm form);
}
