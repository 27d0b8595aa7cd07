package org.graft4j.eval.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.graft4j.data.SkippedFile;

/**
 * What is wrong with files, whatever they show.
 *
 * @param bad pictures that cannot be decoded
 * @param skipped what the scan left out
 */
record FileChecks(Examined examined, List<PictureLook> bad, List<SkippedFile> skipped) {
  private static final Pattern PICTURE_NAME =
      Pattern.compile("(?is).*\\.(jpe?g|jpe|jfif|png|gif|bmp|webp|tiff?|heic)");

  /** From this many pixels on, most of the time of training goes into decoding. */
  private static final long LARGE = 25_000_000;

  /** Reasons that are told; more are in the list of ids alone. */
  private static final int TOLD = 3;

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    unreadable(findings);
    skipped(findings);
    wrongExtensions(findings);
    large(findings);
    return findings;
  }

  private void unreadable(List<Finding> findings) {
    if (bad.isEmpty()) {
      return;
    }
    Map<String, Integer> reasons = new TreeMap<>();
    bad.forEach(look -> reasons.merge(look.problem(), 1, Integer::sum));
    findings.add(
        Finding.of(
            Severity.ERROR,
            FindingKind.UNREADABLE,
            bad.stream().map(look -> look.item().id()).toList(),
            Say.share(bad.size(), examined.looks().size() + bad.size(), "picture")
                + " cannot be decoded: "
                + told(reasons),
            "mend or remove them; train and evaluate leave them out"));
  }

  private static String told(Map<String, Integer> reasons) {
    List<String> some = reasons.keySet().stream().limit(TOLD).toList();
    return String.join("; ", some) + (reasons.size() > TOLD ? "; and other reasons" : "");
  }

  private void skipped(List<Finding> findings) {
    Map<Boolean, Map<String, Integer>> reasons = new TreeMap<>();
    Map<Boolean, List<String>> ids = new TreeMap<>();
    for (SkippedFile file : skipped) {
      boolean meant = PICTURE_NAME.matcher(file.id()).matches();
      ids.computeIfAbsent(meant, key -> new ArrayList<>()).add(file.id());
      reasons.computeIfAbsent(meant, key -> new TreeMap<>()).merge(file.reason(), 1, Integer::sum);
    }
    ids.forEach(
        (meant, files) ->
            findings.add(
                Finding.of(
                    meant ? Severity.WARNING : Severity.NOTE,
                    meant ? FindingKind.SKIPPED_PICTURE : FindingKind.SKIPPED_FILE,
                    files,
                    Say.count(files.size(), "file")
                        + (meant ? " with a picture's name" : "")
                        + " left out: "
                        + told(reasons.getOrDefault(meant, Map.of())),
                    meant
                        ? "put whole pictures in their place, in a class's folder, or remove them"
                        : "nothing need be done if they are no pictures")));
  }

  private void wrongExtensions(List<Finding> findings) {
    List<String> ids = new ArrayList<>();
    String example = "";
    for (PictureLook look : examined.looks()) {
      PictureKind kind = look.content().orElseThrow().kind();
      String name = look.item().id();
      String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (!kind.endings().contains(ending)) {
        example = ids.isEmpty() ? name + " is a " + kind.format() : example;
        ids.add(name);
      }
    }
    if (!ids.isEmpty()) {
      findings.add(
          Finding.of(
              Severity.NOTE,
              FindingKind.WRONG_EXTENSION,
              ids,
              Say.count(ids.size(), "picture") + " with another format's ending: " + example,
              "rename them: Graft4J reads them by their content, other programs may not"));
    }
  }

  private void large(List<Finding> findings) {
    List<String> ids = examined.ids(c -> (long) c.width() * c.height() > LARGE);
    if (!ids.isEmpty()) {
      findings.add(
          Finding.of(
              Severity.NOTE,
              FindingKind.LARGE_PICTURE,
              ids,
              Say.count(ids.size(), "picture") + " of more than 25 million pixels",
              "store smaller copies: each run spends most of its time on decoding them"));
    }
  }
}
