package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What is wrong with the classes, their sizes and names. */
record ClassChecks(Examined examined) {
  /** With fewer, the choice of the pictures decides the result. */
  private static final int FEW = 10;

  private static final int LOPSIDED = 3;
  private static final int VERY_LOPSIDED = 10;

  /** Below it, one letter more or less makes another word: cat, car. */
  private static final int LONG_NAME = 6;

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    List<Integer> train = examined.counts(Examined.Part.TRAIN);
    tiny(findings, train);
    imbalance(findings, train);
    missing(findings, Examined.Part.VALIDATION);
    missing(findings, Examined.Part.TEST);
    names(findings);
    return findings;
  }

  private String name(int label) {
    return examined.labels().name(label);
  }

  private List<String> names(List<Integer> counts, int below) {
    return IntStream.range(0, counts.size())
        .filter(i -> counts.get(i) < below)
        .mapToObj(this::name)
        .toList();
  }

  private void tiny(List<Finding> findings, List<Integer> train) {
    List<String> few = names(train, FEW);
    if (!few.isEmpty()) {
      findings.add(
          Finding.of(
              Severity.WARNING,
              FindingKind.TINY_CLASS,
              few,
              Say.share(few.size(), train.size(), "class")
                  + " with fewer than "
                  + FEW
                  + " training pictures, the smallest with "
                  + Collections.min(train),
              "collect more, or join classes: what is learned from so few depends on which they"
                  + " are"));
    }
  }

  private void imbalance(List<Finding> findings, List<Integer> train) {
    int most = Collections.max(train);
    int least = Collections.min(train);
    if (least == 0 || most < LOPSIDED * least) {
      return;
    }
    String large = name(train.indexOf(most));
    String small = name(train.indexOf(least));
    findings.add(
        Finding.of(
            most >= VERY_LOPSIDED * least ? Severity.WARNING : Severity.NOTE,
            FindingKind.IMBALANCE,
            List.of(large, small),
            String.format(
                Locale.ROOT,
                "the largest class, '%s', has %.1f times the training pictures of the smallest,"
                    + " '%s': %d to %d",
                large,
                (double) most / least,
                small,
                most,
                least),
            "look at balanced accuracy and at each class's recall, not at accuracy alone"));
  }

  private void missing(List<Finding> findings, Examined.Part part) {
    List<Integer> counts = examined.counts(part);
    List<String> none = names(counts, 1);
    if (!none.isEmpty() && none.size() < counts.size()) {
      findings.add(
          Finding.of(
              Severity.WARNING,
              FindingKind.MISSING_IN_PART,
              none,
              Say.share(none.size(), counts.size(), "class")
                  + " without a picture in the "
                  + part.text()
                  + " part",
              "move some there: nothing measured on that part speaks of them"));
    }
  }

  private void names(List<Finding> findings) {
    List<List<String>> pairs = new ArrayList<>();
    for (int i = 0; i < examined.labels().size(); i++) {
      for (int j = 0; j < i; j++) {
        if (alike(name(j), name(i))) {
          pairs.add(List.of(name(j), name(i)));
        }
      }
    }
    if (!pairs.isEmpty()) {
      findings.add(
          new Finding(
              Severity.WARNING,
              FindingKind.SIMILAR_NAMES,
              pairs,
              Say.count(pairs.size(), "pair")
                  + " of class names that may be one name spelt twice, say '"
                  + String.join("' and '", pairs.get(0))
                  + "'",
              "put their folders together if they mean the same"));
    }
  }

  /** Whether case, spaces, a plural or one wrong letter is all that tells two names apart. */
  static boolean alike(String one, String other) {
    String a = plain(one);
    String b = plain(other);
    if (a.equals(b)) {
      return true;
    }
    String shorter = a.length() <= b.length() ? a : b;
    String longer = a.length() <= b.length() ? b : a;
    boolean letters = shorter.length() > 2 && shorter.chars().noneMatch(Character::isDigit);
    if (letters && (longer.equals(shorter + "s") || longer.equals(shorter + "es"))) {
      return true;
    }
    return letters
        && longer.chars().noneMatch(Character::isDigit)
        && shorter.length() >= LONG_NAME
        && oneEdit(shorter, longer);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
  }

  /** Whether one letter was replaced, left out or put in. */
  private static boolean oneEdit(String shorter, String longer) {
    if (longer.length() - shorter.length() > 1) {
      return false;
    }
    int i = 0;
    while (i < shorter.length() && shorter.charAt(i) == longer.charAt(i)) {
      i++;
    }
    String rest = longer.substring(Math.min(longer.length(), i + 1));
    return rest.equals(shorter.substring(Math.min(shorter.length(), i + 1)))
        || rest.equals(shorter.substring(i));
  }
}
