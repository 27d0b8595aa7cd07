package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.graft4j.data.Seed;
import org.graft4j.eval.SeveralComparisons;

/**
 * Whether something other than what is in the pictures tells the classes apart, which a network
 * would learn in their place (Geirhos et al. 2020, "Shortcut learning in deep neural networks").
 *
 * <p>For each property the dependence on the class is Cramér's V, corrected for its bias in small
 * samples (Bergsma 2013); whether that is chance is told by a permutation test of chi-squared,
 * which holds for any counts, with Holm's correction over the properties. What is neither large nor
 * certain is not told.
 */
record ShortcutCheck(Examined examined, Seed seed) {
  private static final int PERMUTATIONS = 999;
  private static final double LEVEL = 0.01;

  /** Sums in another order differ by as little. */
  private static final double ROUNDING = 1e-12;

  /** From here on the property alone tells a class better than chance by far. */
  private static final double STRONG = 0.5;

  /** Brightness and file size follow from what is shown, too: only a dominating one is told. */
  private static final double STRONG_MEASURE = 0.6;

  /** Sizes that have a category of their own. */
  private static final int SIZES = 12;

  private static final int QUARTERS = 4;

  /**
   * A property of all readable pictures.
   *
   * @param values categories, by their numbers
   * @param names of the categories
   * @param measure whether it follows from the picture's content, too
   */
  private record Property(String name, List<Integer> values, List<String> names, boolean measure) {}

