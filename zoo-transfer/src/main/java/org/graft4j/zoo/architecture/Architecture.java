package org.graft4j.zoo.architecture;

import java.util.List;
import org.graft4j.data.InputSpec;

/**
 * A family of equal networks that one set of weights fits. Immutable and thread-safe.
 *
 * <p>Other jars may bring some: a class with a public constructor without arguments, named in
 * {@code META-INF/services/org.graft4j.zoo.architecture.Architecture}. What its vertices are called
 * is what the tensors of its weights are called; see {@link ParameterSlot}.
 */
public interface Architecture {

  /** Short name of {@code a-z}, {@code 0-9}, {@code _} and {@code -}, say {@code resnet18}. */
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
