package org.graft4j.zoo.adapt;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.graft4j.model.Backbone;
import org.graft4j.model.GraphEdits;
import org.graft4j.zoo.format.WeightTensor;

/**
 * Weights for a network that they were not made for: each parameter whose name and shape are found
 * is copied, the others keep the initial values of the target, and a report lists both.
 *
 * <pre>{@code
 * Backbone initial = UntrainedBackbone.of("resnet34", 0, Seed.of(1));
 * PartialWeights.Loaded<Backbone> loaded = PartialWeights.of(Zoo.standard().load("resnet18.mine"))
 *     .leastShare(0.3)
 *     .into(initial);
 * System.out.println(loaded.report());
 * }</pre>
 *
 * <p>Names are torch's, {@code layer1.0.conv1.weight}, for all layers that torch has too, also in
 * graphs; other parameters have DL4J's, {@code attention_W}. Values pass through float: a DOUBLE
 * graph gets numbers of that precision. Immutable; confined to one thread.
 */
public final class PartialWeights {
  private static final double HALF = 0.5;

  private final Map<String, SourceTensor> tensors;
  private final double leastShare;

  private PartialWeights(Map<String, SourceTensor> tensors, double leastShare) {
    this.tensors = tensors;
    this.leastShare = leastShare;
  }

  /**
   * A network with some of a source's values.
   *
   * @param network a new one; the target is not changed
   * @param report what was copied, what not, and why
   */
  public record Loaded<T>(T network, MatchReport report) {}

  /** The tensors of a weights file, which must stay open until they are loaded. */
  public static PartialWeights of(Map<String, WeightTensor> tensors) {
    Map<String, SourceTensor> all = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> all.put(name, SourceTensor.of(tensor)));
    return new PartialWeights(all, HALF);
  }

  /** The parameters of a graph, frozen or not, with their present values. */
  public static PartialWeights of(ComputationGraph graph) {
    Map<String, SourceTensor> all = new LinkedHashMap<>();
    Place.of(graph).forEach((name, place) -> all.put(name, SourceTensor.of(place, graph)));
    return new PartialWeights(all, HALF);
  }

  /** The parameters of a backbone, its head's too. */
  public static PartialWeights of(Backbone backbone) {
    return of(backbone.graph());
  }

  /**
   * The same under other names.
   *
   * @param rename from the source's name to the target's
   * @throws IllegalArgumentException if two get the same name
   */
  public PartialWeights renamed(UnaryOperator<String> rename) {
    Map<String, SourceTensor> renamed = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (renamed.put(rename.apply(name), tensor) != null) {
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "names must differ after renaming, but '%s' came twice, the second time from '%s'",
                    rename.apply(name),
                    name));
          }
        });
    return new PartialWeights(renamed, leastShare);
  }

  /** Only the tensors whose names begin so, without that beginning: {@code "encoder."}, say. */
  public PartialWeights withoutPrefix(String prefix) {
    Map<String, SourceTensor> inside = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            inside.put(name.substring(prefix.length()), tensor);
          }
        });
    return new PartialWeights(inside, leastShare);
  }

  /**
   * The share of the trunk's numbers that must be copied at least, in 0..1. Default: one half.
   *
   * @throws IllegalArgumentException unless it is in 0..1
   */
  public PartialWeights leastShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("leastShare must be in 0..1, but was " + share);
    }
    return new PartialWeights(tensors, share);
  }

  /**
   * Into a backbone, whose own values are the initial ones: make it with a seed, say by {@link
   * org.graft4j.zoo.UntrainedBackbone#of}. The result has no card, since no one file describes it.
   *
   * @throws PartialMatchException if less than the least share fits
   * @throws IOException if a tensor cannot be read
   */
  public Loaded<Backbone> into(Backbone target) throws IOException {
    Set<String> trunk =
        GraphEdits.ancestors(target.graph().getConfiguration(), target.featureVertex());
    Loaded<ComputationGraph> loaded = into(target.graph(), trunk);
    Backbone backbone =
        new Backbone(
            target.architecture(),
            loaded.network(),
            target.input(),
            target.groups(),
            target.featureVertex(),
            target.featureWidth(),
            Optional.empty());
    return new Loaded<>(backbone, loaded.report());
  }

  /**
   * Into a graph, all of which counts as the trunk.
   *
   * @throws PartialMatchException if less than the least share fits
   * @throws IOException if a tensor cannot be read
   */
  public Loaded<ComputationGraph> into(ComputationGraph target) throws IOException {
    return into(target, target.getConfiguration().getVertices().keySet());
  }

  private Loaded<ComputationGraph> into(ComputationGraph target, Collection<String> trunk)
      throws IOException {
    ComputationGraph graph = Rebuild.of(target, Rebuild.editable(target), Map.of());
    Matching matching = new Matching(tensors, trunk);
    for (Place place : Place.of(graph).values()) {
      matching.match(place, graph);
    }
    MatchReport report = matching.report();
    if (report.share() < leastShare) {
      throw new PartialMatchException(tooLittle(report), report);
    }
    return new Loaded<>(graph, report);
  }

  private String tooLittle(MatchReport report) {
    String reasons =
        report.left().stream().limit(4).map(Object::toString).collect(Collectors.joining("; "));
    String names =
        report.unused().stream()
            .limit(3)
            .map(SourceTensor::printable)
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "at least %s of the network's parameters must be found, but %.4f was: %s%s. Rename the tensors, or lower the least share",
        leastShare,
        report.share(),
        reasons,
        names.isEmpty() ? "" : "; the source has " + names + " and so on");
  }
}
