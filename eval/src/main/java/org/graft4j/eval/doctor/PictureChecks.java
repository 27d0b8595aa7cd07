package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is odd about single pictures.
 *
 * @param side shorter side of what the network sees, in pixels
 */
record PictureChecks(Examined examined, int side) {
  /** Enlarged more than twice, a picture is mostly interpolation. */
  private static final int ENLARGED = 2;

  private static final int ASPECT = 3;

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    add(
        findings,
        Severity.WARNING,
        FindingKind.ONE_COLOUR,
        c -> c.hash().blank(),
        "all of one colour, or nearly so",
        "remove them: there is nothing in them to learn");
    int few = side / ENLARGED;
    add(
        findings,
        Severity.NOTE,
        FindingKind.SMALL_PICTURE,
        c -> c.shorterSide() < few,
        "with a shorter side below "
            + few
            + " pixels, half of what the network sees ("
            + side
            + ")",
        "take larger ones if there are, or a network with a smaller input");
    add(
        findings,
        Severity.NOTE,
        FindingKind.EXTREME_ASPECT,
        c -> Math.max(c.width(), c.height()) > ASPECT * c.shorterSide(),
        "more than " + ASPECT + " times as long in one direction as in the other",
        "crop them to what matters: the centre that the network sees leaves most of them out");
    mixedColour(findings);
    add(
        findings,
        Severity.NOTE,
        FindingKind.ALPHA,
        c -> c.kind().channels() == PictureKind.Channels.ALPHA,
        "with an alpha channel, which is dropped: colours behind transparent places show",
        "flatten them onto the background that they are meant for");
    add(
        findings,
        Severity.NOTE,
        FindingKind.CMYK,
        c -> c.kind().channels() == PictureKind.Channels.CMYK,
        "in CMYK, converted without a colour profile",
        "store them as RGB: their colours may be off");
    return findings;
  }

  private void add(
      List<Finding> findings,
      Severity severity,
      FindingKind kind,
      Predicate<PictureLook.Content> which,
      String what,
      String remedy) {
    List<String> ids = examined.ids(which);
    if (!ids.isEmpty()) {
      String sentence = Say.share(ids.size(), examined.looks().size(), "picture") + " " + what;
      findings.add(Finding.of(severity, kind, ids, sentence, remedy));
    }
  }

  private void mixedColour(List<Finding> findings) {
    int all = examined.looks().size();
    int grey = examined.ids(PictureLook.Content::grey).size();
    if (grey == 0 || grey == all) {
      return;
    }
    boolean fewGrey = 2 * grey <= all;
    add(
        findings,
        Severity.NOTE,
        FindingKind.MIXED_COLOUR,
        c -> c.grey() == fewGrey,
        fewGrey ? "grey among coloured ones" : "coloured among grey ones",
        "make them all alike, or see to it that each class and part has its share");
  }
}
