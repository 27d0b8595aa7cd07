package org.graft4j.zoo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a publisher's network in the order of its modules, listed from its structure and
 * not from a key map. Where torchvision's network has its modules in the same order, the n-th of
 * these is the n-th of torchvision's.
 */
final class PublishedNetwork {
  private static final List<String> PARAMETERS = List.of("weight", "bias");
  private static final List<String> STATISTICS = List.of("running_mean", "running_var");

  /** A tensor of the file, and how its values lie. */
  record Entry(String name, FileLayout layout, List<Long> places) {
    static Entry of(String name) {
      return new Entry(name, FileLayout.SAME, List.of());
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final List<String> counters = new ArrayList<>();

  PublishedNetwork add(Entry entry) {
    entries.add(entry);
    return this;
  }

  PublishedNetwork add(String name, FileLayout layout, Long... places) {
    return add(new Entry(name, layout, List.of(places)));
  }

  /** A module of torch with these parameters. */
  PublishedNetwork module(String name, String... parameters) {
    for (String parameter : parameters) {
      add(Entry.of(name + "." + parameter));
    }
    return this;
  }

  /** A convolution, dense layer or layer norm. */
  PublishedNetwork biased(String name) {
    return module(name, PARAMETERS.toArray(String[]::new));
  }

  /** A batch norm of torch's since version 0.4.1, with its counter. */
  PublishedNetwork norm(String name) {
    counters.add(name + ".num_batches_tracked");
    return normWithoutCounter(name);
  }

  PublishedNetwork normWithoutCounter(String name) {
    return biased(name).module(name, STATISTICS.toArray(String[]::new));
  }

  List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }

  List<String> counters() {
    return counters;
  }

  /** The entries by the names that torchvision's network has for them, in its order. */
  Map<String, Entry> by(List<String> torch) {
    if (torch.size() != entries.size()) {
      throw new AssertionError(
          "a network of " + torch.size() + " tensors has " + entries.size() + ": " + entries);
    }
    Map<String, Entry> byTorch = new LinkedHashMap<>();
    for (int i = 0; i < torch.size(); i++) {
      byTorch.put(torch.get(i), entries.get(i));
    }
    return byTorch;
  }
}