  List<Finding> findings() {
    List<PictureLook> looks = examined.looks();
    int[] labels = looks.stream().mapToInt(look -> look.item().label()).toArray();
    List<Property> properties = properties(looks);
    List<Double> corrected = SeveralComparisons.holm(chances(properties, labels));
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < properties.size(); i++) {
      Property property = properties.get(i);
      double strength = strength(property, labels);
      if (corrected.get(i) < LEVEL && strength >= (property.measure() ? STRONG_MEASURE : STRONG)) {
        findings.add(finding(property, labels, strength, corrected.get(i)));
      }
    }
    return findings;
  }

  private static List<Property> properties(List<PictureLook> looks) {
    List<PictureLook.Content> contents =
        looks.stream().map(look -> look.content().orElseThrow()).toList();
    List<Property> all = new ArrayList<>();
    all.add(named("file format", contents.stream().map(c -> c.kind().format()).toList()));
    all.add(named("size in pixels", sizes(contents)));
    all.add(named("kind of colour", contents.stream().map(ShortcutCheck::colour).toList()));
    all.add(measured("brightness", looks, l -> l.content().orElseThrow().small().brightness()));
    all.add(measured("bytes per pixel", looks, ShortcutCheck::bytesPerPixel));
    // What all pictures share tells nothing, and is no comparison to correct for.
    return all.stream().filter(p -> p.values().stream().distinct().count() > 1).toList();
  }

  private static double bytesPerPixel(PictureLook look) {
    PictureLook.Content content = look.content().orElseThrow();
    return (double) look.bytes() / ((long) content.width() * content.height());
  }

  private static String colour(PictureLook.Content content) {
    return content.grey() ? "grey" : content.kind().channels().text();
  }

  private static List<String> sizes(List<PictureLook.Content> contents) {
    List<String> sizes = contents.stream().map(c -> c.width() + "x" + c.height()).toList();
    Map<String, Integer> counts = new LinkedHashMap<>();
    sizes.forEach(size -> counts.merge(size, 1, Integer::sum));
    List<String> common =
        counts.entrySet().stream()
            .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
            .limit(SIZES)
            .map(Map.Entry::getKey)
            .toList();
    return sizes.stream().map(size -> common.contains(size) ? size : "of another size").toList();
  }

  private static Property named(String name, List<String> values) {
    List<String> names = values.stream().distinct().sorted().toList();
    return new Property(name, values.stream().map(names::indexOf).toList(), names, false);
  }

  /** In quarters of equal counts, as far as equal values allow. */
  private static Property measured(
      String name, List<PictureLook> looks, ToDoubleFunction<PictureLook> measure) {
    double[] values = looks.stream().mapToDouble(measure).toArray();
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    List<Integer> quarters = new ArrayList<>();
    for (double value : values) {
      int quarter = 0;
      for (int q = 1; q < QUARTERS; q++) {
        quarter += value >= sorted[q * sorted.length / QUARTERS] ? 1 : 0;
      }
      quarters.add(quarter);
    }
    return new Property(
        name,
        quarters,
        List.of(
            "in the lowest quarter",
            "in the second quarter",
            "in the third quarter",
            "in the highest quarter"),
        true);
  }

  /** Of each property the share of permutations whose chi-squared is no smaller, with its own. */
  private List<Double> chances(List<Property> properties, int[] labels) {
    double[] seen = properties.stream().mapToDouble(p -> chiSquared(p, labels)).toArray();
    int[] asLarge = new int[seen.length];
    Arrays.fill(asLarge, 1);
    for (int round = 0; round < PERMUTATIONS; round++) {
      int[] order = seed.permutation(labels.length, "shortcut", round);
      int[] shuffled = IntStream.of(order).map(i -> labels[i]).toArray();
      for (int k = 0; k < seen.length; k++) {
        boolean large = chiSquared(properties.get(k), shuffled) >= seen[k] * (1 - ROUNDING);
        asLarge[k] += large ? 1 : 0;
      }
    }
    return IntStream.of(asLarge).mapToObj(n -> n / (1.0 + PERMUTATIONS)).toList();
  }

  private double chiSquared(Property property, int[] labels) {
    int categories = property.names().size();
    List<Integer> values = property.values();
    int classes = examined.labels().size();
    int[] cells = new int[classes * categories];
    int[] ofClass = new int[classes];
    int[] ofValue = new int[categories];
    for (int i = 0; i < labels.length; i++) {
      int value = values.get(i);
      cells[labels[i] * categories + value]++;
      ofClass[labels[i]]++;
      ofValue[value]++;
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      for (int v = 0; v < categories; v++) {
        double expected = (double) ofClass[c] * ofValue[v] / labels.length;
        if (expected > 0) {
          double off = cells[c * categories + v] - expected;
          sum += off * off / expected;
        }
      }
    }
    return sum;
  }

  /** Cramér's V, 0 to 1, with Bergsma's correction. */
  private double strength(Property property, int[] labels) {
    double n = labels.length;
    double rows = Arrays.stream(labels).distinct().count();
    double columns = property.values().stream().distinct().count();
    if (n < 2 || rows < 2 || columns < 2) {
      return 0;
    }
    double phi = chiSquared(property, labels) / n;
    double corrected = Math.max(0, phi - (rows - 1) * (columns - 1) / (n - 1));
    double r = rows - (rows - 1) * (rows - 1) / (n - 1);
    double c = columns - (columns - 1) * (columns - 1) / (n - 1);
    double smaller = Math.min(r, c) - 1;
    return smaller <= 0 ? 0 : Math.sqrt(corrected / smaller);
  }

  private Finding finding(Property property, int[] labels, double strength, double chance) {
    int worst = 0;
    int category = 0;
    double most = -1;
    for (int label = 0; label < examined.labels().size(); label++) {
      for (int value = 0; value < property.names().size(); value++) {
        double excess =
            share(property, labels, label, value, true)
                - share(property, labels, label, value, false);
        if (excess > most) {
          most = excess;
          worst = label;
          category = value;
        }
      }
    }
    return Finding.of(
        property.measure() ? Severity.NOTE : Severity.WARNING,
        FindingKind.SHORTCUT,
        List.of(property.name()),
        String.format(
            Locale.ROOT,
            "%s tells the classes apart (Cramér's V %.2f, p %.3f): %.0f %% of '%s' are %s, of the"
                + " others %.0f %%",
            property.name(),
            strength,
            chance,
            100 * share(property, labels, worst, category, true),
            examined.labels().name(worst),
            property.names().get(category),
            100 * share(property, labels, worst, category, false)),
        "store all classes alike, or collect them alike: a network may learn this in place of what"
            + " is shown");
  }

  /** Of a class, or of all others, the share with a value. */
  private static double share(Property p, int[] labels, int label, int value, boolean inside) {
    int all = 0;
    int with = 0;
    for (int i = 0; i < labels.length; i++) {
      if ((labels[i] == label) == inside) {
        all++;
        with += p.values().get(i) == value ? 1 : 0;
      }
    }
    return all == 0 ? 0 : (double) with / all;
  }
}
