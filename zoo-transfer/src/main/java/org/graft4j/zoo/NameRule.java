package org.graft4j.zoo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From torchvision's name of a tensor to a file's. Variables stand in braces: in torchvision's name
 * {@code {#s}} is a number, {@code {*n}} anything without a dot, {@code {p}} letters; in the file's
 * name {@code {s}} is its text, {@code {s-1}} and {@code {s+1}} are computed, and {@code {list[s]}}
 * is looked up. Where a list has no such entry, the rule does not apply.
 *
 * @param torch torchvision's name
 * @param file the file's
 * @param layout how the values lie in the file
 * @param places height and width where a matrix reads a picture; else empty
 */
record NameRule(
    Pattern torch, List<String> variables, String file, FileLayout layout, List<Long> places) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([#*]?)([a-z]+)}");
  private static final Pattern USE =
      Pattern.compile("\\{(?:([a-zA-Z]+)\\[([a-z]+)]|([a-z]+)([+-][0-9]+)?)}");

  NameRule {
    variables = List.copyOf(variables);
    places = List.copyOf(places);
  }

  static NameRule of(String torch, String file, FileLayout layout, List<Long> places) {
    StringBuilder pattern = new StringBuilder();
    int end = 0;
    Matcher variable = VARIABLE.matcher(torch);
    while (variable.find()) {
      pattern.append(Pattern.quote(torch.substring(end, variable.start())));
      pattern.append(
          switch (variable.group(1)) {
            case "#" -> "([0-9]+)";
            case "*" -> "([^.]*)";
            default -> "([a-z_]+)";
          });
      end = variable.end();
    }
    pattern.append(Pattern.quote(torch.substring(end)));
    List<String> variables = VARIABLE.matcher(torch).results().map(r -> r.group(2)).toList();
    for (MatchResult use : USE.matcher(file).results().toList()) {
      String name = use.group(2) == null ? use.group(3) : use.group(2);
      if (!variables.contains(name)) {
        throw new IllegalArgumentException(
            "file name '" + file + "' must use variables of '" + torch + "', but has " + name);
      }
    }
    return new NameRule(Pattern.compile(pattern.toString()), variables, file, layout, places);
  }

  /**
   * The file's name of a tensor.
   *
   * @param lists what can be looked up, by the list's name and then by the variable's text
   * @return empty if the rule does not apply
   */
  Optional<String> name(String key, Map<String, Map<String, String>> lists) {
    Matcher matcher = torch.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < variables.size(); i++) {
      values.put(variables.get(i), matcher.group(i + 1));
    }
    StringBuilder name = new StringBuilder();
    int end = 0;
    for (MatchResult use : USE.matcher(file).results().toList()) {
      String value = value(use, values, lists);
      if (value == null) {
        return Optional.empty();
      }
      name.append(file, end, use.start()).append(value);
      end = use.end();
    }
    return Optional.of(name.append(file.substring(end)).toString());
  }

  private static @Nullable String value(
      MatchResult use, Map<String, String> values, Map<String, Map<String, String>> lists) {
    if (use.group(1) != null) {
      return lists.getOrDefault(use.group(1), Map.of()).get(values.get(use.group(2)));
    }
    String value = values.get(use.group(3));
    if (use.group(4) == null) {
      return value;
    }
    return Integer.toString(Integer.parseInt(value) + Integer.parseInt(use.group(4)));
  }
}
