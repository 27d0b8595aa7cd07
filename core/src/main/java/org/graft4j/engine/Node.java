package org.graft4j.engine;

import java.util.List;

/**
 * One step of a network taken apart.
 *
 * @param name of the value that it makes; the graph's vertex, or that with a suffix for what comes
 *     before the vertex's own activation
 * @param vertex the graph's vertex that it belongs to
 * @param inputs names of values
 */
record Node(String name, String vertex, Op op, List<String> inputs) {
  Node {
    inputs = List.copyOf(inputs);
  }
}
